//! In whatever order, pieces and repetitions logs arrive, the same rows come out.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::Index;
use rantang_core::deliveries::operations::{Attach, Record, Retract};
use rantang_core::deliveries::{DeliveryCase, OffListDoor};
use rantang_core::enrolment::Membership;
use rantang_core::enrolment::operations::{Edit, EnrolmentSet};
use rantang_core::ids::{DeliveryId, OpId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::text::{Line, Note};
use rantang_server::audit::audit;
use rantang_server::sample;
use rantang_server::store::CentralStore;
use rantang_server::store::sqlite::SqliteStore;
use tempfile::TempDir;
use uuid::Uuid;

use super::contract::establish_with;
use super::local::LocalDevice;
use super::office::{area, route_scope};
use super::work::{delivery_with, phone_edit};

/// A small world, so that deeds meet: two people, two routes, few deliveries.
#[derive(Clone, Debug)]
enum Deed {
    Deliver {
        person: bool,
        id: u8,
        note: bool,
    },
    OffList {
        id: u8,
    },
    Attach {
        person: bool,
        id: u8,
        saw: Index,
    },
    Retract {
        person: bool,
        id: u8,
    },
    Phone {
        person: bool,
        value: u8,
        saw: Vec<Index>,
    },
    Move {
        person: bool,
        to_sri: bool,
        saw: Vec<Index>,
    },
    Life {
        person: bool,
        confirmed: bool,
        saw: Vec<Index>,
    },
}

fn any_deed() -> impl Strategy<Value = Deed> {
    let saw = || prop::collection::vec(any::<Index>(), 0..3);
    prop_oneof![
        (any::<bool>(), 0u8..4, any::<bool>()).prop_map(|(person, id, note)| Deed::Deliver {
            person,
            id,
            note
        }),
        (4u8..6).prop_map(|id| Deed::OffList { id }),
        (any::<bool>(), 4u8..6, any::<Index>()).prop_map(|(person, id, saw)| Deed::Attach {
            person,
            id,
            saw
        }),
        (any::<bool>(), 0u8..4).prop_map(|(person, id)| Deed::Retract { person, id }),
        (any::<bool>(), 0u8..3, saw()).prop_map(|(person, value, saw)| Deed::Phone {
            person,
            value,
            saw
        }),
        (any::<bool>(), any::<bool>(), saw()).prop_map(|(person, to_sri, saw)| Deed::Move {
            person,
            to_sri,
            saw
        }),
        (any::<bool>(), any::<bool>(), saw()).prop_map(|(person, confirmed, saw)| Deed::Life {
            person,
            confirmed,
            saw
        }),
    ]
}

/// Each deed is done by one of three devices: two of the coordinator, one of the courier.
fn perform(deeds: &[(u8, Deed)]) -> Vec<LocalDevice> {
    let mut devices = vec![
        LocalDevice::new(1, "dedi"),
        LocalDevice::new(2, "ratna"),
        LocalDevice::new(3, "ratna"),
    ];
    let mut done: Vec<OpId> = Vec::new();
    for (minute, (by, deed)) in deeds.iter().enumerate() {
        let device = &mut devices[usize::from(*by)];
        let minute = minute as i64;
        done.push(record(device, minute, deed, &done));
    }
    devices
}

fn record(device: &mut LocalDevice, minute: i64, deed: &Deed, done: &[OpId]) -> OpId {
    let scope = route_scope("dedi");
    let name = |is_first: &bool| if *is_first { "Sumiati" } else { "Kasman" };
    let person = |is_first: &bool| sample::person_id(name(is_first));
    let id = |id: &u8| DeliveryId(Uuid::from_u128(9_000 + u128::from(*id)));
    let seen = |saw: &[Index]| -> Vec<OpId> {
        let known = saw.iter().filter(|_| !done.is_empty());
        known.map(|index| done[index.index(done.len())]).collect()
    };
    match deed {
        Deed::Deliver {
            person,
            id: of,
            note,
        } => {
            let note = if *note { "demam" } else { "" };
            let record = Record {
                delivery: id(of),
                ..delivery_with("dedi", name(person), note)
            };
            device.record(minute, scope, record)
        }
        Deed::OffList { id: of } => {
            let line = |text| Line::parse(text).expect("short");
            let door = OffListDoor {
                name: line("Bu Tari"),
                kelurahan: area(),
                rt: line("003"),
                rw: line("06"),
                landmark: Note::default(),
                note: Note::default(),
            };
            let record = Record {
                delivery: id(of),
                person: None,
                door: Some(door),
                case: DeliveryCase::default(),
                ..delivery_with("dedi", "Sumiati", "")
            };
            device.record(minute, scope, record)
        }
        Deed::Attach {
            person: to,
            id: of,
            saw,
        } => {
            let attach = Attach {
                delivery: id(of),
                person: person(to),
                saw: seen(std::slice::from_ref(saw)),
            };
            device.record(minute, scope, attach)
        }
        Deed::Retract {
            person: of,
            id: delivery,
        } => {
            let retract = Retract {
                delivery: id(delivery),
                person: Some(person(of)),
            };
            device.record(minute, scope, retract)
        }
        Deed::Phone { person, value, saw } => {
            let phone = format!("0812-0000-090{value}");
            device.record(minute, scope, phone_edit(name(person), &phone, &seen(saw)))
        }
        Deed::Move {
            person: who,
            to_sri,
            saw,
        } => {
            let membership = Membership {
                route: Some(sample::route_id(if *to_sri { "sri" } else { "dedi" })),
                order_key: Line::parse("m").expect("short"),
            };
            let edit = Edit {
                person: person(who),
                period: sample::period_id(),
                sets: vec![(EnrolmentSet::Membership(membership), seen(saw))],
            };
            device.record(minute, scope, edit)
        }
        Deed::Life {
            person: who,
            confirmed,
            saw,
        } => {
            let note = Note::default();
            let fact = if *confirmed {
                LifeFact::Confirmed { date: None, note }
            } else {
                LifeFact::Reported { note }
            };
            let said = SayLife {
                person: person(who),
                fact,
                saw: seen(saw),
            };
            device.record(minute, scope, said)
        }
    }
}

type Rows = BTreeMap<EntityRef, Row>;

/// Sends the logs in pieces: each step takes a device and how far it gets, repeating what it may.
async fn arrive(devices: &[LocalDevice], steps: &[(u8, Index, Index)]) -> Rows {
    let folder = TempDir::new().expect("a folder");
    let store = SqliteStore::open(folder.path()).expect("a store");
    let store: Arc<dyn CentralStore> = Arc::new(store);
    establish_with(&store, &["Sumiati", "Kasman"]).await;
    for device in devices {
        device.enroll(&*store).await;
    }
    let mut sent = vec![0; devices.len()];
    let everything = (0..devices.len() as u8).map(|by| (by, None));
    let pieces = steps.iter().map(|(by, from, to)| (*by, Some((*from, *to))));
    for (by, piece) in pieces.chain(everything) {
        let by = usize::from(by);
        let (device, sent) = (&devices[by], &mut sent[by]);
        let (first, last) = match piece {
            Some((from, to)) => (from.index(*sent + 1) + 1, to.index(device.log.len() + 1)),
            None => (*sent + 1, device.log.len()),
        };
        if first <= last {
            device.send(&store, first, last).await;
            *sent = last.max(*sent);
        }
    }
    let audit = audit(&*store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
    let rows = store.rows_after(0, 10_000).await.expect("rows");
    rows.into_iter().map(|it| (it.row.entity, it.row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn arrival_changes_no_row(
        deeds in prop::collection::vec((0u8..3, any_deed()), 1..14),
        one in prop::collection::vec((0u8..3, any::<Index>(), any::<Index>()), 0..8),
        other in prop::collection::vec((0u8..3, any::<Index>(), any::<Index>()), 0..8),
    ) {
        let devices = perform(&deeds);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let (rows, others) = runtime.block_on(async {
            let mut reversed = devices.clone();
            reversed.reverse();
            (arrive(&devices, &one).await, arrive(&reversed, &other).await)
        });
        prop_assert_eq!(rows, others);
    }
}

//! The laws of a plan: whatever the order of arrival, the same rows stand in the same scopes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::deliveries::operations::{Record, Retract};
use crate::deliveries::outcome::{Outcome, Slot};
use crate::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use crate::enrolment::operations::EnrolmentSet;
use crate::enrolment::{EnrolmentState, EnrolmentStatus};
use crate::ids::{DeliveryId, PeriodId, RouteId, RunId};
use crate::people::operations::{NewEnrolment, PersonSet};
use crate::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
use crate::places::Rw;
use crate::runs::Sitting;
use crate::text::{Line, Note};

/// A store in memory that does what plans say, the simplest way there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Store {
    rows: BTreeMap<EntityRef, Row>,
    scopes: BTreeMap<PersonId, PersonScopes>,
}

impl Store {
    fn apply(&mut self, at: usize, payload: &Payload) {
        let op = OpId(Uuid::from_u128(1_000 + at as u128));
        let needs = reads_of(&payload.effects(op));
        let wanted = |row: &&Row| {
            needs.rows.contains(&row.entity)
                || row.owner.is_some_and(|owner| needs.owned.contains(&owner))
        };
        let reads = Reads {
            rows: self
                .rows
                .values()
                .filter(wanted)
                .map(|row| (row.entity, row.clone()))
                .collect(),
            scopes: self.scopes.clone(),
        };
        let scope = Scope::Delivery {
            kelurahan: kelurahan(),
            route: Some(route(0)),
        };
        let author = UserId(Uuid::from_u128(9));
        let plan = plan(
            Stamp {
                op,
                author,
                is_uncertain: false,
                at_ms: at as i64,
                scope: &scope,
            },
            payload,
            &reads,
        );
        for (scope, entity) in plan.removes {
            assert_eq!(
                self.rows[&entity].scope, scope,
                "a remove names where the row is"
            );
        }
        for row in plan.puts {
            self.rows.insert(row.entity, row);
        }
        self.scopes.extend(plan.scopes);
    }

    fn assert_rows_stand_where_their_person_is(&self) {
        for row in self.rows.values() {
            let Some(owner) = row.owner else {
                assert_eq!(
                    row.entity.kind,
                    EntityKind::Departure,
                    "all else has an owner"
                );
                continue;
            };
            assert_eq!(row.scope, home_of(row.entity.kind, &self.scopes[&owner]));
        }
    }
}

fn kelurahan() -> AreaCode {
    AreaCode::parse("31.71.08.1002").expect("a code")
}

fn route(number: u8) -> RouteId {
    RouteId(Uuid::from_u128(100 + u128::from(number)))
}

fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_u128(200 + u128::from(number)))
}

fn address(rw: u16) -> Address {
    Address {
        kelurahan: kelurahan(),
        rw: Rw::new(rw).ok(),
        rt: None,
        gang: Line::default(),
        house_no: Line::default(),
        landmark: Note::default(),
    }
}

fn membership(number: Option<u8>) -> Membership {
    Membership {
        route: number.map(route),
        order_key: Line::default(),
    }
}

fn register(who: u8, on: Option<u8>) -> Payload {
    let date = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a date");
    crate::people::operations::Register {
        person: person(who),
        name: Name {
            name: Line::parse("Sumiati").expect("short"),
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: None,
            precision: BirthPrecision::Year,
            sex: None,
        },
        address: address(4),
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::default(),
        lives_alone: true,
        diet: Diet::default(),
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: vec![],
        enrolment: on.map(|number| NewEnrolment {
            period: PeriodId(Uuid::from_u128(1)),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date,
                reason: Note::default(),
            },
            membership: membership(Some(number)),
        }),
    }
    .into()
}

fn record(who: u8, number: u8) -> Payload {
    let date = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
    Record {
        delivery: DeliveryId(Uuid::from_u128(300 + u128::from(number))),
        person: Some(person(who)),
        door: None,
        attempt: Attempt {
            run: RunId(Uuid::nil()),
            date,
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: UserId(Uuid::nil()),
        },
        value: DeliveryValue {
            outcome: Outcome::ReceivedSelf,
            flags: vec![],
            wellbeing: None,
            boxes: 2,
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase {
            complaints: vec![],
            note: Note::parse("minta kuah dipisah").expect("short"),
        },
    }
    .into()
}

/// To one of three kelurahan, from wherever.
fn moves(who: u8, to: u8, on_route: bool) -> Payload {
    let address = Address {
        kelurahan: AreaCode::parse(&format!("31.71.08.100{}", 2 + to)).expect("a code"),
        ..address(7)
    };
    let enrolment = on_route.then(|| (PeriodId(Uuid::from_u128(1)), vec![]));
    crate::people::moves::Move {
        person: person(who),
        from: kelurahan(),
        address,
        saw: vec![],
        enrolment,
        name: Name {
            name: Line::parse("Sumiati").expect("short"),
            honorific: Line::default(),
            nickname: Line::default(),
        },
    }
    .into()
}

/// Two people, three routes, two RW, three kelurahan: collisions happen all the time.
fn any_payload() -> impl Strategy<Value = Payload> {
    let who = 0u8..2;
    prop_oneof![
        (who.clone(), prop::option::of(0u8..3)).prop_map(|(who, on)| register(who, on)),
        (who.clone(), prop::option::of(0u8..3)).prop_map(|(who, on)| {
            crate::enrolment::operations::Edit {
                person: person(who),
                period: PeriodId(Uuid::from_u128(1)),
                sets: vec![(EnrolmentSet::Membership(membership(on)), vec![])],
            }
            .into()
        }),
        (who.clone(), 3u16..5).prop_map(|(who, rw)| {
            crate::people::operations::Edit {
                person: person(who),
                sets: vec![(PersonSet::Address(address(rw)), vec![])],
            }
            .into()
        }),
        (who.clone(), 0u8..3).prop_map(|(who, number)| record(who, number + 3 * who)),
        (who.clone(), 0u8..3, any::<bool>())
            .prop_map(|(who, to, on_route)| moves(who, to, on_route)),
        (who, 0u8..3).prop_map(|(who, number)| {
            let delivery = DeliveryId(Uuid::from_u128(300 + u128::from(number + 3 * who)));
            Retract {
                delivery,
                person: Some(person(who)),
            }
            .into()
        }),
    ]
}

proptest! {
    #[test]
    fn arrival_order_changes_no_row_and_no_scope(
        payloads in prop::collection::vec(any_payload(), 1..8),
        order in prop::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let mut sequence: Vec<usize> = (0..payloads.len()).collect();
        let mut straight = Store::default();
        for at in &sequence {
            straight.apply(*at, &payloads[*at]);
            straight.assert_rows_stand_where_their_person_is();
        }
        for (at, with) in order.iter().enumerate().take(payloads.len()) {
            sequence.swap(at, with.index(payloads.len()));
        }
        let mut shuffled = Store::default();
        for at in &sequence {
            shuffled.apply(*at, &payloads[*at]);
            shuffled.assert_rows_stand_where_their_person_is();
        }
        prop_assert_eq!(straight, shuffled);
    }
}

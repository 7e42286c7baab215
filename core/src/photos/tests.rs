//! What is attached stays what it is, in whatever order it arrives.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::operations::{Attach, Decline, Draw, Remove};
use super::*;
use crate::ids::{PersonId, RouteId, UserId};
use crate::operation::{Intent, InvalidIntent, Payload};
use crate::places::AreaCode;
use crate::plan::{Reads, Stamp, plan};
use crate::scopes::{PersonScopes, Scope};

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn person() -> PersonId {
    PersonId(id(1))
}

fn object(number: u8) -> Object {
    Object {
        hash: ByteArray::new([number; 32]),
        bytes: 9_000,
        key: ByteArray::new([number ^ 0xff; 32]),
    }
}

fn photo(number: u8) -> Photo {
    Photo {
        purpose: Purpose::HandOver,
        izin: Izin::NoFace,
        taken_at_ms: 1_764_032_400_000,
        spot: Some(Spot {
            latitude_e6: -6_170_000,
            longitude_e6: 106_810_000,
            accuracy_m: 12,
        }),
        width_px: 1_600,
        height_px: 1_200,
        full: object(number),
        thumbnail: object(number + 100),
    }
}

fn delivery() -> Subject {
    Subject::Delivery(DeliveryId(id(2)))
}

fn attach(subject: Subject, photo: Photo) -> Attach {
    Attach {
        subject,
        person: Some(person()),
        photo,
    }
}

fn scopes() -> PersonScopes {
    let kelurahan = AreaCode::parse("31.71.08.1002").expect("a code");
    PersonScopes {
        delivery: Scope::Delivery {
            kelurahan: kelurahan.clone(),
            route: Some(RouteId(id(3))),
        },
        case: Scope::Case {
            kelurahan,
            rw: None,
        },
        left: BTreeSet::new(),
    }
}

/// The row after operations 1, 2, 3 … arrived in `order`.
fn arrived(payloads: &[Payload], order: &[usize]) -> Row {
    let scope = scopes().delivery;
    let mut reads = Reads::default();
    reads.scopes.insert(person(), scopes());
    for at in order {
        let stamp = Stamp {
            op: OpId(id(1_000 + *at as u128)),
            author: UserId(id(9)),
            at_ms: *at as i64,
            is_uncertain: false,
            scope: &scope,
        };
        for row in plan(stamp, &payloads[*at], &reads).puts {
            reads.rows.insert(row.entity, row);
        }
    }
    let mut rows: Vec<Row> = reads.rows.into_values().collect();
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn hashes(row: &Row) -> BTreeSet<[u8; 32]> {
    objects(row).into_iter().map(|it| *it.hash).collect()
}

#[test]
fn photos_stand_beside_each_other_and_never_make_a_conflict() {
    let two = [
        attach(delivery(), photo(1)).into(),
        attach(delivery(), photo(2)).into(),
    ];
    let row = arrived(&two, &[0, 1]);
    assert_eq!(entries(&row).len(), 2);
    assert_eq!(row.conflicts().count(), 0);
    assert_eq!(row.scope, scopes().delivery);
}

#[test]
fn photos_of_a_visit_live_where_its_health_data_live() {
    let visit = Subject::Visit(VisitId(id(4)));
    let row = arrived(&[attach(visit, photo(1)).into()], &[0]);
    assert_eq!(row.scope, scopes().case);
}

#[test]
fn what_needs_izin_is_not_recorded_without_it() {
    let face = |izin| {
        let purpose = Purpose::Person;
        attach(
            delivery(),
            Photo {
                purpose,
                izin,
                ..photo(1)
            },
        )
    };
    assert_eq!(
        face(Izin::NoFace).check(),
        Err(InvalidIntent::ConsentMissing)
    );
    assert_eq!(face(Izin::Spoken).check(), Ok(()));
    assert_eq!(face(Izin::Family).check(), Ok(()));
}

#[test]
fn identity_cards_are_not_photographed_at_the_door() {
    let card = Photo {
        purpose: Purpose::IdCard,
        ..photo(1)
    };
    let visit = Subject::Visit(VisitId(id(4)));
    assert_eq!(
        attach(delivery(), card.clone()).check(),
        Err(InvalidIntent::DocumentAtTheDoor)
    );
    assert_eq!(attach(visit, card).check(), Ok(()));
}

#[test]
fn what_is_larger_than_a_photo_is_not_recorded() {
    let mut large = photo(1);
    large.full.bytes = PHOTO_BYTES_MAX + 1;
    let mut wide = photo(1);
    wide.width_px = SIDE_PX_MAX + 1;
    let mut empty = photo(1);
    empty.thumbnail.bytes = 0;
    for odd in [large, wide, empty] {
        let refused = attach(delivery(), odd).check();
        assert_eq!(refused, Err(InvalidIntent::PhotoOutOfRange));
    }
}

#[test]
fn a_paraf_is_drawn_within_its_box() {
    let draw = |strokes| Draw {
        subject: delivery(),
        person: Some(person()),
        paraf: Paraf {
            by: Line::default(),
            strokes,
        },
    };
    assert_eq!(draw(vec![vec![10, 20, 600, 300]]).check(), Ok(()));
    assert_eq!(draw(vec![]).check(), Err(InvalidIntent::Empty));
    assert_eq!(draw(vec![vec![10]]).check(), Err(InvalidIntent::Empty));
    assert_eq!(draw(vec![vec![601, 0]]).check(), Err(InvalidIntent::Empty));
    let scribble = vec![1; 2 * (Paraf::POINTS_MAX + 1)];
    assert_eq!(draw(vec![scribble]).check(), Err(InvalidIntent::TooMany));
}

#[test]
fn the_largest_paraf_and_a_photo_fit_into_a_record() {
    let stroke: Vec<u16> = (0..Paraf::POINTS_MAX as u16)
        .flat_map(|at| [at % Paraf::WIDTH, at % Paraf::HEIGHT])
        .collect();
    let draw = Payload::from(Draw {
        subject: delivery(),
        person: Some(person()),
        paraf: Paraf {
            by: Line::parse("Ibu Contoh").expect("short"),
            strokes: vec![stroke],
        },
    });
    assert!(draw.encode([0; 16]).len() < 4_096);
    let attach = Payload::from(attach(delivery(), photo(1)));
    assert!(attach.encode([0; 16]).len() < 500);
}

#[test]
fn a_sample_asks_at_about_one_door_in_five_and_at_others_the_next_day() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
    let next = day + Days::new(1);
    let asked = |date| -> BTreeSet<u128> {
        let doors = 0..1_000;
        doors
            .filter(|door| Proof::Sample.asks_at(PersonId(id(*door)), date))
            .collect()
    };
    let today = asked(day);
    assert!((150..250).contains(&today.len()), "{}", today.len());
    assert_ne!(today, asked(next));
    assert!(!Proof::None.asks_at(person(), day));
    assert!(Proof::EveryDoor.asks_at(person(), day));
}

proptest! {
    #[test]
    fn whatever_the_order_a_removed_photo_stays_removed(
        order in Just(vec![0, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let first = OpId(id(1_000));
        let remove = Remove { subject: delivery(), person: Some(person()), saw: vec![first] };
        let payloads = [
            attach(delivery(), photo(1)).into(),
            attach(delivery(), photo(2)).into(),
            Decline { subject: delivery(), person: Some(person()) }.into(),
            remove.clone().into(),
            // Two people take the same photo away.
            remove.into(),
        ];
        let row = arrived(&payloads, &order);
        prop_assert_eq!(hashes(&row), BTreeSet::from([[2; 32], [102; 32]]));
        let straight = arrived(&payloads, &[0, 1, 2, 3, 4]);
        prop_assert_eq!(entries(&row), entries(&straight));
    }
}

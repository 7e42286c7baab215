//! The lists of the coming days, and what waits to be sent.

use rantang_core::deliveries::outcome::Outcome;
use rantang_core::holds::operations::Place;
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::HoldId;
use rantang_core::runs::{ObstacleKind, Sitting};
use rantang_device::board::view::ServiceView;
use rantang_device::round::view::NoServiceReason;
use rantang_device::round::{self, RunObstacle};
use rantang_device::sync::view::{SendState, WaitingKind};
use rantang_device::{Draft, ahead, sync};
use uuid::Uuid;

use crate::morning::*;
use crate::support::{note, person};

#[test]
fn the_coming_week_stands_on_the_phone_with_its_free_days_and_who_is_away() {
    let morning = Morning::new(3);
    let place = Place {
        hold: HoldId(Uuid::from_u128(0x77)),
        person: person(1),
        term: HoldTerm {
            reason: HoldReason::Hospitalized,
            from: today(),
            until: Some(on(26)),
            note: note(""),
        },
        saw: vec![],
    };
    morning.device.record([Draft::from(place)]).unwrap();
    let week = ahead::handlers::week(&morning.device).unwrap();
    let dates: Vec<_> = week.days.iter().map(|day| day.date).collect();
    let expected: Vec<_> = today().iter_days().skip(1).take(7).collect();
    assert_eq!(dates, expected);

    let wednesday = &week.days[0].rounds[0];
    assert_eq!((wednesday.doors.len(), wednesday.boxes), (2, 4));
    assert_eq!(wednesday.held[0].reason, HoldReason::Hospitalized);
    // After the last day of the hold she is on the list again, at her place.
    let friday = &week.days[2].rounds[0];
    assert_eq!(friday.doors[1].id, person(1).0);
    assert!(friday.held.is_empty());
    let saturday = &week.days[3];
    assert!(matches!(
        saturday.service,
        ServiceView::NoService {
            reason: NoServiceReason::Weekday,
            ..
        }
    ));
    assert!(saturday.rounds.is_empty());
}

#[test]
fn whatever_is_counted_as_unsent_is_listed() {
    let morning = Morning::new(2);
    morning.start();
    morning.record(1, 0, Outcome::ReceivedSelf);
    morning.record(2, 1, Outcome::Hospitalized);
    let obstacle = RunObstacle {
        date: today(),
        sitting: Sitting::Morning,
        kind: ObstacleKind::Rain,
        note: String::new(),
    };
    round::handlers::obstacle(&morning.device, obstacle).unwrap();
    let listed = sync::waiting(&morning.device).unwrap();
    let counted = sync::status(&morning.device).unwrap().unsent;
    assert_eq!(listed.len(), counted as usize);
    let kinds: Vec<_> = listed.iter().map(|it| it.kind).take(5).collect();
    let expected = [
        WaitingKind::Obstacle,
        WaitingKind::Held,
        WaitingKind::Delivery,
        WaitingKind::Delivery,
        WaitingKind::Started,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(listed[3].outcome, Some(Outcome::ReceivedSelf));
    assert_eq!(listed[3].name.as_deref(), Some("Sumiati"));
    assert!(listed.iter().all(|it| it.send_state == SendState::Saved));
}

//! A courier's morning: the list, the doors, and what the coordinator sees of them.

use std::sync::atomic::Ordering;

use rantang_core::alerts::AlertRule;
use rantang_core::deliveries::outcome::{FoodFlag, Outcome, Wellbeing};
use rantang_core::holds::HoldReason;
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::runs::Sitting;
use rantang_device::round::view::{DoorState, NewsKind, RoundState};
use rantang_device::round::{self, *};
use rantang_device::{Draft, recap};
use uuid::Uuid;

use crate::support::{NINE, note, person};

use crate::morning::*;

#[test]
fn a_normal_round_opens_door_after_door_and_its_boxes_add_up() {
    let morning = Morning::new(3);
    let before = morning.round();
    assert!(matches!(before.state, RoundState::Ready));
    assert_eq!(before.boxes.expected, 6);
    morning.start();
    round::handlers::receive(
        &morning.device,
        RunReceive {
            date: today(),
            sitting: Sitting::Morning,
            boxes: 6,
        },
    )
    .unwrap();
    let round = morning.record(1, 0, Outcome::ReceivedSelf);
    assert_eq!(
        (round.doors_done, round.doors_total, round.boxes.left),
        (1, 3, 4)
    );
    assert_eq!(round.open_door, Some(person(1).0));
    morning.record(2, 1, Outcome::ReceivedFamily);
    morning.record_with(3, 2, Outcome::NoAnswer, |said| {
        said.bring_back = true;
        said.seen_by_neighbor = Some(true);
    });
    let finished = round::handlers::finish(
        &morning.device,
        RunFinish {
            date: today(),
            sitting: Sitting::Morning,
            boxes_back: 2,
            note: String::new(),
        },
    )
    .unwrap();
    assert!(matches!(finished.state, RoundState::Finished));
    let recap = round::handlers::recap(&morning.device, RoundToday::default()).unwrap();
    assert_eq!(
        (recap.received, recap.given, recap.back, recap.unclear),
        (6, 4, 2, 0)
    );
    assert!(!recap.text.contains("Sumiati"), "{}", recap.text);
}

#[test]
fn nobody_answers_comes_back_at_the_end_and_is_one_door() {
    let morning = Morning::new(2);
    morning.start();
    let round = morning.record(1, 0, Outcome::NoAnswer);
    assert_eq!(
        round.open_door,
        Some(person(1).0),
        "the next door opens, not the one that failed"
    );
    let round = morning.record(2, 1, Outcome::ReceivedSelf);
    assert_eq!(
        round.open_door,
        Some(person(0).0),
        "the door came back by itself"
    );
    let round = morning.record(3, 0, Outcome::ReceivedSelf);
    assert_eq!((round.doors_done, round.open_door), (2, None));
    assert_eq!(round.boxes.given, 4);
    assert_eq!(morning.rules(), [], "a retry is no duplicate");
}

#[test]
fn a_double_tap_is_one_record_and_urungkan_opens_the_door_again() {
    let morning = Morning::new(2);
    morning.start();
    morning.record(1, 0, Outcome::ReceivedSelf);
    let round = morning.record(1, 0, Outcome::ReceivedSelf);
    assert_eq!(round.boxes.given, 2);
    let undone = round::handlers::retract(
        &morning.device,
        DeliveryRetract {
            delivery_id: Uuid::from_u128(1),
        },
    )
    .unwrap();
    assert_eq!(
        (undone.doors_done, undone.open_door),
        (0, Some(person(0).0))
    );
}

#[test]
fn in_hospital_until_a_date_holds_until_then_and_urungkan_ends_the_hold() {
    let morning = Morning::new(2);
    morning.start();
    morning.record_with(1, 0, Outcome::Hospitalized, |said| {
        said.until = Some(on(26))
    });
    let day_of = |day| {
        let args = RoundToday {
            date: Some(on(day)),
            sitting: None,
        };
        round::handlers::today(&morning.device, args).unwrap()
    };
    let held = DoorState::Held {
        reason: HoldReason::Hospitalized,
        until: Some(on(26)),
    };
    assert_eq!(*state_of(&day_of(25), 0), held);
    assert_eq!(*state_of(&day_of(27), 0), DoorState::Waiting);
    assert_eq!(
        day_of(27)
            .news
            .iter()
            .map(|news| news.kind)
            .collect::<Vec<_>>(),
        [NewsKind::Back]
    );
    round::handlers::retract(
        &morning.device,
        DeliveryRetract {
            delivery_id: Uuid::from_u128(1),
        },
    )
    .unwrap();
    assert_eq!(*state_of(&day_of(25), 0), DoorState::Waiting);
}

#[test]
fn a_death_at_the_door_holds_at_once_and_asks_the_coordinator() {
    let morning = Morning::new(2);
    morning.start();
    morning.record(1, 0, Outcome::Deceased);
    assert_eq!(morning.rules(), [AlertRule::DeathReported]);
    let tomorrow = RoundToday {
        date: Some(on(25)),
        sitting: None,
    };
    let round = round::handlers::today(&morning.device, tomorrow).unwrap();
    assert!(matches!(
        state_of(&round, 0),
        DoorState::Held {
            reason: HoldReason::DeathReported,
            ..
        }
    ));
    round::handlers::retract(
        &morning.device,
        DeliveryRetract {
            delivery_id: Uuid::from_u128(1),
        },
    )
    .unwrap();
    assert_eq!(morning.rules(), []);
    assert_eq!(*state_of(&morning.round(), 0), DoorState::Waiting);
}

#[test]
fn a_correction_changes_the_outcome_and_keeps_both_versions() {
    let morning = Morning::new(1);
    morning.start();
    morning.record_with(1, 0, Outcome::Away, |said| said.until = Some(on(26)));
    let round = round::handlers::correct(
        &morning.device,
        DeliveryCorrect {
            delivery_id: Uuid::from_u128(1),
            outcome: Outcome::ReceivedFamily,
            flags: vec![FoodFlag::Late],
            wellbeing: Some(Wellbeing::Well),
            complaints: vec![],
            received_by: "anaknya".into(),
            until: None,
            note: String::new(),
        },
    )
    .unwrap();
    let attempt = &round.doors[0].attempts[0];
    assert!(attempt.corrected);
    assert_eq!(
        (attempt.outcome, attempt.boxes),
        (Outcome::ReceivedFamily, 2)
    );
    let tomorrow = RoundToday {
        date: Some(on(25)),
        sitting: None,
    };
    let tomorrow = round::handlers::today(&morning.device, tomorrow).unwrap();
    assert_eq!(
        *state_of(&tomorrow, 0),
        DoorState::Waiting,
        "the hold of the first version has ended"
    );
}

#[test]
fn a_door_off_the_list_is_recorded_and_shown_to_the_coordinator() {
    let morning = Morning::new(1);
    morning.start();
    let added = round::handlers::off_list(
        &morning.device,
        DoorAdd {
            delivery_id: Uuid::from_u128(1),
            date: today(),
            sitting: Sitting::Morning,
            name: "Mbah Siyem".into(),
            rt: "006".into(),
            rw: "07".into(),
            landmark: "pintu biru".into(),
            boxes: 2,
            outcome: Outcome::ReceivedSelf,
            note: String::new(),
        },
    )
    .unwrap();
    let door = added
        .round
        .doors
        .iter()
        .find(|door| door.is_off_list)
        .expect("on the round");
    assert_eq!((door.name.as_str(), door.boxes), ("Mbah Siyem", 2));
    assert_eq!(added.round.boxes.given, 2);
    assert_eq!(morning.rules(), [AlertRule::OffList]);
}

#[test]
fn a_flood_closes_every_open_door_with_one_reason_and_leaves_the_done_alone() {
    let morning = Morning::new(4);
    morning.start();
    morning.record(1, 0, Outcome::ReceivedSelf);
    let round = round::handlers::close_doors(
        &morning.device,
        RunCloseDoors {
            date: today(),
            sitting: Sitting::Morning,
            doors: None,
            outcome: Outcome::AccessBlocked,
            flags: vec![],
            note: "banjir".into(),
            until: None,
        },
    )
    .unwrap();
    assert_eq!((round.doors_done, round.open_door), (4, None));
    assert!(matches!(
        state_of(&round, 0),
        DoorState::Done {
            outcome: Outcome::ReceivedSelf,
            ..
        }
    ));
    assert_eq!(round.boxes.given, 2);
}

#[test]
fn a_death_in_the_night_is_told_before_the_start() {
    let morning = Morning::new(2);
    morning
        .world
        .clock
        .wall_ms
        .store(NINE - 12 * HOUR, Ordering::Relaxed);
    let fact = LifeFact::Confirmed {
        date: Some(on(23)),
        note: note("Rumah duka di RT 008"),
    };
    morning
        .device
        .record([Draft::from(SayLife {
            person: person(0),
            fact,
            saw: vec![],
        })])
        .unwrap();
    morning
        .world
        .clock
        .wall_ms
        .store(NINE - HOUR, Ordering::Relaxed);
    let round = morning.round();
    assert_eq!(round.doors_total, 1);
    assert_eq!(round.boxes.expected, 2);
    assert_eq!(round.news[0].kind, NewsKind::Died);
    assert_eq!(round.news[0].note.as_deref(), Some("Rumah duka di RT 008"));
}

#[test]
fn seventy_doors_open_one_after_the_other() {
    let morning = Morning::new(70);
    morning.start();
    let mut round = morning.round();
    for at in 0..70 {
        assert_eq!(round.open_door, Some(person(at).0));
        round = morning.record(at + 1, at, Outcome::ReceivedSelf);
    }
    assert_eq!((round.doors_done, round.open_door), (70, None));
    let sheet = recap::handlers::sheet_of(
        &morning.device,
        recap::SheetGet {
            route_id: route().0,
            date: today(),
        },
    )
    .unwrap();
    let numbers: Vec<u32> = sheet.doors.iter().map(|door| door.no).collect();
    assert_eq!(numbers, (1..=70).collect::<Vec<_>>());
}

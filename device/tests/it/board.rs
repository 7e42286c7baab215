//! What the coordinator's board makes of a morning's records.

use std::sync::atomic::Ordering;

use rantang_core::alerts::AlertRule;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::runs::{ObstacleKind, Sitting};
use rantang_device::board::{self, BoardDay};
use rantang_device::round::{self, *};

use crate::morning::*;

#[test]
fn urgent_comes_first_on_the_board_and_an_answer_settles_it_until_something_new() {
    let morning = Morning::new(3);
    morning.start();
    morning.record_with(1, 1, Outcome::ReceivedFamily, |said| {
        said.wellbeing = Some(Wellbeing::Unwell)
    });
    morning.record_with(2, 0, Outcome::ReceivedSelf, |said| {
        said.wellbeing = Some(Wellbeing::Urgent)
    });
    assert_eq!(morning.rules(), [AlertRule::Urgent, AlertRule::Unwell]);
    let urgent = board::handlers::day(&morning.device, BoardDay::default())
        .unwrap()
        .todo[0]
        .id;
    morning
        .world
        .clock
        .wall_ms
        .fetch_add(60_000, Ordering::Relaxed);
    let answered = board::handlers::acknowledge(
        &morning.device,
        board::AlertAcknowledge {
            alert_id: urgent,
            date: today(),
            action: "PSM dan ambulans sudah di sana".into(),
        },
    )
    .unwrap();
    assert_eq!(answered.settled.len(), 1);
    assert_eq!(morning.rules(), [AlertRule::Unwell]);
    morning.record_with(3, 0, Outcome::ReceivedSelf, |said| {
        said.wellbeing = Some(Wellbeing::Urgent)
    });
    assert!(
        morning.rules().contains(&AlertRule::Urgent),
        "what came after the answer asks again"
    );
}

#[test]
fn a_silent_courier_is_noticed_and_an_obstacle_calms_the_alarm() {
    let morning = Morning::new(2);
    morning.start();
    morning
        .world
        .clock
        .wall_ms
        .fetch_add(40 * 60_000, Ordering::Relaxed);
    assert_eq!(morning.rules(), [AlertRule::Silent]);
    let said = RunObstacle {
        date: today(),
        sitting: Sitting::Morning,
        kind: ObstacleKind::Rain,
        note: String::new(),
    };
    round::handlers::obstacle(&morning.device, said).unwrap();
    assert_eq!(morning.rules(), []);
}

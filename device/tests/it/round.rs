//! A courier's morning: the list, the doors, and what the coordinator sees of them.

use std::sync::atomic::Ordering;

use chrono::{NaiveDate, NaiveTime};
use rantang_core::alerts::AlertRule;
use rantang_core::deliveries::outcome::{FoodFlag, Outcome, Wellbeing};
use rantang_core::holds::HoldReason;
use rantang_core::ids::{ProgrammeId, RouteId, UserId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::programme::operations::{DefinePeriod, SetServiceDay};
use rantang_core::programme::{DayOverride, PeriodTerms, Ramadan, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::runs::{ObstacleKind, Sitting};
use rantang_core::staff::Role;
use rantang_device::board::{self, BoardDay};
use rantang_device::round::view::{DoorState, NewsKind, NoServiceReason, RoundState, RoundView};
use rantang_device::round::{self, *};
use rantang_device::{Device, Draft, recap};
use uuid::Uuid;

use crate::support::{NINE, World, area, line, note, period, person, register};

const HOUR: i64 = 3_600_000;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn on(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

fn route() -> RouteId {
    RouteId(Uuid::from_u128(0x7000))
}

fn terms() -> PeriodTerms {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    PeriodTerms {
        programme: ProgrammeId(Uuid::from_u128(0x8000)),
        budget_year: 2026,
        first: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        last: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        weekdays: Weekdays::MONDAY_TO_FRIDAY,
        serves_holidays: false,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: time(10, 0),
        good_for_min: 240,
        ready_at: time(7, 30),
        ramadan: None,
        silent_after_min: 30,
        not_met_days: 7,
    }
}

/// A device whose user is courier and coordinator of a route with `people` doors.
struct Morning {
    world: World,
    device: Device,
}

impl Morning {
    fn new(people: u128) -> Self {
        Self::with_terms(people, terms())
    }

    fn with_terms(people: u128, terms: PeriodTerms) -> Self {
        let world = World::new();
        // The evening before: nothing of it is news.
        world
            .clock
            .wall_ms
            .store(NINE - 48 * HOUR, Ordering::Relaxed);
        let device = world.open_as(&[Role::Kurir, Role::Koordinator]);
        let names = ["Sumiati", "Kasman", "Painem", "Rohmah", "Tarmin"];
        let mut drafts: Vec<Draft> = vec![
            DefinePeriod {
                period: period(),
                area: area(),
                terms,
                saw: vec![],
            }
            .into(),
            Define {
                route: route(),
                kelurahan: area(),
                profile: RouteProfile {
                    name: line("RW 04"),
                },
                saw: vec![],
            }
            .into(),
            Assign {
                route: route(),
                kelurahan: area(),
                courier: Some(UserId(Uuid::from_u128(3))),
                saw: vec![],
            }
            .into(),
        ];
        drafts.extend((0..people).map(|at| {
            let mut payload = register(person(at), names[at as usize % names.len()], Some(route()));
            let enrolment = payload.enrolment.as_mut().expect("on a route");
            enrolment.state.date = on(2);
            enrolment.membership.order_key = line(&format!("{at:03}i"));
            payload.into()
        }));
        device.record(drafts).unwrap();
        world.clock.wall_ms.store(NINE, Ordering::Relaxed);
        Self { world, device }
    }

    fn round(&self) -> RoundView {
        round::handlers::today(&self.device, RoundToday::default()).unwrap()
    }

    fn start(&self) -> RoundView {
        round::handlers::start(
            &self.device,
            RunStart {
                date: today(),
                sitting: Sitting::Morning,
            },
        )
        .unwrap()
    }

    fn record(&self, delivery: u128, who: u128, outcome: Outcome) -> RoundView {
        self.record_with(delivery, who, outcome, |_| {})
    }

    fn record_with(
        &self,
        delivery: u128,
        who: u128,
        outcome: Outcome,
        say: impl FnOnce(&mut DeliveryRecord),
    ) -> RoundView {
        self.world
            .clock
            .wall_ms
            .fetch_add(60_000, Ordering::Relaxed);
        let mut args = DeliveryRecord {
            delivery_id: Uuid::from_u128(delivery),
            person_id: person(who).0,
            date: today(),
            sitting: Sitting::Morning,
            slots: vec![],
            outcome,
            flags: vec![],
            wellbeing: outcome.met_person().then_some(Wellbeing::Well),
            complaints: vec![],
            contact_id: None,
            received_by: String::new(),
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
            note: String::new(),
        };
        say(&mut args);
        round::handlers::delivery(&self.device, args).unwrap().round
    }

    fn rules(&self) -> Vec<AlertRule> {
        let board = board::handlers::day(&self.device, BoardDay::default()).unwrap();
        board.todo.iter().map(|item| item.rule).collect()
    }
}

fn state_of(round: &RoundView, who: u128) -> &DoorState {
    &round
        .doors
        .iter()
        .find(|door| door.id == person(who).0)
        .expect("on the list")
        .state
}

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
fn a_day_off_says_why_and_when_the_next_round_is() {
    let morning = Morning::new(2);
    let sunday = RoundToday {
        date: Some(on(29)),
        sitting: None,
    };
    let round = round::handlers::today(&morning.device, sunday).unwrap();
    let RoundState::NoService {
        reason,
        next_date,
        next_doors,
        ..
    } = round.state
    else {
        panic!("no service on a Sunday")
    };
    assert_eq!(
        (reason, next_date, next_doors),
        (NoServiceReason::Weekday, Some(on(30)), 2)
    );
    let day = DayOverride {
        date: today(),
        serves: false,
        reason: line("dapur kebanjiran"),
    };
    morning
        .device
        .record([Draft::from(SetServiceDay {
            period: period(),
            area: area(),
            day,
            saw: vec![],
        })])
        .unwrap();
    let RoundState::NoService {
        reason, holiday, ..
    } = morning.round().state
    else {
        panic!("the coordinator called the day off")
    };
    assert_eq!(reason, NoServiceReason::CalledOff);
    assert_eq!(holiday.as_deref(), Some("dapur kebanjiran"));
}

#[test]
fn in_ramadan_each_sitting_has_its_own_doors_and_cut_off() {
    let ramadan = Ramadan {
        first: on(1),
        last: on(30),
        afternoon_cut_off: NaiveTime::from_hms_opt(17, 30, 0).unwrap(),
    };
    let morning = Morning::with_terms(
        3,
        PeriodTerms {
            ramadan: Some(ramadan),
            ..terms()
        },
    );
    let fasting = rantang_core::enrolment::operations::Edit {
        person: person(0),
        period: period(),
        sets: vec![(
            rantang_core::enrolment::operations::EnrolmentSet::Fasting(false),
            vec![],
        )],
    };
    morning.device.record([Draft::from(fasting)]).unwrap();
    let round_at = |sitting| {
        let args = RoundToday {
            date: None,
            sitting: Some(sitting),
        };
        round::handlers::today(&morning.device, args).unwrap()
    };
    let (early, late) = (round_at(Sitting::Morning), round_at(Sitting::Afternoon));
    assert_eq!((early.doors_total, late.doors_total), (1, 2));
    assert_eq!(
        late.boxes
            .cut_off_ms
            .zip(early.boxes.cut_off_ms)
            .map(|(l, e)| l - e),
        Some(15 * HOUR / 2)
    );
    assert_eq!(early.sittings, [Sitting::Morning, Sitting::Afternoon]);
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

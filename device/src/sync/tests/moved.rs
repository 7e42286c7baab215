//! A door that changes to another route in the middle of a round stays done on the round that did it.

use chrono::{Days, NaiveTime};
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::ids::{ProgrammeId, UserId};
use rantang_core::photos::Proof;
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use uuid::Uuid;

use super::deeds::{self, Deed, PERIOD, day, draft, line, person, route};
use super::office::Office;
use super::phone::{Phone, area};
use crate::board::{self, BoardDay};
use crate::log::Draft;
use crate::recap;
use crate::round::view::{DoorState, RoundRecapView, RoundView};
use crate::round::{DeliveryRecord, RoundToday, RunReceive, RunStart, handlers};

struct Day {
    office: Office,
    phone: Phone,
    desk: Phone,
}

impl Day {
    /// Two people on the courier's route, and another route that is not theirs to see.
    fn new() -> Self {
        let (phone, desk) = (Phone::new(), Phone::drawing_from(0x10_0000));
        let mut office = Office::default();
        desk.hold(&deeds::scopes());
        desk.device.record(plan()).unwrap();
        for deed in [Deed::Register(0, 0), Deed::Register(1, 0)] {
            let drafted = draft(&desk, &deed).unwrap();
            desk.device.record([drafted]).unwrap();
        }
        desk.sync(&mut office);
        let of_courier = |scope: &Scope| match scope {
            Scope::Delivery { route: of, .. } => *of == route(0),
            Scope::Plan { .. } => true,
            Scope::Case { .. } => false,
        };
        let held: Vec<Scope> = deeds::scopes().into_iter().filter(of_courier).collect();
        phone.hold(&held);
        phone.sync(&mut office);
        Self {
            office,
            phone,
            desk,
        }
    }

    fn start(&self) {
        let (date, sitting) = (day(), Sitting::Morning);
        handlers::start(&self.phone.device, RunStart { date, sitting }).unwrap();
        let boxes = 4;
        let receive = RunReceive {
            date,
            sitting,
            boxes,
        };
        handlers::receive(&self.phone.device, receive).unwrap();
    }

    fn deliver(&self, who: u8, outcome: Outcome) {
        let args = DeliveryRecord {
            delivery_id: Uuid::from_u128(0x800 + u128::from(who)),
            person_id: person(who).0,
            date: day(),
            sitting: Sitting::Morning,
            slots: vec![],
            outcome,
            flags: vec![],
            wellbeing: outcome.met_person().then_some(Wellbeing::Unwell),
            complaints: vec![],
            contact_id: None,
            received_by: "Bu Ani".to_owned(),
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
            note: "demam".to_owned(),
        };
        handlers::delivery(&self.phone.device, args).unwrap();
    }

    /// The coordinator gives somebody to the other route, and the phone hears of it.
    fn give_away(&mut self, who: u8) {
        self.phone.sync(&mut self.office);
        self.desk.sync(&mut self.office);
        let drafted = draft(&self.desk, &Deed::PutOnRoute(who, 1)).unwrap();
        self.desk.device.record([drafted]).unwrap();
        self.desk.sync(&mut self.office);
        self.phone.sync(&mut self.office);
    }

    fn round(&self) -> RoundView {
        handlers::today(&self.phone.device, RoundToday::default()).unwrap()
    }

    fn recap(&self) -> RoundRecapView {
        handlers::recap(&self.phone.device, RoundToday::default()).unwrap()
    }
}

fn plan() -> Vec<Draft> {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let terms = PeriodTerms {
        programme: ProgrammeId(Uuid::from_u128(0x900)),
        budget_year: 2026,
        first: day() - Days::new(30),
        last: day() + Days::new(30),
        weekdays: Weekdays::MONDAY_TO_FRIDAY,
        serves_holidays: false,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: time(10),
        good_for_min: 240,
        ready_at: time(7),
        ramadan: None,
        silent_after_min: 30,
        not_met_days: 7,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    };
    let mut drafts: Vec<Draft> = vec![
        DefinePeriod {
            period: PERIOD,
            area: area(),
            terms,
            saw: vec![],
        }
        .into(),
    ];
    for number in [0, 1] {
        let route = route(number).unwrap();
        drafts.push(
            Define {
                route,
                kelurahan: area(),
                profile: RouteProfile {
                    name: line(&format!("RW 0{number}")),
                },
                saw: vec![],
            }
            .into(),
        );
        drafts.push(
            Assign {
                route,
                kelurahan: area(),
                courier: Some(UserId(Uuid::from_u128(3 + u128::from(number)))),
                saw: vec![],
            }
            .into(),
        );
    }
    drafts
}

#[test]
fn what_was_done_before_somebody_changed_to_another_route_stays_on_the_round() {
    let mut morning = Day::new();
    morning.start();
    morning.deliver(0, Outcome::ReceivedFamily);
    let (before, told) = (morning.round(), morning.recap());
    assert_eq!((before.doors_done, before.doors_total), (1, 2));

    morning.give_away(0);
    assert_eq!(morning.phone.count("SELECT count(*) FROM persons"), 1);
    assert_eq!(morning.phone.count("SELECT count(*) FROM deliveries"), 0);
    let (after, tells) = (morning.round(), morning.recap());
    assert_eq!((after.doors_done, after.doors_total), (1, 2));
    assert_eq!(after.boxes.expected, before.boxes.expected);
    assert_eq!((after.boxes.given, after.boxes.left), (2, 2));
    assert_eq!(tells.text, told.text);
    assert_eq!(tells.unclear, told.unclear);

    // The round knows the door and its boxes, and nothing of the person.
    let door = after.doors.iter().find(|door| door.has_moved).unwrap();
    assert!(matches!(door.state, DoorState::Done { .. }));
    assert_eq!((door.name.as_str(), door.rw.as_str()), ("", ""));
    let attempt = &door.attempts[0];
    assert_eq!(
        (attempt.received_by.as_str(), attempt.note.as_str()),
        ("", "")
    );
    assert_eq!(attempt.wellbeing, None);
}

#[test]
fn who_was_not_met_yet_goes_to_the_other_courier_alone() {
    let mut morning = Day::new();
    morning.start();
    morning.deliver(0, Outcome::NoAnswer);
    morning.give_away(0);
    let round = morning.round();
    assert_eq!((round.doors_done, round.doors_total), (0, 1));
    assert!(round.doors.iter().all(|door| !door.has_moved));
}

#[test]
fn what_was_taken_back_does_not_return_with_the_move() {
    let mut morning = Day::new();
    morning.start();
    morning.deliver(0, Outcome::ReceivedSelf);
    let retract = crate::round::DeliveryRetract {
        delivery_id: Uuid::from_u128(0x800),
    };
    handlers::retract(&morning.phone.device, retract).unwrap();
    morning.give_away(0);
    assert_eq!(morning.round().doors_done, 0);
}

#[test]
fn on_the_board_the_door_is_done_on_the_round_that_did_it_and_counts_as_one_person() {
    let mut morning = Day::new();
    morning.start();
    morning.deliver(0, Outcome::ReceivedSelf);
    morning.give_away(0);
    let board = board::handlers::day(&morning.desk.device, BoardDay::default()).unwrap();
    assert_eq!((board.doors_done, board.doors_total), (1, 2));
    let done_of = |number: u8| {
        let route = route(number).unwrap().0;
        let of = board.couriers.iter().find(|it| it.route_id == route);
        of.map(|it| (it.doors_done, it.doors_total))
    };
    assert_eq!(done_of(0), Some((1, 2)));
    assert_eq!(done_of(1), Some((1, 1)));
    assert_eq!((board.boxes.given, board.boxes.unclear), (2, 0));

    let args = recap::RecapDay { date: None };
    let recap = recap::handlers::day(&morning.desk.device, args).unwrap();
    assert_eq!((recap.doors_done, recap.doors_total), (1, 2));
    assert_eq!(recap.boxes_given, 2);
    assert_eq!(recap.lines.iter().map(|line| line.boxes).sum::<u32>(), 2);
}

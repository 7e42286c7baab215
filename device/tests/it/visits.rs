//! Visits: proposed by missed meals, handed out, made at the door, checked, returned and mended.

use std::collections::BTreeSet;

use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::ids::{DeliveryId, RunId, UserId};
use rantang_core::runs::Sitting;
use rantang_core::staff::Role;
use rantang_core::text::Line;
use rantang_device::command::ErrorCode;
use rantang_device::visits::view::*;
use rantang_device::visits::{
    self, VisitDraftSave, VisitGet, VisitHandOut, VisitRecord, VisitVerify,
};
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::desk::{code, desk, on, route};
use crate::support::{World, person, register};

pub fn me() -> Uuid {
    Uuid::from_u128(3)
}

fn attempt(number: u128, of: u128, day: u32, outcome: Outcome) -> Draft {
    Draft::from(Record {
        delivery: DeliveryId(Uuid::from_u128(0xd000 + number)),
        person: Some(person(of)),
        door: None,
        attempt: Attempt {
            run: RunId::of(route(), on(day), Sitting::Morning),
            date: on(day),
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: UserId(me()),
        },
        value: DeliveryValue {
            outcome,
            flags: vec![],
            wellbeing: None,
            boxes: if outcome.is_handed_over() { 2 } else { 0 },
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: Some(true),
            bring_back: true,
            until: None,
        },
        case: DeliveryCase::default(),
    })
}

/// Three people on a route; nobody answered at the door of the first for three days.
pub fn office(world: &World) -> Device {
    let device = desk(world);
    let names = [(1, "Sumiati"), (2, "Karto"), (3, "Painem")];
    let people = names.map(|(number, name)| register(person(number), name, Some(route())));
    device.record(people.map(Draft::from)).unwrap();
    let mut attempts = Vec::new();
    for (at, day) in [21, 22, 23].into_iter().enumerate() {
        let at = at as u128 * 10;
        attempts.push(attempt(at, 1, day, Outcome::NoAnswer));
        attempts.push(attempt(at + 1, 2, day, Outcome::ReceivedSelf));
        attempts.push(attempt(at + 2, 3, day, Outcome::LeftWithNeighbor));
    }
    device.record(attempts).unwrap();
    device
}

fn desk_of(device: &Device) -> VisitsDeskView {
    visits::handlers::desk(device).unwrap()
}

fn hand_out(visit: Uuid, of: u128) -> VisitHandOut {
    VisitHandOut {
        visit_id: visit,
        person_id: person(of).0,
        purpose: Purpose::Monitoring,
        due: on(24),
        assigned_to: Some(me()),
        note: String::new(),
    }
}

fn short() -> VisitValueView {
    VisitValueView {
        outcome: Some(VisitOutcome::Met),
        met: BTreeSet::from([Met::Person]),
        wellbeing: Some(Wellbeing::Well),
        next: Some(NextStep::Assess),
        next_on: Some(on(26)),
        ..VisitValueView::default()
    }
}

fn made(visit: Uuid) -> VisitRecord {
    VisitRecord {
        visit_id: visit,
        person_id: person(1).0,
        purpose: Purpose::Monitoring,
        date: None,
        value: short(),
    }
}

/// Plans and makes a visit at the first person's.
pub fn visited(device: &Device) -> Uuid {
    let visit = desk_of(device).proposed[0].row.id;
    visits::handlers::hand_out(device, hand_out(visit, 1)).unwrap();
    visits::handlers::record(device, made(visit)).unwrap();
    visit
}

#[test]
fn three_missed_meals_propose_a_visit_and_boxes_left_for_three_days_another() {
    let world = World::new();
    let view = desk_of(&office(&world));
    let reasons: Vec<_> = view
        .proposed
        .iter()
        .map(|it| (it.row.person_name.as_str(), it.row.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            ("Sumiati", VisitReason::MissedMeals { days: Some(3) }),
            ("Painem", VisitReason::NotSeen { days: Some(3) }),
        ]
    );
    assert!(view.proposed.iter().all(|it| it.stands_out));
}

#[test]
fn one_tap_hands_a_proposed_visit_out_and_it_is_proposed_no_more() {
    let world = World::new();
    let device = office(&world);
    let proposed = desk_of(&device).proposed[0].row.id;
    let view = visits::handlers::hand_out(&device, hand_out(proposed, 1)).unwrap();
    assert_eq!(view.proposed.len(), 1);
    assert_eq!(view.open[0].assigned_to.as_deref(), Some("Pak Dedi"));
    let mine = visits::handlers::mine(&device).unwrap();
    assert_eq!(mine.open[0].id, proposed);
    assert_eq!(mine.open[0].reason, VisitReason::MissedMeals { days: None });
    assert_eq!(mine.open[0].standing, Standing::Due);
}

#[test]
fn what_was_tapped_survives_the_app_and_the_record_takes_its_place() {
    let world = World::new();
    let device = office(&world);
    let visit = desk_of(&device).proposed[0].row.id;
    visits::handlers::hand_out(&device, hand_out(visit, 1)).unwrap();
    let half = VisitValueView {
        outcome: Some(VisitOutcome::Met),
        ..VisitValueView::default()
    };
    let save = VisitDraftSave {
        visit_id: visit,
        person_id: person(1).0,
        value: half.clone(),
    };
    visits::handlers::draft_save(&device, save).unwrap();
    drop(device);
    let device = world.open();
    let get = || VisitGet {
        visit_id: visit,
        person_id: None,
    };
    assert_eq!(
        visits::handlers::get(&device, get()).unwrap().draft,
        Some(half)
    );
    let view = visits::handlers::record(&device, made(visit)).unwrap();
    assert_eq!(view.draft, None);
    assert_eq!(view.value.value, Some(short()));
    assert_eq!(view.row.standing, Standing::Done);
}

#[test]
fn a_visit_whose_tap_is_sent_twice_is_one_and_its_next_step_is_planned() {
    let world = World::new();
    let device = office(&world);
    let visit = visited(&device);
    visits::handlers::record(&device, made(visit)).unwrap();
    let mine = visits::handlers::mine(&device).unwrap();
    assert_eq!(mine.done_this_month, 1);
    assert_eq!(mine.open.len(), 1);
    assert_eq!(mine.open[0].purpose, Purpose::Assessment);
    assert_eq!(mine.open[0].due, Some(on(26)));
    assert_eq!(mine.open[0].reason, VisitReason::EarlierVisit);
}

#[test]
fn a_visit_to_nobody_has_no_keadaan_and_one_from_tomorrow_is_refused() {
    let world = World::new();
    let device = office(&world);
    let mut unmet = made(Uuid::from_u128(9));
    unmet.value.outcome = Some(VisitOutcome::NotMet);
    let refused = visits::handlers::record(&device, unmet);
    assert_eq!(code(refused), ErrorCode::WellbeingWithoutMeeting);
    let mut tomorrow = made(Uuid::from_u128(9));
    tomorrow.date = Some(on(25));
    let refused = visits::handlers::record(&device, tomorrow);
    assert_eq!(code(refused), ErrorCode::DateInvalid);
}

#[test]
fn a_field_that_is_asked_for_comes_back_to_the_visitor_until_it_is_answered() {
    let world = World::new();
    let device = office(&world);
    let visit = visited(&device);
    assert_eq!(desk_of(&device).to_verify[0].id, visit);
    let asked = VisitVerify {
        visit_id: visit,
        fields: BTreeSet::from([VisitField::Note]),
        note: "siapa yang menemani beliau?".to_owned(),
    };
    world.later();
    let view = visits::handlers::verify(&device, asked).unwrap();
    assert_eq!(view.returned[0].id, visit);
    let mine = visits::handlers::mine(&device).unwrap();
    assert_eq!(
        (mine.open[0].id, mine.open[0].standing),
        (visit, Standing::Returned)
    );
    let get = VisitGet {
        visit_id: visit,
        person_id: None,
    };
    let shown = visits::handlers::get(&device, get).unwrap();
    assert_eq!(shown.returned.unwrap().note, "siapa yang menemani beliau?");
    world.later();
    let mut completed = short();
    completed.note = "cucunya menemani setiap sore".to_owned();
    let correct = visits::VisitCorrect {
        visit_id: visit,
        value: completed,
        saw: shown.value.heads,
    };
    let shown = visits::handlers::correct(&device, correct).unwrap();
    assert_eq!(shown.row.standing, Standing::Done);
    assert!(!shown.value.in_conflict);
    let verified = VisitVerify {
        visit_id: visit,
        fields: BTreeSet::new(),
        note: String::new(),
    };
    let view = visits::handlers::verify(&device, verified).unwrap();
    assert!(view.returned.is_empty() && view.to_verify.is_empty());
    assert_eq!(view.verified[0].id, visit);
}

#[test]
fn a_psm_has_the_visits_and_not_the_desk() {
    use rantang_device::command::{Window, parse};
    assert_eq!(Window::of(&[Role::Psm]), [Window::Psm]);
    let command = |json| parse(json).unwrap();
    let mine = command(serde_json::json!({"command": "visits_mine", "args": {}}));
    let desk = command(serde_json::json!({"command": "visits_desk", "args": {}}));
    assert!(Window::Psm.may_send(&mine) && !Window::Psm.may_send(&desk));
    assert!(!Window::Kurir.may_send(&mine));
}

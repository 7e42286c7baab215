//! What happened to a person and to a household, in one place.

use rantang_core::forms::{Answer, FormCode};
use rantang_device::checks::{CheckAnswer, CheckOpen, CheckRecord, handlers as checks};
use rantang_device::command::Window;
use rantang_device::timeline::view::TimelineView;
use rantang_device::timeline::{TimelineGet, handlers};
use rantang_device::visits::view::*;
use rantang_device::visits::{self, VisitDraftSave, VisitRecord};
use rantang_device::{Device, people};
use uuid::Uuid;

use crate::desk::new_person;
use crate::support::{World, person};
use crate::visits::office;

fn timeline(device: &Device, household: bool, offset: u32, limit: u32) -> TimelineView {
    let get = TimelineGet {
        person_id: person(1).0,
        household,
        offset,
        limit,
    };
    handlers::get(device, &get).unwrap()
}

fn kinds(view: &TimelineView) -> Vec<&str> {
    view.lines.iter().map(|it| it.line.kind.as_str()).collect()
}

const VISIT: Uuid = Uuid::from_u128(0xf001);

/// A visit to the first person, with the first part of the form.
fn visited(device: &Device) {
    let value = VisitValueView {
        outcome: Some(VisitOutcome::Met),
        met: [Met::Person].into(),
        wellbeing: Some(Wellbeing::Unwell),
        next: Some(NextStep::Nothing),
        note: "Kaki bengkak".to_owned(),
        ..VisitValueView::default()
    };
    let record = VisitRecord {
        visit_id: VISIT,
        person_id: person(1).0,
        purpose: Purpose::Monitoring,
        date: None,
        value,
    };
    visits::handlers::record(device, record).unwrap();
    let open = CheckOpen {
        visit_id: VISIT,
        person_id: person(1).0,
        form: FormCode("cek_keadaan".to_owned()),
    };
    let form = checks::open(device, open).unwrap();
    let part = &form.definition.parts[0];
    let question = &part.questions[0];
    let answer = CheckAnswer {
        visit_id: VISIT,
        question: question.code.clone(),
        answer: Some(Answer::Choice(question.kind.options()[0].code.clone())),
    };
    checks::answer(device, answer).unwrap();
    let record = CheckRecord {
        visit_id: VISIT,
        part: part.code.clone(),
    };
    checks::record(device, record).unwrap();
}

#[test]
fn visits_and_checks_stand_beside_deliveries_a_page_at_a_time() {
    let world = World::new();
    let device = office(&world);
    world.later();
    visited(&device);
    let all = timeline(&device, false, 0, 100);
    for kind in [
        "visit.record",
        "assessment.record",
        "delivery.record",
        "person.register",
    ] {
        assert!(kinds(&all).contains(&kind), "{kind} in {:?}", kinds(&all));
    }
    let visit = all.lines.iter().find(|it| it.line.visit.is_some()).unwrap();
    assert_eq!(visit.line.text, "Kaki bengkak");
    let form = all
        .lines
        .iter()
        .find_map(|it| it.line.form.clone())
        .unwrap();
    assert_eq!(form.parts[0].answers.len(), 1);
    let page = timeline(&device, false, 1, 2);
    assert_eq!((page.total, page.lines.len()), (all.total, 2));
    assert_eq!(kinds(&page), kinds(&all)[1..3]);
    // The person's page tells the same.
    let shown = people::handlers::get(
        &device,
        people::PersonGet {
            person_id: person(1).0,
        },
    );
    assert_eq!(shown.unwrap().history.len(), all.total as usize);
}

#[test]
fn a_household_is_told_together() {
    let world = World::new();
    let device = office(&world);
    let mut wife = new_person(7, "Sarinem");
    wife.identity.kk = "9971080000000009".to_owned();
    let mut man = new_person(8, "Paimin");
    man.address.rt = "9".to_owned();
    man.different_from = vec![person(7).0];
    people::handlers::add(&device, wife).unwrap();
    people::handlers::add(&device, man).unwrap();
    let get = |household| TimelineGet {
        person_id: person(7).0,
        household,
        offset: 0,
        limit: 50,
    };
    let alone = handlers::get(&device, &get(false)).unwrap();
    assert_eq!(alone.members.len(), 2, "one family card");
    assert!(alone.lines.iter().all(|it| it.person_id == person(7).0));
    let both = handlers::get(&device, &get(true)).unwrap();
    assert!(both.lines.iter().any(|it| it.person_id == person(8).0));
}

#[test]
fn a_courier_asks_for_no_timeline() {
    let command: rantang_device::command::Command = serde_json::from_value(serde_json::json!({
        "command": "timeline_get",
        "args": {"person_id": person(1).0, "household": true, "offset": 0, "limit": 10},
    }))
    .unwrap();
    assert!(!Window::Kurir.may_send(&command));
    assert!(Window::Psm.may_send(&command) && Window::Koordinator.may_send(&command));
}

#[test]
fn a_visit_of_ones_own_that_was_begun_is_found_again() {
    let world = World::new();
    let device = office(&world);
    let begun = VisitDraftSave {
        visit_id: VISIT,
        person_id: person(1).0,
        value: VisitValueView {
            outcome: Some(VisitOutcome::Met),
            ..VisitValueView::default()
        },
    };
    visits::handlers::draft_save(&device, begun).unwrap();
    drop(device);
    let device = world.open();
    let mine = visits::handlers::mine(&device).unwrap();
    let own: Vec<_> = mine.open.iter().filter(|row| row.id == VISIT).collect();
    assert_eq!(own.len(), 1);
    assert!(own[0].has_draft);
}

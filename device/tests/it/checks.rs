//! *Cek keadaan lengkap*: a form is data, survives the app, and is recorded part by part.

use std::collections::BTreeSet;

use rantang_core::forms::{Answer, Definition, Form, FormCode, Kind, built_in};
use rantang_device::Device;
use rantang_device::checks::view::CheckView;
use rantang_device::checks::{self, CheckAmend, CheckAnswer, CheckGet, CheckOpen, CheckRecord};
use rantang_device::command::ErrorCode;
use rantang_device::store::{Error, Store, sql};
use rantang_device::visits::view::VisitField;
use rantang_device::visits::{self, VisitVerify};
use uuid::Uuid;

use crate::desk::code;
use crate::support::{World, person};
use crate::visits::{office, visited};

fn form() -> FormCode {
    built_in()[0].definition().form.clone()
}

fn open(device: &Device, visit: Uuid) -> CheckView {
    let open = CheckOpen {
        visit_id: visit,
        person_id: person(1).0,
        form: form(),
    };
    checks::handlers::open(device, open).unwrap()
}

fn answer(device: &Device, visit: Uuid, question: &str, answer: Answer) -> CheckView {
    let args = CheckAnswer {
        visit_id: visit,
        question: question.to_owned(),
        answer: Some(answer),
    };
    checks::handlers::answer(device, args).unwrap()
}

fn choice(code: &str) -> Answer {
    Answer::Choice(code.into())
}

/// The least that every question of a part can be answered with.
fn answer_part(device: &Device, visit: Uuid, part: &str, definition: &Definition) -> CheckView {
    let part = definition.parts.iter().find(|it| it.code == part).unwrap();
    let mut view = checks::handlers::get(device, CheckGet { visit_id: visit }).unwrap();
    for question in &part.questions {
        let first = match &question.kind {
            Kind::Choice { options } => choice(&options[0].code),
            _ => Answer::Skipped,
        };
        view = answer(device, visit, &question.code, first);
    }
    view
}

/// A form as the office defined it, as a pull leaves it on this device.
fn pulled(world: &World, definition: &Definition) {
    let store = Store::open(world.path(), &world.platform()).unwrap();
    let insert = "INSERT INTO forms (id, form, version, definition) VALUES (?1, ?2, ?3, ?4)";
    let id = sql::blob(Uuid::from_u128(definition.version.into()));
    let text = sql::cbor(definition).unwrap();
    store
        .write::<_, Error>(|tx| {
            tx.execute(insert, (id, &definition.form.0, definition.version, text))?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_form_goes_on_after_a_crash_is_recorded_part_by_part_and_its_score_is_kept() {
    let world = World::new();
    let device = office(&world);
    let visit = visited(&device);
    let definition = open(&device, visit).definition;
    answer(&device, visit, "izin", choice("setuju_lisan"));
    drop(device);
    let device = world.open();
    let view = checks::handlers::get(&device, CheckGet { visit_id: visit }).unwrap();
    assert_eq!(view.answers["izin"], choice("setuju_lisan"));
    let too_early = CheckRecord {
        visit_id: visit,
        part: "kegiatan".to_owned(),
    };
    let refused = checks::handlers::record(&device, too_early);
    assert_eq!(code(refused), ErrorCode::NothingToDo);
    // The first option of each item counts nothing: total dependence.
    let view = answer_part(&device, visit, "kegiatan", &definition);
    assert_eq!(view.scores[0].value, Some(0));
    for _ in 0..2 {
        let record = CheckRecord {
            visit_id: visit,
            part: "kegiatan".to_owned(),
        };
        checks::handlers::record(&device, record).unwrap();
    }
    let view = checks::handlers::get(&device, CheckGet { visit_id: visit }).unwrap();
    let part = view.parts.iter().find(|it| it.code == "kegiatan").unwrap();
    assert_eq!(part.recorded.as_ref().unwrap().answers.len(), 10);
    // The next check shows what was before.
    let next = visits::handlers::mine(&device).unwrap().open[0].id;
    let view = open(&device, next);
    assert_eq!(view.scores[0].history.len(), 1);
    assert_eq!(view.scores[0].history[0].value, 0);
    assert!(view.before.contains_key("mandi"));
}

#[test]
fn one_answer_that_is_asked_for_is_completed_and_the_visit_waits_to_be_verified_again() {
    let world = World::new();
    let device = office(&world);
    let visit = visited(&device);
    let definition = open(&device, visit).definition;
    answer_part(&device, visit, "orang", &definition);
    let record = CheckRecord {
        visit_id: visit,
        part: "orang".to_owned(),
    };
    let view = checks::handlers::record(&device, record).unwrap();
    let part = view.parts.iter().find(|it| it.code == "orang").unwrap();
    let recorded = part.recorded.as_ref().unwrap();
    let asked = VisitVerify {
        visit_id: visit,
        fields: BTreeSet::from([VisitField::Question("perawat".to_owned())]),
        note: String::new(),
    };
    world.later();
    let desk = visits::handlers::verify(&device, asked).unwrap();
    assert_eq!(desk.returned.len(), 1);
    world.later();
    let amend = CheckAmend {
        assessment_id: recorded.assessment_id,
        question: "perawat".to_owned(),
        answer: choice("tetangga"),
        saw: recorded.answers["perawat"].heads.clone(),
    };
    let view = checks::handlers::amend(&device, amend).unwrap();
    let part = view.parts.iter().find(|it| it.code == "orang").unwrap();
    let amended = &part.recorded.as_ref().unwrap().answers["perawat"];
    assert_eq!(amended.answer, choice("tetangga"));
    assert!(!amended.in_conflict);
    let desk = visits::handlers::desk(&device).unwrap();
    assert!(desk.returned.is_empty());
    assert_eq!(desk.to_verify[0].id, visit);
}

#[test]
fn a_form_that_nobody_wrote_code_for_is_filled_in_and_a_broken_one_is_passed_over() {
    let world = World::new();
    let device = office(&world);
    let text = |text: &str| serde_json::json!({"id": text, "en": text});
    let pets = |version: u32, options: &[&str]| -> Definition {
        let options: Vec<_> = options
            .iter()
            .map(|code| serde_json::json!({"code": code, "label": text(code)}))
            .collect();
        let question = serde_json::json!({
            "code": "pet", "ask": text("Which pet?"), "required": true,
            "kind": {"choice": {"options": options}},
        });
        serde_json::from_value(serde_json::json!({
            "form": "pets", "version": version, "title": text("Pets"),
            "parts": [{"code": "only", "title": text("Only"), "questions": [question]}],
        }))
        .unwrap()
    };
    assert!(Form::new(pets(2, &["cat"])).is_err());
    drop(device);
    for definition in [pets(1, &["cat", "bird"]), pets(2, &["cat"])] {
        pulled(&world, &definition);
    }
    let device = world.open();
    let visit = visited(&device);
    let open = CheckOpen {
        visit_id: visit,
        person_id: person(1).0,
        form: FormCode("pets".into()),
    };
    let view = checks::handlers::open(&device, open).unwrap();
    assert_eq!(view.definition.version, 1);
    answer(&device, visit, "pet", choice("bird"));
    let record = CheckRecord {
        visit_id: visit,
        part: "only".to_owned(),
    };
    let view = checks::handlers::record(&device, record).unwrap();
    assert!(view.parts[0].recorded.is_some());
}

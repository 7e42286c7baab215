//! The commands of forms: read, or keep and read again.

use std::collections::BTreeMap;

use rantang_core::assessments::answer_register;
use rantang_core::forms::{
    Answers, FaultKind, Form, FormCode, Setting, Text, carry_over, evaluate, scores,
};
use rantang_core::ids::{AssessmentId, PersonId, VisitId};
use rantang_core::registers::{EntityKind, EntityRef};
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::record::{self, Filling};
use super::store::{self, Assessed};
use super::view::*;
use crate::command::Failure;
use crate::device::{Device, author};
use crate::people::names::Names;
use crate::store::{facts, rows};
use crate::visits::{Draft, load_draft, save_draft};

type Answer<T> = Result<T, Failure>;

/// Opens a form. The draft is durable before anything is asked.
pub fn open(device: &Device, args: CheckOpen) -> Answer<CheckView> {
    device.store.write::<_, Failure>(|tx| {
        let form = form_of(tx, &args.form)?;
        let version = form.definition().version;
        let mut draft = load_draft(tx, args.visit_id)?.unwrap_or_default();
        draft.person = Some(args.person_id);
        let opened = (args.form.clone(), version);
        if draft.form.as_ref() != Some(&opened) {
            draft.answers = carry_over(&draft.answers, &form).answers;
            draft.form = Some(opened);
        }
        Ok(save_draft(tx, args.visit_id, &draft, device.now_ms(tx)?)?)
    })?;
    get(
        device,
        CheckGet {
            visit_id: args.visit_id,
        },
    )
}

pub fn answer(device: &Device, args: CheckAnswer) -> Answer<CheckView> {
    device.store.write::<_, Failure>(|tx| {
        let mut draft = opened(tx, args.visit_id)?;
        match &args.answer {
            Some(answer) => draft.answers.insert(args.question.clone(), answer.clone()),
            None => draft.answers.remove(&args.question),
        };
        Ok(save_draft(tx, args.visit_id, &draft, device.now_ms(tx)?)?)
    })?;
    get(
        device,
        CheckGet {
            visit_id: args.visit_id,
        },
    )
}

pub fn record(device: &Device, args: CheckRecord) -> Answer<CheckView> {
    device.record_with(|db| {
        let mut draft = opened(db, args.visit_id)?;
        let (person, form) = person_and_form(db, &draft)?;
        let known = record::assessment_of(VisitId(args.visit_id), &args.part);
        if store::one(db, known)?.is_some() {
            return Ok(Vec::new());
        }
        let drafts = record::part(
            &Filling {
                form: &form,
                visit: VisitId(args.visit_id),
                person,
                assessor: author(db)?.user,
                today: device.today(db)?,
                trainings: &trainings(db)?,
            },
            &draft.answers,
            &args.part,
        )?;
        draft.recorded.push(args.part.clone());
        save_draft(db, args.visit_id, &draft, device.now_ms(db)?)?;
        Ok::<_, Failure>(drafts)
    })?;
    get(
        device,
        CheckGet {
            visit_id: args.visit_id,
        },
    )
}

pub fn amend(device: &Device, args: CheckAmend) -> Answer<CheckView> {
    let id = AssessmentId(args.assessment_id);
    let assessed = device
        .read(|db| store::one(db, id))?
        .ok_or_else(|| Failure::not_found("Cek keadaan"))?;
    device.record_with(|_| record::amend(&assessed, &args))?;
    get(
        device,
        CheckGet {
            visit_id: assessed.visit,
        },
    )
}

/// The form of a visit as it stands: on the phone that fills it in, and on the desk that reads it.
pub fn get(device: &Device, args: CheckGet) -> Answer<CheckView> {
    device.read(|db| show(device, db, args.visit_id))
}

fn show(device: &Device, db: &Connection, visit: Uuid) -> Answer<CheckView> {
    let draft = load_draft(db, visit)?.unwrap_or_default();
    let (person, form) = match person_and_form(db, &draft) {
        Ok(found) => found,
        Err(failure) => recorded_at(db, visit)?.ok_or(failure)?,
    };
    let today = device.today(db)?;
    let names = Names::read(db)?;
    let code = &form.definition().form;
    let all = store::of_person(db, person, code)?;
    let (here, before): (Vec<Assessed>, Vec<Assessed>) =
        all.into_iter().partition(|it| it.visit == visit);
    let trainings = trainings(db)?;
    // What was recorded here counts before the draft: an answer may have been completed since.
    let mut answers: Answers = draft.answers.clone();
    answers.extend(here.iter().flat_map(|it| it.answers.clone()));
    let setting = Setting {
        today,
        trainings: &trainings,
    };
    let state = evaluate(&form, &answers, setting);
    let recorded = |code: &str| here.iter().find(|it| it.part == code);
    let parts = state.parts.iter().map(|part| {
        Ok(CheckPart {
            code: part.code.clone(),
            asked: part.asked.clone(),
            answered: part.answered,
            complete: part.complete,
            instead: part.instead.clone(),
            recorded: recorded(&part.code)
                .map(|it| recorded_part(db, &names, it))
                .transpose()?,
        })
    });
    Ok(CheckView {
        visit_id: visit,
        person_id: person.0,
        person_name: names.person(person)?.unwrap_or_default(),
        parts: parts.collect::<Answer<Vec<_>>>()?,
        faults: state
            .faults
            .iter()
            .map(|fault| CheckFault {
                question: fault.question.clone(),
                text: words(fault.kind),
            })
            .collect(),
        doubts: state
            .doubts
            .into_iter()
            .map(|(question, ask)| CheckDoubt { question, ask })
            .collect(),
        scores: score_views(&form, &answers, &before),
        before: before_views(&before),
        asked_again: carry_over(&draft.answers, &form).asked_again,
        answers: draft.answers,
        definition: form.definition().clone(),
    })
}

fn opened(db: &Connection, visit: Uuid) -> Answer<Draft> {
    load_draft(db, visit)?
        .filter(|draft| draft.form.is_some())
        .ok_or_else(|| Failure::not_found("Cek keadaan"))
}

fn person_and_form(db: &Connection, draft: &Draft) -> Answer<(PersonId, Form)> {
    let (Some(person), Some((code, _))) = (draft.person, &draft.form) else {
        return Err(Failure::not_found("Cek keadaan"));
    };
    Ok((PersonId(person), form_of(db, code)?))
}

/// A form that was filled in elsewhere.
fn recorded_at(db: &Connection, visit: Uuid) -> Answer<Option<(PersonId, Form)>> {
    let found = store::heading_at(db, visit)?;
    found
        .map(|(person, code)| Ok((person, form_of(db, &code)?)))
        .transpose()
}

fn form_of(db: &Connection, code: &FormCode) -> Answer<Form> {
    store::form(db, code)?.ok_or_else(|| Failure::not_found("Formulir"))
}

fn trainings(db: &Connection) -> Answer<Vec<String>> {
    let profile = facts::PROFILE.get(db)?;
    Ok(profile.map(|profile| profile.trainings).unwrap_or_default())
}

fn recorded_part(db: &Connection, names: &Names<'_>, it: &Assessed) -> Answer<RecordedPart> {
    let row = rows::row(db, EntityRef::new(EntityKind::Assessment, it.id))?;
    let answers = it.answers.iter().map(|(question, answer)| {
        let register = row
            .as_ref()
            .and_then(|row| row.register(&answer_register(question)));
        let heads = register.map(|it| it.head_ids()).unwrap_or_default();
        let answer = RecordedAnswer {
            answer: answer.clone(),
            heads: heads.into_iter().map(|op| op.0).collect(),
            in_conflict: register.is_some_and(|it| it.in_conflict()),
        };
        (question.clone(), answer)
    });
    Ok(RecordedPart {
        assessment_id: it.id.0,
        date: it.date,
        by: names.user(it.assessor),
        answers: answers.collect(),
    })
}

fn score_views(form: &Form, answers: &Answers, before: &[Assessed]) -> Vec<CheckScore> {
    scores(form, answers)
        .into_iter()
        .map(|state| {
            let band = state.band();
            let history = before.iter().filter_map(|it| {
                let value = scores(form, &it.answers)
                    .into_iter()
                    .find(|score| score.score.code == state.score.code)?
                    .value?;
                Some(ScorePoint {
                    date: it.date,
                    value,
                })
            });
            CheckScore {
                code: state.score.code.clone(),
                value: state.value,
                counted: state.counted,
                total: state.score.sum_of.len() as u32,
                most: state.score.bands.last().map_or(0, |band| band.to),
                label: band.map(|band| band.label.clone()),
                official: band.map(|band| band.official.clone()),
                history: history.collect(),
            }
        })
        .collect()
}

/// The latest answer to each question, of visits before this one.
fn before_views(before: &[Assessed]) -> BTreeMap<String, BeforeView> {
    let mut latest = BTreeMap::new();
    for assessed in before {
        for (question, answer) in &assessed.answers {
            let view = BeforeView {
                answer: answer.clone(),
                date: assessed.date,
            };
            latest.insert(question.clone(), view);
        }
    }
    latest
}

fn words(fault: FaultKind) -> Text {
    let text = |id: String, en: String| Text { id, en };
    match fault {
        FaultKind::OutOfRange { least, most } => text(
            format!("Angkanya antara {least} dan {most}. Periksa lagi."),
            format!("Between {least} and {most}. Please check."),
        ),
        FaultKind::TooLong { chars_max } => text(
            format!("Paling panjang {chars_max} huruf. Pendekkan sedikit."),
            format!("At most {chars_max} characters. Please shorten."),
        ),
        FaultKind::InTheFuture => text(
            "Tanggal ini belum tiba. Periksa lagi.".into(),
            "This date is in the future. Please check.".into(),
        ),
        FaultKind::WrongKind | FaultKind::OptionUnknown => text(
            "Jawaban ini tidak ada dalam pilihan. Pilih lagi.".into(),
            "This answer is not among the choices. Choose again.".into(),
        ),
    }
}

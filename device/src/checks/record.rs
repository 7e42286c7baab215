//! What is recorded of a form, as operations.

use chrono::NaiveDate;
use rantang_core::assessments::Heading;
use rantang_core::assessments::operations::{Amend, Record};
use rantang_core::forms::{Answers, Form, Setting, evaluate};
use rantang_core::ids::{AssessmentId, PersonId, UserId, VisitId, derived};

use super::commands::CheckAmend;
use super::store::Assessed;
use crate::command::{ErrorCode, Failure};
use crate::log::Draft;

type Drafts = std::result::Result<Vec<Draft>, Failure>;

/// Who answers what of whom.
pub(super) struct Filling<'a> {
    pub form: &'a Form,
    pub visit: VisitId,
    pub person: PersonId,
    pub assessor: UserId,
    pub today: NaiveDate,
    pub trainings: &'a [String],
}

/// One part of a visit is one assessment, however often the tap is sent.
pub(super) fn assessment_of(visit: VisitId, part: &str) -> AssessmentId {
    AssessmentId(derived("assessment", &[visit.as_bytes(), part.as_bytes()]))
}

/// The answers to what the part asks now. What is wrong or missing keeps it from being recorded.
pub(super) fn part(filling: &Filling<'_>, answers: &Answers, part: &str) -> Drafts {
    let setting = Setting {
        today: filling.today,
        trainings: filling.trainings,
    };
    let state = evaluate(filling.form, answers, setting);
    let Some(standing) = state.parts.iter().find(|it| it.code == part) else {
        return Err(Failure::not_found("Bagian formulir"));
    };
    if !standing.complete {
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            "Bagian ini belum lengkap. Jawab yang ditandai, atau pilih Lewati, lalu simpan lagi. \
             Jawaban sebelumnya aman di HP ini.",
        ));
    }
    let answers: Answers = standing
        .asked
        .iter()
        .filter_map(|code| Some((code.clone(), answers.get(code)?.clone())))
        .collect();
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let definition = filling.form.definition();
    let record = Record {
        assessment: assessment_of(filling.visit, part),
        person: filling.person,
        heading: Heading {
            form: definition.form.clone(),
            version: definition.version,
            part: part.to_owned(),
            visit: filling.visit,
            date: filling.today,
            assessor: filling.assessor,
        },
        answers,
    };
    Ok(vec![record.into()])
}

/// Another answer to one question of a part that was recorded.
pub(super) fn amend(assessed: &Assessed, args: &CheckAmend) -> Drafts {
    let amend = Amend {
        assessment: assessed.id,
        person: assessed.person,
        question: args.question.clone(),
        answer: args.answer.clone(),
        saw: crate::people::edit::seen(&args.saw),
    };
    Ok(vec![amend.into()])
}

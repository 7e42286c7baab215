//! What is recorded of a form.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Heading, answer_register, registers as r};
use crate::forms::{Answer, Answers, Definition};
use crate::ids::{AssessmentId, FormId, OpId, PersonId, derived};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind;

/// More answers than a part has questions.
const ANSWERS_MAX: usize = 400;

/// `assessment.record`: one part, answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub assessment: AssessmentId,
    pub person: PersonId,
    pub heading: Heading,
    pub answers: Answers,
}

impl Intent for Record {
    fn entity(&self) -> Uuid {
        self.assessment.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.answers.is_empty() {
            return Err(InvalidIntent::Empty);
        }
        if ANSWERS_MAX < self.answers.len() {
            return Err(InvalidIntent::TooMany);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let part = (EntityKind::Assessment, self.assessment);
        let home = || Home::Case(self.person);
        let heading = Effect::set(part, home(), r::HEADING, &self.heading, &[]);
        let answers = self.answers.iter().map(|(question, answer)| {
            Effect::set(part, home(), answer_register(question), answer, &[])
        });
        std::iter::once(heading).chain(answers).collect()
    }
}

/// `assessment.amend`: another answer to one question; both versions are kept in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amend {
    pub assessment: AssessmentId,
    pub person: PersonId,
    pub question: String,
    pub answer: Answer,
    pub saw: Vec<OpId>,
}

impl Intent for Amend {
    fn entity(&self) -> Uuid {
        self.assessment.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.question.is_empty() {
            return Err(InvalidIntent::Empty);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (EntityKind::Assessment, self.assessment),
            Home::Case(self.person),
            answer_register(&self.question),
            &self.answer,
            &self.saw,
        )]
    }
}

/// `form.define`: a version of a form for an area. The office's own log only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefineForm {
    pub area: AreaCode,
    pub definition: Definition,
}

impl DefineForm {
    /// One version of one form in one area.
    pub fn form(&self) -> FormId {
        FormId(derived(
            "form",
            &[
                self.area.to_string().as_bytes(),
                self.definition.form.0.as_bytes(),
                &self.definition.version.to_le_bytes(),
            ],
        ))
    }
}

impl Intent for DefineForm {
    fn entity(&self) -> Uuid {
        self.form().0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (EntityKind::Form, self.form()),
            Home::Plan(self.area.clone()),
            crate::forms::registers::DEFINITION,
            &self.definition,
            &[],
        )]
    }
}

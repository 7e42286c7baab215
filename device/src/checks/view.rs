//! Forms as the screens show them. No name of a question stands in any screen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::forms::{Answer, Answers, Definition, Text};
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckView {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub person_name: String,
    pub definition: Definition,
    /// Answered and not recorded yet.
    pub answers: Answers,
    pub parts: Vec<CheckPart>,
    pub faults: Vec<CheckFault>,
    pub doubts: Vec<CheckDoubt>,
    pub scores: Vec<CheckScore>,
    /// What was answered the last time, by question.
    pub before: BTreeMap<String, BeforeView>,
    /// Questions whose answer in an older version no longer fits.
    pub asked_again: Vec<String>,
}

/// One part: what to ask now, and how far it is.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckPart {
    pub code: String,
    pub asked: Vec<String>,
    pub answered: u32,
    pub complete: bool,
    pub instead: Option<Text>,
    /// Recorded at this visit.
    pub recorded: Option<RecordedPart>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecordedPart {
    pub assessment_id: Uuid,
    pub date: NaiveDate,
    pub by: String,
    pub answers: BTreeMap<String, RecordedAnswer>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RecordedAnswer {
    pub answer: Answer,
    /// Sent back as `saw` with an amendment.
    pub heads: Vec<Uuid>,
    pub in_conflict: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckFault {
    pub question: String,
    pub text: Text,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckDoubt {
    pub question: String,
    pub ask: Text,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CheckScore {
    pub code: String,
    /// `None`: something of it is not answered.
    pub value: Option<u32>,
    pub counted: u32,
    pub total: u32,
    pub most: u32,
    pub label: Option<Text>,
    pub official: Option<Text>,
    /// The values of earlier checks, oldest first.
    pub history: Vec<ScorePoint>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct ScorePoint {
    pub date: NaiveDate,
    pub value: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BeforeView {
    pub answer: Answer,
    pub date: NaiveDate,
}

//! What the screens ask about forms.

use rantang_core::forms::{Answer, FormCode};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

/// Opens a form at a visit; a draft of an older version goes on in the newest.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckOpen {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub form: FormCode,
}

/// One answer, kept before the next question shows. `None` takes it back.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckAnswer {
    pub visit_id: Uuid,
    pub question: String,
    pub answer: Option<Answer>,
}

/// Records one part of what was answered.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckRecord {
    pub visit_id: Uuid,
    pub part: String,
}

/// Completes one answer of a part that was recorded.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckAmend {
    pub assessment_id: Uuid,
    pub question: String,
    pub answer: Answer,
    pub saw: Vec<Uuid>,
}

/// Everything that was ever recorded of a visit's form.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CheckGet {
    pub visit_id: Uuid,
}

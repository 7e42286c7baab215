//! What the screens ask about visits.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::visits::VisitField;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::view::{Purpose, VisitValueView};

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitGet {
    pub visit_id: Uuid,
    /// Whom a visit that nobody planned is about; minted ids are unknown before it is recorded.
    pub person_id: Option<Uuid>,
}

/// Keeps what was tapped so far: a phone may die between two taps.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitDraftSave {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub value: VisitValueView,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitRecord {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub purpose: Purpose,
    /// `None`: today.
    pub date: Option<NaiveDate>,
    pub value: VisitValueView,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitCorrect {
    pub visit_id: Uuid,
    pub value: VisitValueView,
    pub saw: Vec<Uuid>,
}

/// Plans a visit; a proposed one is handed out by the same command and keeps its id.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitHandOut {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub purpose: Purpose,
    pub due: NaiveDate,
    pub assigned_to: Option<Uuid>,
    pub note: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitCancel {
    pub visit_id: Uuid,
    pub reason: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitVerify {
    pub visit_id: Uuid,
    /// Empty: *Sudah dicek*. Else *Mohon dilengkapi*.
    pub fields: BTreeSet<VisitField>,
    pub note: String,
}

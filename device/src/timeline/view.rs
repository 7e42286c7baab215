//! A page of a timeline.

use rantang_core::forms::Text;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::HistoryLine;
use crate::visits::view::{Purpose, VisitOutcome};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TimelineView {
    /// The person first, then the others of the household.
    pub members: Vec<TimelineMember>,
    /// How many lines there are, of which `lines` is one page.
    pub total: u32,
    /// Latest first.
    pub lines: Vec<TimelineLine>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TimelineMember {
    pub person_id: Uuid,
    pub name: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TimelineLine {
    pub person_id: Uuid,
    pub line: HistoryLine,
}

/// A visit that was made.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryVisit {
    pub visit_id: Uuid,
    pub purpose: Purpose,
    pub outcome: VisitOutcome,
}

/// A form that was filled in at a visit.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryForm {
    pub title: Text,
    pub parts: Vec<HistoryPart>,
    pub scores: Vec<HistoryScore>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryPart {
    pub title: Text,
    pub answers: Vec<HistoryAnswer>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryAnswer {
    pub ask: Text,
    pub said: Text,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryScore {
    pub title: Text,
    pub value: u32,
    pub most: u32,
    pub label: Text,
}

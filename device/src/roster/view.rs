//! The preview of a roster before anything is written.

use std::collections::BTreeMap;

pub use rantang_core::roster::field::RosterField;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RosterPreviewView {
    /// Names this preview until it is committed or another takes its place.
    pub preview_id: Uuid,
    pub file_name: String,
    pub sheet: String,
    pub sheets: Vec<String>,
    /// Counted as the office sees it: the first row is 1.
    pub header_row: u32,
    pub columns: Vec<RosterColumn>,
    pub rows: u32,
    pub ready: u32,
    pub skipped: u32,
    pub errors: Vec<RosterProblem>,
    pub warnings: Vec<RosterProblem>,
    pub duplicates: Vec<RosterDuplicate>,
    pub changes: Vec<RosterChange>,
    /// In the store, not in this file.
    pub gone: Vec<RosterPerson>,
    pub new_count: u32,
    pub unchanged_count: u32,
    /// The rows that problems and duplicates speak of, as the file has them; NIK masked.
    pub shown_rows: Vec<RosterRowView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RosterColumn {
    /// "A", "B", … as the spreadsheet names it.
    pub letter: String,
    pub header: String,
    /// `None`: not used.
    pub field: Option<RosterField>,
    pub sample: String,
}

/// Shape fixed: scripts of offices read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterProblem {
    pub row: u32,
    /// The header of the column as the file has it; empty: the whole row.
    pub column: String,
    /// Stable, e.g. "nik_precision_lost".
    pub code: String,
    /// A sentence in Indonesian that says what is wrong and what to do.
    pub message: String,
    /// What could stand there instead, one tap each.
    pub suggestions: Vec<RosterSuggestion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterSuggestion {
    /// "Pakai 01/07/1951", "Tidak tahu NIK".
    pub label: String,
    pub fix: RosterFixValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterDuplicate {
    /// Rows of this file.
    pub rows: Vec<u32>,
    /// "same_nik" or "similar_name".
    pub code: String,
    /// "Bunyi nama sama, lahir 1946, RT dan RW sama."
    pub reason: String,
    /// Set when the twin is already in the store.
    pub person: Option<RosterPerson>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterPerson {
    pub id: Uuid,
    pub name: String,
    pub place: String,
}

/// A person of the store whose row in this file says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterChange {
    pub row: u32,
    pub person: RosterPerson,
    pub field: RosterField,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RosterRowView {
    pub row: u32,
    /// By column letter; NIK and No. KK masked.
    pub cells: BTreeMap<String, String>,
}

/// A mend of one cell, made on the screen; the file stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RosterFixValue {
    /// This text stands in the cell.
    Text {
        column: String,
        text: String,
    },
    NikUnknown,
    SkipRow,
    /// The rows are one person: keep the first, skip the others.
    SamePerson,
    /// The rows are different people: let all enter.
    DifferentPeople,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RosterFix {
    pub row: u32,
    pub value: RosterFixValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RosterCommitView {
    pub added: u32,
    pub changed: u32,
    pub left: u32,
    pub unchanged: u32,
}

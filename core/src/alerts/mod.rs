//! Alerts, incidents, proposals and reviews: what asks the coordinator for an act.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{ItemId, OpId, derived};
use crate::registers::{Head, Row};
use crate::text::Note;

/// Names of the registers of alerts, incidents, proposals and reviews.
pub mod registers {
    use crate::registers::RegisterName;

    pub const ACKNOWLEDGED: RegisterName = RegisterName::new("acknowledged");
    pub const DETAIL: RegisterName = RegisterName::new("detail");
    pub const ACTIONS: RegisterName = RegisterName::new("actions");
    pub const DECISION: RegisterName = RegisterName::new("decision");
    pub const SETTLED: RegisterName = RegisterName::new("settled");
    /// A set of facts: each names the copy of an operation that somebody vouches for.
    pub const ACCEPTED: RegisterName = RegisterName::new("accepted");
}

/// Why the coordinator is asked to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum AlertRule {
    /// *Perlu ditolong sekarang*.
    Urgent,
    /// *Meninggal dunia* was reported: confirm or undo.
    DeathReported,
    /// *Belum ada yang melihat beliau*.
    NobodySaw,
    /// *Sedang dicari*.
    Searching,
    /// A courier without news.
    Silent,
    /// *Kurang sehat*.
    Unwell,
    /// Two hand-overs in one slot.
    Duplicate,
    /// A door off the list.
    OffList,
    /// Food spoiled or short.
    Food,
    /// Moved, declined: a proposal to decide.
    Proposal,
}

impl AlertRule {
    pub fn code(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::DeathReported => "death_reported",
            Self::NobodySaw => "nobody_saw",
            Self::Searching => "searching",
            Self::Silent => "silent",
            Self::Unwell => "unwell",
            Self::Duplicate => "duplicate",
            Self::OffList => "off_list",
            Self::Food => "food",
            Self::Proposal => "proposal",
        }
    }
}

/// The same alert on every device: hashed from rule, subject (person, route or delivery) and date.
pub fn alert_id(rule: AlertRule, subject: Uuid, date: NaiveDate) -> ItemId {
    ItemId(derived(
        "alert",
        &[
            rule.code().as_bytes(),
            subject.as_bytes(),
            date.to_string().as_bytes(),
        ],
    ))
}

/// What a server set aside: one item for each operation.
pub fn set_aside_id(op: OpId) -> ItemId {
    ItemId(derived("set_aside", &[op.as_bytes()]))
}

/// A record that came late.
pub fn late_id(op: OpId) -> ItemId {
    ItemId(derived("late", &[op.as_bytes()]))
}

/// The latest settlement of a review item that nobody took back.
pub fn settlement(row: &Row) -> Option<(Note, &Head)> {
    let heads = row.register(&registers::SETTLED)?.heads().iter();
    heads
        .filter_map(|head| Some((head.read::<Option<Note>>()??, head)))
        .max_by_key(|(_, head)| (head.at_ms, head.op))
}

/// Kinds of facts that bear a date: late ones are looked at.
pub const DATED_KINDS: [&str; 3] = ["delivery.record", "delivery.close_doors", "run.start"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    FoodComplaint,
    Illness,
    Emergency,
    Death,
    Safety,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentDetail {
    pub kind: IncidentKind,
    pub note: Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    Leave,
    Enter,
    Replace,
    Data,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDetail {
    pub kind: ProposalKind,
    pub note: Note,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalStatus {
    Draft,
    Submitted,
    Approved,
    Rejected,
}

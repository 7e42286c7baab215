//! How a coordinator settles what needs checking.

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

/// Keeps the value of `keep`; settles every head in `saw`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ConflictResolve {
    pub entity_kind: String,
    pub entity_id: Uuid,
    pub register: String,
    pub keep: Uuid,
    pub saw: Vec<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DoorAttach {
    pub delivery_id: Uuid,
    pub person_id: Uuid,
}

/// One decision for one item or many of a kind; those that are settled by now are left out.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReviewDecide {
    pub item_ids: Vec<Uuid>,
    pub decision: ReviewDecision,
    /// Why; only kept with [`ReviewDecision::Settle`].
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum ReviewDecision {
    /// Looked at; it stays as it is.
    Settle,
    /// What was set aside counts.
    Accept,
    /// Of values that stand against each other the latest.
    KeepLatest,
    KeepEarliest,
}

/// *Urungkan*: settled items are questions again.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReviewReopen {
    pub item_ids: Vec<Uuid>,
}

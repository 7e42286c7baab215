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

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReviewSettle {
    pub item_id: Uuid,
    pub note: String,
}

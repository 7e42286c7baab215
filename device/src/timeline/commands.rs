//! What the screens ask of a timeline.

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct TimelineGet {
    pub person_id: Uuid,
    /// Also of those at the same address or on the same family card.
    pub household: bool,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}

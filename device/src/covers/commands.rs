//! How a route gets another courier for a time.

use chrono::NaiveDate;
use rantang_core::runs::Sitting;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

/// *Digantikan oleh*: from the first day to the last, both included.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CoverGive {
    /// Minted by the screen: the same id twice is one cover.
    pub cover_id: Uuid,
    pub route_id: Uuid,
    pub courier_id: Uuid,
    pub from: NaiveDate,
    pub until: NaiveDate,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CoverEnd {
    pub cover_id: Uuid,
}

/// *Serahkan sisa rute*. `route_id` `None`: the round that the user carries.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunSplit {
    /// Minted by the screen: the same id twice is one hand-over.
    pub cover_id: Uuid,
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub route_id: Option<Uuid>,
    pub courier_id: Uuid,
}

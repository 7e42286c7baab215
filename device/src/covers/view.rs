//! Covers as screens show them.

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// Somebody carries a whole route for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CoverView {
    pub id: Uuid,
    pub courier_id: Uuid,
    pub courier_name: String,
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SplitView {
    pub doors: u32,
    pub courier_name: String,
}

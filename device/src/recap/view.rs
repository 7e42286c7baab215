//! The recap of a day, and the sheet that replaces the phones when they fail.

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::round::view::{DoorView, RecapLine, Sitting};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DayRecapView {
    pub date: NaiveDate,
    pub kelurahan_name: String,
    pub doors_total: u32,
    pub doors_done: u32,
    pub boxes_received: u32,
    pub boxes_given: u32,
    pub boxes_back: u32,
    pub lines: Vec<RecapLine>,
    pub routes: Vec<RouteRecapView>,
    /// Ready for WhatsApp: no NIK, address or health.
    pub text: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RouteRecapView {
    pub route_id: Uuid,
    pub route_name: String,
    pub courier_name: String,
    pub doors_total: u32,
    pub doors_done: u32,
    pub boxes_received: u32,
    pub boxes_given: u32,
    pub boxes_back: u32,
    pub started_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
}

/// A file for the person to save.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct FileView {
    pub name: String,
    pub media_type: String,
    pub bytes_base64: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SheetView {
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub kelurahan_name: String,
    pub route_name: String,
    pub courier_name: String,
    pub boxes: u32,
    pub doors: Vec<DoorView>,
}

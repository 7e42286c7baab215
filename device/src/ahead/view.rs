//! The coming seven days as the phone shows them: to read, not to record.

use chrono::NaiveDate;
use rantang_core::holds::HoldReason;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::board::view::ServiceView;
use crate::round::view::{DietView, ListAge, Sitting};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AheadView {
    /// How old the lists are.
    pub list: ListAge,
    /// From tomorrow on, without a hole.
    pub days: Vec<AheadDayView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AheadDayView {
    pub date: NaiveDate,
    pub service: ServiceView,
    /// The user's rounds of that day; empty without a service.
    pub rounds: Vec<AheadRoundView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AheadRoundView {
    pub route_id: Uuid,
    pub route_name: String,
    /// Who carries it instead of the user that day.
    pub covered_by: Option<String>,
    pub sitting: Sitting,
    pub rws: Vec<String>,
    pub boxes: u32,
    pub boxes_special: u32,
    /// In walking order.
    pub doors: Vec<AheadDoorView>,
    /// On the list so that the courier knows, and not to be visited.
    pub held: Vec<AheadHeldView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AheadDoorView {
    pub id: Uuid,
    pub no: u32,
    pub name: String,
    pub rt: String,
    pub rw: String,
    pub gang: String,
    pub landmark: String,
    pub diet: Option<DietView>,
    pub is_new: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AheadHeldView {
    pub id: Uuid,
    pub name: String,
    pub reason: HoldReason,
    pub until: Option<NaiveDate>,
}

//! Routes as the coordinator's screens show them.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::covers::CoverView;
use crate::people::view::PersonRow;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RoutesView {
    pub routes: Vec<RouteView>,
    pub without_route: u32,
    pub couriers: Vec<CourierView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RouteView {
    pub id: Uuid,
    pub name: String,
    pub courier_id: Option<Uuid>,
    pub courier_name: Option<String>,
    pub doors: u32,
    pub boxes: u32,
    pub special: u32,
    pub rws: Vec<String>,
    /// Who carries it meanwhile, today or later.
    pub covers: Vec<CoverView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CourierView {
    pub id: Uuid,
    pub name: String,
    pub phone: String,
    pub routes: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RouteDoorsView {
    pub route: Option<RouteView>,
    /// In walking order.
    pub doors: Vec<PersonRow>,
}

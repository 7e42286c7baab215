//! What a coordinator does with routes.

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RouteSave {
    /// Minted by the screen for a new route.
    pub route_id: Uuid,
    pub name: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RouteAssign {
    pub route_id: Uuid,
    pub courier_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RouteDoors {
    pub route_id: Option<Uuid>,
}

/// Puts `person_ids`, in this order, behind `after` (`None`: at the head) on a route,
/// or takes them off every route where `route_id` is `None`.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RoutePlace {
    pub route_id: Option<Uuid>,
    pub person_ids: Vec<Uuid>,
    pub after: Option<Uuid>,
}

//! The coordinator's day: a sentence, a shelf of couriers, what asks for an act, boxes that add up.

pub use rantang_core::alerts::AlertRule;

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::Outcome;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::round::view::{NoServiceReason, ObstacleView, Sitting};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct BoardView {
    pub date: NaiveDate,
    pub now_ms: i64,
    pub kelurahan_name: String,
    pub service: ServiceView,
    pub doors_total: u32,
    pub doors_done: u32,
    pub urgent: u32,
    pub silent: u32,
    pub phones_total: u32,
    /// Phones that hold today's list as it is (✓✓).
    pub phones_current: u32,
    pub couriers: Vec<CourierDayView>,
    pub todo: Vec<TodoView>,
    pub settled: Vec<SettledView>,
    pub boxes: DayBoxesView,
    pub review_count: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServiceView {
    Service,
    NoService {
        reason: NoServiceReason,
        holiday: Option<String>,
        next_date: Option<NaiveDate>,
    },
}

/// Doors of a round that a colleague took over.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RestView {
    pub cover_id: Uuid,
    pub courier_name: String,
    pub doors: u32,
}

/// One courier as a rantang on the shelf.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CourierDayView {
    pub route_id: Uuid,
    pub route_name: String,
    pub sitting: Sitting,
    pub courier_id: Option<Uuid>,
    pub courier_name: Option<String>,
    pub courier_phone: Option<String>,
    /// Whom the courier stands in for today.
    pub instead_of: Option<String>,
    /// Who took the rest of the round over.
    pub rests: Vec<RestView>,
    pub doors_total: u32,
    pub doors_done: u32,
    /// Doors whose records came over the office's network and are not at the server yet.
    pub at_office: u32,
    pub state: CourierState,
    pub urgent: u32,
    pub alerts: u32,
    pub held: u32,
    pub last_news_at_ms: Option<i64>,
    pub finished_at_ms: Option<i64>,
    /// No news for longer than the programme allows, and no obstacle said.
    pub silent_for_min: Option<u32>,
    pub obstacle: Option<ObstacleView>,
    /// The phone holds the list as it is.
    pub has_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum CourierState {
    NotStarted,
    Running,
    Finished,
    Unassigned,
}

/// Something that asks for an act, most urgent first.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TodoView {
    /// Hashed from rule, person (or route) and date: the same everywhere.
    pub id: Uuid,
    pub rule: AlertRule,
    pub person_id: Option<Uuid>,
    pub person_name: Option<String>,
    pub place: Option<String>,
    pub route_id: Option<Uuid>,
    pub courier_name: Option<String>,
    pub courier_phone: Option<String>,
    pub at_ms: i64,
    /// What was tried: outcomes with their times.
    pub attempts: Vec<TriedView>,
    pub note: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct TriedView {
    pub at_ms: i64,
    pub by: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SettledView {
    pub id: Uuid,
    pub rule: AlertRule,
    pub person_name: Option<String>,
    pub action: String,
    pub by: String,
    pub at_ms: i64,
}

/// Handed over = delivered + still carried + brought back + unclear.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct DayBoxesView {
    pub expected: u32,
    pub received: u32,
    pub given: u32,
    pub carried: u32,
    pub back: u32,
    pub unclear: u32,
    pub good_until_ms: Option<i64>,
}

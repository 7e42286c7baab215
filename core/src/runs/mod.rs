//! Runs: one route on one date at one sitting, from the start to the recap.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{RouteId, RunId, UserId, derived};
use crate::text::{Line, Note};

/// Names of the registers of a run.
pub mod registers {
    use crate::registers::RegisterName;

    pub const START: RegisterName = RegisterName::new("start");
    pub const HANDOVER: RegisterName = RegisterName::new("handover");
    pub const RECEIVED: RegisterName = RegisterName::new("received");
    /// A set of facts: every head counts.
    pub const OBSTACLES: RegisterName = RegisterName::new("obstacles");
    pub const FINISH: RegisterName = RegisterName::new("finish");
}

/// Which of the day's runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Sitting {
    /// The ordinary run; in Ramadan the one for those who do not fast.
    Morning,
    /// Buka and sahur together, before magrib.
    Afternoon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ObstacleKind {
    Rain,
    Vehicle,
    FoodLate,
    Other,
}

/// Written by `run.start`: who carries, and the doors that the phone showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStarted {
    pub route: RouteId,
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub courier: UserId,
    pub doors: Vec<crate::ids::PersonId>,
    /// When the list shown was last brought up to date.
    pub list_updated_at_ms: Option<i64>,
}

/// What the kitchen or the kelurahan handed to the courier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    pub boxes: u32,
    pub by: Line,
    pub cooked_at_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    pub kind: ObstacleKind,
    pub note: Note,
}

/// The end of a run: boxes that go back to the kitchen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFinished {
    pub boxes_back: u32,
    pub note: Note,
}

impl RunId {
    /// Two phones that start the same run offline name it alike.
    pub fn of(route: RouteId, date: NaiveDate, sitting: Sitting) -> Self {
        let date = date.to_string();
        Self(derived(
            "run",
            &[route.as_bytes(), date.as_bytes(), &[sitting as u8]],
        ))
    }
}

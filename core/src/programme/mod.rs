//! Programmes, their periods, and on which days there is a delivery.

mod calendar;
mod holidays;
pub mod operations;

pub use calendar::{DayOverride, NoService, ServiceDay, next_service_day, service_day};
pub use holidays::holiday_on;

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::ids::ProgrammeId;
use crate::photos::Proof;
use crate::text::Line;

/// Names of the registers of programmes, periods and service days.
pub mod registers {
    use crate::registers::RegisterName;

    pub const PROFILE: RegisterName = RegisterName::new("profile");
    pub const TERMS: RegisterName = RegisterName::new("terms");
    pub const OVERRIDE: RegisterName = RegisterName::new("override");
}

/// Days of the week as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weekdays(u8);

impl Weekdays {
    pub const EVERY_DAY: Self = Self(0b111_1111);
    pub const MONDAY_TO_FRIDAY: Self = Self(0b001_1111);

    pub fn of(days: &[Weekday]) -> Self {
        Self(
            days.iter()
                .fold(0, |set, day| set | 1 << day.num_days_from_monday()),
        )
    }

    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }
}

/// Ramadan within a period: buka and sahur come together in the afternoon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ramadan {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Before magrib.
    pub afternoon_cut_off: NaiveTime,
}

/// The contract of a period. One register: its parts are only right together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodTerms {
    pub programme: ProgrammeId,
    pub budget_year: i32,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub weekdays: Weekdays,
    /// Whether the kitchen cooks on national holidays and joint leave.
    pub serves_holidays: bool,
    pub meals_per_day: u8,
    /// Rupiah for one meal.
    pub meal_price_rp: u32,
    /// Rupiah for one recipient and day.
    pub delivery_fee_rp: u32,
    /// Food and report are due by then (10.00).
    pub cut_off: NaiveTime,
    /// From the end of cooking until the last bite (4 h by practice of public kitchens).
    pub good_for_min: u32,
    /// When the food is usually ready, where no kitchen said so.
    pub ready_at: NaiveTime,
    pub ramadan: Option<Ramadan>,
    /// A courier without news for this long is silent.
    pub silent_after_min: u32,
    /// Not seen in person for this many days stands out.
    pub not_met_days: u32,
    /// So many services in a row without a hand-over propose a visit.
    #[serde(default = "three_days", skip_serializing_if = "is_three_days")]
    pub missed_meals_days: u32,
    /// What is asked for at the door.
    #[serde(default, skip_serializing_if = "Proof::is_none")]
    pub proof: Proof,
    /// Whether a PSM may photograph KTP and KK.
    #[serde(default, skip_serializing_if = "is_off")]
    pub document_photos: bool,
}

/// Of periods that were defined before the number could be said: they read and write as they did.
fn three_days() -> u32 {
    3
}

fn is_off(turned_on: &bool) -> bool {
    !turned_on
}

fn is_three_days(days: &u32) -> bool {
    *days == three_days()
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeProfile {
    pub name: Line,
}

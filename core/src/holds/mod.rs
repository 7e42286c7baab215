//! Holds: a pause of a person's deliveries, until a date or until somebody ends it.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::Note;

/// Names of the registers of a hold.
pub mod registers {
    use crate::registers::RegisterName;

    pub const TERM: RegisterName = RegisterName::new("term");
    pub const ENDED: RegisterName = RegisterName::new("ended");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    Away,
    Hospitalized,
    Evacuated,
    DeathReported,
    Deceased,
    Suspended,
    Other,
}

/// `until` is the last day without a delivery; `None`: until somebody ends the hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldTerm {
    pub reason: HoldReason,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub note: Note,
}

impl HoldTerm {
    pub fn covers(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|until| date <= until)
    }
}

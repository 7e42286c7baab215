//! People who are alike, as the screens show them.

pub use rantang_core::similar::{Reason, Verdict};

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::{BirthValue, PersonRow};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SimilarView {
    /// The likeliest first; at most five.
    pub people: Vec<SimilarPerson>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SimilarPerson {
    pub person: SimilarFace,
    /// 0 to 100; 50: as likely this person as another.
    pub score: u8,
    pub verdict: Verdict,
    /// The weightiest first.
    pub reasons: Vec<Reason>,
}

/// What helps to tell two people apart.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SimilarFace {
    pub row: PersonRow,
    pub nickname: String,
    pub birth: BirthValue,
    pub house_no: String,
    pub phone: String,
    /// Masked; empty where it is unknown, or not for this device.
    pub nik_masked: String,
    pub deceased: bool,
}

/// One of two records in *Perlu dicek*.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SamePersonSide {
    pub person: SimilarFace,
    /// Who registered the person, and when.
    pub by: String,
    pub by_phone: String,
    /// From which phone: "HP Pak Dedi"; empty when unknown.
    pub phone: String,
    pub at_ms: i64,
    pub deliveries: u32,
    pub visits: u32,
}

/// A pair, by the ids of both: what an item of *Perlu dicek* is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pair {
    /// Registered first: the record that stays.
    pub first: Uuid,
    pub second: Uuid,
    pub score: u8,
    pub reasons: Vec<Reason>,
}

//! Deliveries: attempts at doors, and the slot that counts one hand-over.
//!
//! # Invariants
//!
//! * An attempt is a fact. A correction is a head of the attempt's registers; *Urungkan* retracts it.
//! * Nothing is rejected at the door: a second hand-over is a question for the coordinator.
//! * Nobody is asked about the keadaan of somebody who was not met.

pub mod operations;
pub mod outcome;
pub mod slot;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ContactId, RunId, UserId};
use crate::places::AreaCode;
use crate::runs::Sitting;
use crate::text::{Line, Note};
use outcome::{Complaint, FoodFlag, Outcome, Slot, Wellbeing};

/// Names of the registers of a delivery and its case half.
pub mod registers {
    use crate::registers::RegisterName;

    /// What never changes: run, date, slots, courier.
    pub const ATTEMPT: RegisterName = RegisterName::new("attempt");
    /// What a correction sets.
    pub const VALUE: RegisterName = RegisterName::new("value");
    /// Who stood behind the door.
    pub const PERSON: RegisterName = RegisterName::new("person");
    /// What the courier wrote of a door off the list.
    pub const DOOR: RegisterName = RegisterName::new("door");
    pub const RETRACTED: RegisterName = RegisterName::new("retracted");
    /// Complaints and note: case class.
    pub const CASE: RegisterName = RegisterName::new("case");
}

/// What never changes about an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub run: RunId,
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub slots: Vec<Slot>,
    pub courier: UserId,
}

/// What happened, as the courier said last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryValue {
    pub outcome: Outcome,
    pub flags: Vec<FoodFlag>,
    pub wellbeing: Option<Wellbeing>,
    /// Boxes that left the bag: zero unless handed over.
    pub boxes: u32,
    pub received_by: Line,
    pub contact: Option<ContactId>,
    /// The answer to "Ada yang melihat beliau?".
    pub seen_by_neighbor: Option<bool>,
    /// *Bawa kembali*: closed for today although nobody answered.
    pub bring_back: bool,
    /// Until when, for away, hospitalized, evacuated.
    pub until: Option<NaiveDate>,
}

impl DeliveryValue {
    /// Whether the door comes back at the end of the round.
    pub fn is_retry(&self) -> bool {
        self.outcome.class() == outcome::OutcomeClass::NotNow && !self.bring_back
    }
}

/// Complaints and words about somebody's state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryCase {
    pub complaints: Vec<Complaint>,
    pub note: Note,
}

/// A door off the list, as the courier described it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffListDoor {
    pub name: Line,
    pub kelurahan: AreaCode,
    pub rt: Line,
    pub rw: Line,
    pub landmark: Note,
    pub note: Note,
}

//! What a courier does during a round.

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::{Complaint, FoodFlag, Outcome, Slot, Wellbeing};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::view::{ObstacleKind, Sitting};

/// `date` `None`: today. `sitting` `None`: the one that is due now.
#[derive(Debug, Default, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RoundToday {
    pub date: Option<NaiveDate>,
    pub sitting: Option<Sitting>,
}

/// Confirms the date of the run; the list shown is recorded with it.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunStart {
    pub date: NaiveDate,
    pub sitting: Sitting,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunReceive {
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub boxes: u32,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunObstacle {
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub kind: ObstacleKind,
    pub note: String,
}

/// `doors` `None`: every door that is still open.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunCloseDoors {
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub doors: Option<Vec<Uuid>>,
    /// `access_blocked` (banjir, kebakaran), `evacuated`, or `other` with the flag `food_spoiled`.
    pub outcome: Outcome,
    pub flags: Vec<FoodFlag>,
    pub note: String,
    pub until: Option<NaiveDate>,
}

/// `boxes_back` are brought to the kitchen, `boxes_left` are spoiled, given away or lost.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RunFinish {
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub boxes_back: u32,
    pub note: String,
}

/// One attempt at one door. The record is durable when the answer comes.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DeliveryRecord {
    /// Minted by the screen when the door opened: the same id twice is one attempt.
    pub delivery_id: Uuid,
    pub person_id: Uuid,
    pub date: NaiveDate,
    pub sitting: Sitting,
    /// Empty: the slots of the sitting.
    pub slots: Vec<Slot>,
    pub outcome: Outcome,
    pub flags: Vec<FoodFlag>,
    /// Asked only where the person was met; elsewhere the rules set *not_seen*.
    pub wellbeing: Option<Wellbeing>,
    pub complaints: Vec<Complaint>,
    /// A known contact, for *Titip ke …*.
    pub contact_id: Option<Uuid>,
    pub received_by: String,
    /// "Ada yang melihat beliau?": `Some(false)` raises the alert *Belum ada yang melihat beliau*.
    pub seen_by_neighbor: Option<bool>,
    /// *Bawa kembali*: the door is closed for today although nobody answered.
    pub bring_back: bool,
    /// Until when, for away, hospitalized, evacuated.
    pub until: Option<NaiveDate>,
    pub note: String,
}

/// "Tambah pintu": a door that is not on the list; goes to *Perlu dicek*.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DoorAdd {
    pub delivery_id: Uuid,
    pub date: NaiveDate,
    pub sitting: Sitting,
    pub name: String,
    pub rt: String,
    pub rw: String,
    pub landmark: String,
    pub boxes: u32,
    pub outcome: Outcome,
    pub note: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DeliveryRetract {
    pub delivery_id: Uuid,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DeliveryCorrect {
    pub delivery_id: Uuid,
    pub outcome: Outcome,
    pub flags: Vec<FoodFlag>,
    pub wellbeing: Option<Wellbeing>,
    pub complaints: Vec<Complaint>,
    pub received_by: String,
    pub until: Option<NaiveDate>,
    pub note: String,
}

//! *Perlu dicek*: both values side by side, doors off the list, what the server set aside.

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::Outcome;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::PersonRow;
use crate::similar::view::{Reason, SamePersonSide};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewView {
    pub items: Vec<ReviewItem>,
    /// More pairs of people who may be one come when these are settled.
    pub more_pairs: bool,
    /// So many people are still being compared with the others.
    pub comparing: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewItem {
    pub id: Uuid,
    pub person_id: Option<Uuid>,
    pub person_name: Option<String>,
    pub at_ms: i64,
    pub body: ReviewBody,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReviewBody {
    /// Two values of one register.
    Conflict {
        entity_kind: String,
        entity_id: Uuid,
        register: String,
        values: Vec<ConflictValue>,
    },
    /// Two hand-overs of one slot: the first counts.
    Duplicate {
        date: NaiveDate,
        attempts: Vec<DuplicateAttempt>,
    },
    /// A door off the list, with people it may be.
    OffList {
        delivery_id: Uuid,
        date: NaiveDate,
        door: OffListDoor,
        candidates: Vec<PersonRow>,
    },
    /// Two records that are probably of one person, the older first.
    SamePerson {
        score: u8,
        reasons: Vec<Reason>,
        sides: Vec<SamePersonSide>,
    },
    /// A record that the server set aside: it counts when a coordinator accepts it.
    SetAside {
        state: SetAsideState,
        /// The server's code: "out_of_scope", "awaiting_grant".
        cause: String,
        said: RecordSaid,
        by: String,
        by_phone: String,
        /// From which phone: "HP Pak Dedi"; empty when unknown.
        phone: String,
        received_at_ms: Option<i64>,
        /// The coordinator has the right that its author lacked.
        can_accept: bool,
    },
    /// A record that counts, and came after its day was reported.
    Late {
        said: RecordSaid,
        by: String,
        by_phone: String,
        phone: String,
        received_at_ms: Option<i64>,
    },
    /// A delivery whose phone could not tell the date: it counts on the one of its round until
    /// somebody asked.
    UncertainDate {
        delivery_id: Uuid,
        date: NaiveDate,
        outcome: Outcome,
        by: String,
    },
    /// A proposal of a courier: moved, declined.
    Proposal {
        proposal_id: Uuid,
        outcome: Outcome,
        by: String,
        note: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SetAsideState {
    /// Waits: for a right that may be on its way, or for a newer server.
    Held,
    Quarantined,
    Late,
}

/// What a record says, as far as a list shows it; the screen has the words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct RecordSaid {
    /// "delivery.record"
    pub kind_code: String,
    pub date: Option<NaiveDate>,
    pub outcome: Option<Outcome>,
    pub boxes: Option<u32>,
    /// Closed at once.
    pub doors: Option<u32>,
    /// The name given for a door off the list.
    pub door: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ConflictValue {
    /// The head that `conflict.resolve` chooses.
    pub operation_id: Uuid,
    /// The value in words: "RT 007 / RW 04, Gang Mawar III, pintu hijau".
    pub text: String,
    pub by: String,
    /// To ask them; empty when unknown.
    pub by_phone: String,
    /// From which phone: "HP Pak Dedi"; empty when unknown.
    pub phone: String,
    pub at_ms: i64,
    /// The one that counts until somebody decides.
    pub is_provisional: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DuplicateAttempt {
    pub delivery_id: Uuid,
    pub by: String,
    pub by_phone: String,
    /// From which phone: "HP Pak Dedi"; empty when unknown.
    pub phone: String,
    pub at_ms: i64,
    pub outcome: Outcome,
    pub boxes: u32,
    /// "Bu Ani", where somebody else took them.
    pub received_by: String,
    pub counts: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct OffListDoor {
    pub name: String,
    pub rt: String,
    pub rw: String,
    pub landmark: String,
    pub boxes: u32,
    pub outcome: Outcome,
    pub by: String,
    pub at_ms: i64,
    pub note: String,
}

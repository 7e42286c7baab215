//! *Perlu dicek*: both values side by side, doors off the list, what the server set aside.

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::Outcome;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::PersonRow;

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReviewView {
    pub items: Vec<ReviewItem>,
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
    /// An operation that the server set aside, with its reason.
    Quarantined {
        operation_id: Uuid,
        kind_code: String,
        reason: String,
        by: String,
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
    pub at_ms: i64,
    /// The one that counts until somebody decides.
    pub is_provisional: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DuplicateAttempt {
    pub delivery_id: Uuid,
    pub by: String,
    pub at_ms: i64,
    pub outcome: Outcome,
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

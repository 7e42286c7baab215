//! What an operation does: it sets registers of entities, having seen what was there.

use serde::Serialize;
use serde_bytes::ByteBuf;
use uuid::Uuid;

use crate::cbor;
use crate::ids::{OpId, PersonId};
use crate::places::AreaCode;
use crate::registers::{EntityKind, EntityRef, RegisterName};

/// Where an entity lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// In the plan of an area.
    Plan(AreaCode),
    /// Wherever the person's delivery rows live.
    Delivery(PersonId),
    /// Wherever the person's case rows live.
    Case(PersonId),
    /// Where the operation is addressed: a door off the list has no person yet.
    Addressed,
}

/// One register set by an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub entity: EntityRef,
    pub home: Home,
    pub register: RegisterName,
    pub value: ByteBuf,
    pub saw: Vec<OpId>,
}

impl Effect {
    pub fn set<T: Serialize>(
        (kind, id): (EntityKind, impl Into<Uuid>),
        home: Home,
        register: RegisterName,
        value: &T,
        saw: &[OpId],
    ) -> Self {
        Self {
            entity: EntityRef::new(kind, id),
            home,
            register,
            value: ByteBuf::from(cbor::encode(value)),
            saw: saw.to_vec(),
        }
    }

    pub fn owner(&self) -> Option<PersonId> {
        match &self.home {
            Home::Delivery(person) | Home::Case(person) => Some(*person),
            Home::Plan(_) | Home::Addressed => None,
        }
    }
}

/// Why an intent cannot be recorded. The screens do not offer it; a script may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIntent {
    #[error("a name is missing")]
    NameMissing,
    #[error("the date range ends before it begins")]
    DatesReversed,
    #[error("a delivery needs a slot")]
    SlotMissing,
    #[error("the number of boxes is out of range")]
    BoxesOutOfRange,
    #[error("nobody who was not met has a keadaan")]
    WellbeingWithoutMeeting,
    #[error("there is nothing to do")]
    Empty,
    #[error("what is to happen next needs a day")]
    DateMissing,
    #[error("too far: only within a kecamatan do offices hand people to each other")]
    TooFar,
    #[error("too many at once")]
    TooMany,
    #[error("a photo of a person needs izin")]
    ConsentMissing,
    #[error("identity cards are not photographed at a delivery")]
    DocumentAtTheDoor,
    #[error("the photo is not of the size that is kept")]
    PhotoOutOfRange,
}

/// One kind of operation.
pub trait Intent {
    /// What the operation is mainly about.
    fn entity(&self) -> Uuid;

    /// Checked once, when it is recorded; what arrives later is applied as it is.
    fn check(&self) -> Result<(), InvalidIntent> {
        Ok(())
    }

    /// `op` names the operation for values that have to mention it.
    fn effects(&self, op: OpId) -> Vec<Effect>;
}

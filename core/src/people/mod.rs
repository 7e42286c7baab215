//! Recipients: who they are, where the door is, who may receive for them.
//!
//! # Invariants
//!
//! * A person is two rows under one id: the delivery half, and the case half with NIK and KTP address.
//! * A death is never undone by sync: see [`life`].
//! * Without NIK is allowed everywhere.

pub mod life;
pub mod moves;
pub mod operations;
mod values;

pub use values::{
    Birth, BirthPrecision, ContactDetail, ContactRelation, Diet, DietFlag, Identity, Name,
    NikStatus, Sex, Texture,
};

/// Names of the registers of a person, a contact and the case half.
pub mod registers {
    use crate::registers::RegisterName;

    pub const NAME: RegisterName = RegisterName::new("name");
    pub const BIRTH: RegisterName = RegisterName::new("birth");
    pub const PHONE: RegisterName = RegisterName::new("phone");
    pub const LIVES_ALONE: RegisterName = RegisterName::new("lives_alone");
    pub const ADDRESS: RegisterName = RegisterName::new("address");
    pub const ACCESS_NOTE: RegisterName = RegisterName::new("access_note");
    pub const DIET: RegisterName = RegisterName::new("diet");
    pub const LIFE: RegisterName = RegisterName::new("life");
    pub const ALIAS: RegisterName = RegisterName::new("alias");
    pub const IDENTITY: RegisterName = RegisterName::new("identity");
    pub const ADDRESS_KTP: RegisterName = RegisterName::new("address_ktp");
    pub const DETAIL: RegisterName = RegisterName::new("detail");
    pub const REMOVED: RegisterName = RegisterName::new("removed");
    /// The kelurahan that a person left: facts, one for each move.
    pub const LEFT: RegisterName = RegisterName::new("left");
    /// Of a departure.
    pub const DEPARTED: RegisterName = RegisterName::new("departed");
}

//! One entity with its registers, as it is stored and sent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EntityKind, EntityRef, Register};
use crate::ids::PersonId;
use crate::scopes::Scope;

/// The name of a register within its entity, e.g. "address".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegisterName(Cow<'static, str>);

impl RegisterName {
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The same name; one that every app knows is not copied.
    pub fn of(name: &str) -> Self {
        Self(match KNOWN.binary_search(&name) {
            Ok(at) => Cow::Borrowed(KNOWN[at]),
            Err(_) => Cow::Owned(name.to_owned()),
        })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The names of the registers that rows have most often, sorted.
const KNOWN: &[&str] = &[
    "access_note",
    "address",
    "address_ktp",
    "alias",
    "attempt",
    "birth",
    "case",
    "detail",
    "diet",
    "door",
    "fasting",
    "identity",
    "life",
    "lives_alone",
    "membership",
    "name",
    "person",
    "phone",
    "photos",
    "retracted",
    "state",
    "value",
];

impl From<String> for RegisterName {
    fn from(name: String) -> Self {
        Self(Cow::Owned(name))
    }
}

/// All that is known about one entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub entity: EntityRef,
    pub scope: Scope,
    /// Whom the row is about: it follows that person from scope to scope.
    pub owner: Option<PersonId>,
    #[serde(with = "super::packed")]
    pub registers: BTreeMap<RegisterName, Register>,
}

impl Row {
    pub fn new(entity: EntityRef, scope: Scope, owner: Option<PersonId>) -> Self {
        Self {
            entity,
            scope,
            owner,
            registers: BTreeMap::new(),
        }
    }

    pub fn register(&self, name: &RegisterName) -> Option<&Register> {
        self.registers.get(name)
    }

    /// The provisional value of a register.
    pub fn read<T: serde::de::DeserializeOwned>(&self, name: &RegisterName) -> Option<T> {
        self.register(name)?.read()
    }

    /// Registers with heads that say different things and of which only one can be right.
    pub fn conflicts(&self) -> impl Iterator<Item = (&RegisterName, &Register)> {
        let kind = self.entity.kind;
        self.registers
            .iter()
            .filter(move |(name, register)| !keeps_facts(kind, name) && register.in_conflict())
    }
}

/// Registers whose heads are facts that stand beside each other: each counts, none wins.
pub fn keeps_facts(kind: EntityKind, register: &RegisterName) -> bool {
    matches!(
        (kind, register.as_str()),
        (EntityKind::Run, "obstacles")
            | (EntityKind::Incident, "actions")
            | (EntityKind::Person, "life" | "left")
            | (EntityKind::Alert, "acknowledged")
            | (EntityKind::Review, "settled" | "accepted")
            | (EntityKind::Cover, "ended")
            | (EntityKind::Visit, "cancelled")
            | (EntityKind::Delivery | EntityKind::Visit, "photos")
    )
}

/// Whether the server may store a register's value in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Ids, codes, dates, outcomes, amounts, places down to RW.
    Clear,
    /// Names, addresses, phones, NIK, health, free text.
    Sealed,
}

/// Personal data is whatever hangs on a person, less the registers that hold only codes and dates.
pub fn privacy(kind: EntityKind, register: &RegisterName) -> Privacy {
    use EntityKind::*;
    match (kind, register.as_str()) {
        (Programme | Period | ServiceDay | Organisation | Route | Cover | Run | Form, _) => {
            Privacy::Clear
        }
        (Enrolment, "membership" | "fasting") => Privacy::Clear,
        (Delivery, "person" | "retracted") => Privacy::Clear,
        (Visit, "made" | "assigned") => Privacy::Clear,
        _ => Privacy::Sealed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_are_found() {
        assert!(KNOWN.is_sorted());
    }
}

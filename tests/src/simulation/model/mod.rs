//! What must come of all that people said, worked out from the list of what they said alone.
//!
//! Independent: nothing here uses the project's plan, merge, overlay or projections. Where the two
//! disagree, one of them is wrong. What the server alone can know it takes from the receipts: which
//! operations have an effect, and when each counts as done.

mod photos;
mod projections;

pub use photos::{Hash, Taken};
pub use projections::{Lived, Slot, SlotKey};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rantang_core::ids::{OpId, PersonId, RouteId, UserId};
use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;

/// What the server said of an operation, for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Applied,
    Held,
    SetAside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub fate: Fate,
    pub at_ms: i64,
    /// Why it was set aside, for a trace.
    pub why: &'static str,
}

/// What a value means, as far as something follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    Nothing,
    Route(Option<RouteId>),
    Carrier(Option<UserId>),
    SameAs(Option<PersonId>),
    Rw(Option<u16>),
    Attempt {
        date: NaiveDate,
        /// 0 first, 1 second.
        slots: Vec<u8>,
    },
    HandedOver(bool),
    StoodBehind(PersonId),
    TakenBack,
    Reported,
    Withdrawn,
    Confirmed,
    Reversed,
    /// The ciphertexts of a photo and its thumbnail.
    Photo([Hash; 2]),
}

/// One register that an operation sets.
#[derive(Clone, Debug)]
pub struct Set {
    pub on: EntityRef,
    /// Whom it is about.
    pub of: Option<PersonId>,
    pub register: &'static str,
    /// As CBOR.
    pub value: Vec<u8>,
    pub means: Means,
    /// What stood on the screen.
    pub saw: Vec<OpId>,
}

/// What the server has to say of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expects {
    Applied,
    /// The author had no business there, or had no more: the server may set it aside.
    MayBeSetAside,
    /// A kind that this version does not know.
    Held,
}

impl Expects {
    pub fn allows(self, fate: Fate) -> bool {
        match self {
            Self::Applied => fate == Fate::Applied,
            Self::MayBeSetAside => fate != Fate::Held,
            Self::Held => fate == Fate::Held,
        }
    }
}

/// An operation that a phone confirmed to its user, or one of the office's own.
#[derive(Clone, Debug)]
pub struct Said {
    pub op: OpId,
    /// In words, for a trace.
    pub told: String,
    pub author: UserId,
    pub sets: Vec<Set>,
    /// Where a door off the list was found.
    pub addressed: Option<Scope>,
    pub expects: Expects,
    /// When it really was, whatever the phone's clock said.
    pub at_ms: i64,
    /// How well the phone could know that; `None`: not at all.
    pub within_ms: Option<i64>,
}

#[derive(Default)]
pub struct Model {
    said: Vec<Said>,
    /// Those whose only copy was on a disk that was replaced by an older one. They may still come
    /// in, by a message that was under way.
    destroyed: BTreeSet<OpId>,
    /// Photos, by the operation that names them, of which the same is true.
    destroyed_photos: BTreeSet<OpId>,
}

/// A value that no other operation has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub op: OpId,
    pub author: UserId,
    pub at_ms: i64,
    pub value: Vec<u8>,
    pub means: Means,
}

#[derive(Clone, Debug, Default)]
pub struct ExpectedRegister {
    /// By operation.
    pub standing: BTreeMap<OpId, Standing>,
    /// Everything that somebody saw there and replaced.
    pub replaced: BTreeSet<OpId>,
}

impl ExpectedRegister {
    /// The value that counts: the latest.
    pub fn counts(&self) -> Option<&Standing> {
        self.standing.values().max_by_key(|it| (it.at_ms, it.op))
    }

    pub fn in_conflict(&self) -> bool {
        let mut values = self.standing.values().map(|it| &it.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

#[derive(Clone, Debug, Default)]
pub struct ExpectedRow {
    of: Option<PersonId>,
    addressed: Option<Scope>,
    pub registers: BTreeMap<&'static str, ExpectedRegister>,
}

/// All rows that some of what was said adds up to.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    pub rows: BTreeMap<EntityRef, ExpectedRow>,
}

impl Model {
    pub fn heard(&mut self, said: Said) {
        self.said.push(said);
    }

    pub fn said(&self) -> &[Said] {
        &self.said
    }

    pub fn destroy(&mut self, op: OpId) {
        self.destroyed.insert(op);
    }

    pub fn is_destroyed(&self, op: OpId) -> bool {
        self.destroyed.contains(&op)
    }

    pub fn destroyed(&self) -> usize {
        self.destroyed.len()
    }

    pub fn sets_of(&self, op: OpId) -> Option<&[Set]> {
        let said = self.said.iter().find(|said| said.op == op)?;
        Some(&said.sets)
    }

    /// Everything that anybody ever wrote into a register.
    pub fn ever_written(&self, on: EntityRef, register: &str) -> Vec<OpId> {
        let into = |set: &&Set| set.on == on && set.register == register;
        self.said
            .iter()
            .filter(|said| said.sets.iter().any(|set| into(&set)))
            .map(|said| said.op)
            .collect()
    }

    /// What the server and every replica must come to: of the applied operations.
    pub fn expected(&self, receipts: &BTreeMap<OpId, Receipt>) -> Expected {
        self.expected_of(receipts, |_, receipt| receipt.fate == Fate::Applied)
    }

    /// The same, of the operations that `counts` says.
    pub fn expected_of(
        &self,
        receipts: &BTreeMap<OpId, Receipt>,
        counts: impl Fn(&Said, &Receipt) -> bool,
    ) -> Expected {
        let mut expected = Expected::default();
        for said in &self.said {
            if let Some(receipt) = receipts.get(&said.op)
                && counts(said, receipt)
            {
                expected.add(said, receipt.at_ms);
            }
        }
        for row in expected.rows.values_mut() {
            for register in row.registers.values_mut() {
                let replaced = &register.replaced;
                register.standing.retain(|op, _| !replaced.contains(op));
            }
        }
        expected
    }
}

impl Expected {
    fn add(&mut self, said: &Said, at_ms: i64) {
        for set in &said.sets {
            let row = self.rows.entry(set.on).or_default();
            // Two who were named for one remark: nobody but the server's rule decides, by the id.
            row.of = row.of.into_iter().chain(set.of).min();
            row.addressed = row.addressed.take().or_else(|| said.addressed.clone());
            let register = row.registers.entry(set.register).or_default();
            register.replaced.extend(&set.saw);
            let standing = Standing {
                op: said.op,
                author: said.author,
                at_ms,
                value: set.value.clone(),
                means: set.means.clone(),
            };
            register.standing.insert(said.op, standing);
        }
    }
}

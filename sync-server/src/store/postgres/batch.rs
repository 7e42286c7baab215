//! What a batch is decided upon, and which locks the decision needs.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rantang_core::ids::{OpId, UserId};
use rantang_core::operation::Operation;
use rantang_core::sync::judge::Sender;
use rantang_core::time::{Anchor, BootId, Effective};

use super::locks::Locks;
use super::rows::Loaded;
use super::staff;
use super::trouble::{PgResult, Trouble};
use crate::intake::rights::Standing;
use crate::intake::{Decided, Decider, Existing, Vouching, needs, scopes_of};

/// New operations of one log, and what belongs to their sender.
pub struct Batch<'a> {
    pub operations: &'a [Operation],
    pub existing: &'a BTreeMap<OpId, Vec<Existing>>,
    pub anchors: &'a BTreeMap<BootId, Anchor>,
    pub is_revoked: bool,
    pub received_ms: i64,
    pub times: &'a BTreeMap<OpId, Effective>,
    /// Who accepted them before they came.
    pub vouching: &'a [Vouching],
}

impl Batch<'_> {
    pub fn sender(
        &self,
        user: Option<UserId>,
        standing: &Option<Standing>,
    ) -> PgResult<Option<Sender>> {
        if user.is_none() {
            return Ok(None);
        }
        let standing = staff::defined(standing.clone())?;
        Ok(Some(standing.sender(self.is_revoked)))
    }

    pub fn decider(&self, sender: Option<Sender>, loaded: &Loaded) -> Decider {
        Decider {
            world: loaded.world.clone(),
            sender,
            anchors: self.anchors.clone(),
            received_ms: self.received_ms,
            times: self.times.clone(),
            vouching: self.vouching.to_vec(),
        }
    }

    /// All of them, each in the world that the ones before it left.
    pub fn decide(&self, sender: Option<Sender>, loaded: &Loaded) -> PgResult<Decided> {
        let mut decider = self.decider(sender, loaded);
        safely(|| {
            let mut decided = Decided::default();
            for operation in self.operations {
                let stored = stored(self.existing, operation);
                decider.decide(operation.clone(), stored, &mut decided);
            }
            decided
        })
    }

    pub fn decide_one(
        &self,
        decider: &mut Decider,
        operation: &Operation,
        existing: &BTreeMap<OpId, Vec<Existing>>,
    ) -> PgResult<Decided> {
        safely(|| {
            let mut decided = Decided::default();
            decider.decide(operation.clone(), stored(existing, operation), &mut decided);
            decided
        })
    }

    /// What writing `decided` needs: also the scopes that were read, so that nobody adds to them
    /// or takes from them, and the persons of whom nothing is known.
    pub fn locks(&self, decided: &Decided, loaded: &Loaded) -> Locks {
        locks_of(decided, loaded, self.operations.iter())
    }

    /// The same for each operation that can be decided at all.
    pub fn lock_each(&self, sender: Option<Sender>, loaded: &Loaded, locks: &mut Locks) {
        let mut decider = self.decider(sender, loaded);
        for operation in self.operations {
            let mut after = decider.clone();
            if let Ok(decided) = self.decide_one(&mut after, operation, self.existing) {
                locks.extend(&self.locks(&decided, loaded));
                decider = after;
            }
        }
    }
}

pub fn locks_of<'a>(
    decided: &Decided,
    loaded: &Loaded,
    operations: impl Iterator<Item = &'a Operation>,
) -> Locks {
    let mut scopes = scopes_of(decided);
    scopes.extend(loaded.seen.keys().cloned());
    for person in decided.scopes.values() {
        scopes.extend([person.delivery.clone(), person.case.clone()]);
    }
    let mut persons = needs(operations).persons;
    persons.retain(|person| loaded.world.scopes_of(*person).is_none());
    Locks {
        users: decided.gained().users,
        persons,
        scopes,
    }
}

fn stored<'a>(
    existing: &'a BTreeMap<OpId, Vec<Existing>>,
    operation: &Operation,
) -> &'a [Existing] {
    existing
        .get(&operation.envelope.op_id)
        .map_or(&[], Vec::as_slice)
}

/// A panic is a fault of our own code about one operation, not the end of a batch.
pub fn safely<T>(decide: impl FnOnce() -> T) -> PgResult<T> {
    catch_unwind(AssertUnwindSafe(decide)).map_err(|_| Trouble::Refused("a panic".to_owned()))
}

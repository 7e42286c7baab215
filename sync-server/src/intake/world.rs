//! The part of the store that a batch reads, kept up to date while the batch is decided.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rantang_core::ids::PersonId;
use rantang_core::operation::{Effect, Operation, Payload, PayloadError, SCHEMA};
use rantang_core::plan::{Plan, ReadSet, Reads, reads_of};
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::PersonScopes;

/// What a store loads for a batch.
pub type Needs = ReadSet;

/// What the operations of a batch read, together.
pub fn needs<'a>(operations: impl Iterator<Item = &'a Operation>) -> Needs {
    let mut all = Needs::default();
    for operation in operations {
        if let Ok(payload) = payload_of(operation) {
            let needs = reads_of(&payload.effects(operation.envelope.op_id));
            all.rows.extend(needs.rows);
            all.persons.extend(needs.persons);
            all.owned.extend(needs.owned);
        }
    }
    all
}

/// Reads a body. What a newer schema wrote into a known kind waits like an unknown kind.
pub fn payload_of(operation: &Operation) -> Result<Payload, PayloadError> {
    let envelope = &operation.envelope;
    match Payload::decode(&envelope.kind, &operation.body) {
        Err(PayloadError::Malformed) if SCHEMA < envelope.schema => Err(PayloadError::UnknownKind),
        payload => payload,
    }
}

#[derive(Clone, Debug, Default)]
pub struct World {
    rows: HashMap<EntityRef, Row>,
    /// May name rows that have another owner by now.
    by_owner: HashMap<PersonId, BTreeSet<EntityRef>>,
    scopes: BTreeMap<PersonId, PersonScopes>,
}

impl World {
    pub fn insert(&mut self, row: Row) {
        if let Some(owner) = row.owner {
            self.by_owner.entry(owner).or_default().insert(row.entity);
        }
        self.rows.insert(row.entity, row);
    }

    pub fn set_scopes(&mut self, person: PersonId, scopes: PersonScopes) {
        self.scopes.insert(person, scopes);
    }

    pub fn row(&self, entity: &EntityRef) -> Option<&Row> {
        self.rows.get(entity)
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    pub fn scopes_of(&self, person: PersonId) -> Option<&PersonScopes> {
        self.scopes.get(&person)
    }

    pub fn persons(&self) -> &BTreeMap<PersonId, PersonScopes> {
        &self.scopes
    }

    /// What one operation reads of it.
    pub fn reads(&self, effects: &[Effect]) -> Reads {
        let needs = reads_of(effects);
        let mut reads = Reads::default();
        for entity in &needs.rows {
            if let Some(row) = self.rows.get(entity) {
                reads.rows.insert(*entity, row.clone());
            }
        }
        for owner in &needs.owned {
            for entity in self.by_owner.get(owner).into_iter().flatten() {
                if let Some(row) = self
                    .rows
                    .get(entity)
                    .filter(|row| row.owner == Some(*owner))
                {
                    reads.rows.insert(*entity, row.clone());
                }
            }
        }
        for person in &needs.persons {
            if let Some(scopes) = self.scopes.get(person) {
                reads.scopes.insert(*person, scopes.clone());
            }
        }
        reads
    }

    pub fn apply(&mut self, plan: &Plan) {
        for row in &plan.puts {
            self.insert(row.clone());
        }
        for (person, scopes) in &plan.scopes {
            self.set_scopes(*person, scopes.clone());
        }
    }
}

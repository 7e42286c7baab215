//! What a transaction locks before it writes, in one order for all: users, persons, scopes.
//!
//! Positions of a scope are handed out under the lock of its row, which is held until the commit:
//! they commit in order. Each kind is locked sorted, so that two transactions never wait for each
//! other. A scope's head tells whether anything in it changed since it was read.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::{PersonId, UserId};
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::Manifest;

use super::columns::{known, named, uuids};
use super::db::{Db, ask};
use super::staff;
use super::trouble::{PgResult, Trouble};
use crate::intake::rights::Standing;
use crate::store::place::Known;

#[derive(Clone, Debug, Default)]
pub struct Locks {
    /// Whose rights change.
    pub users: BTreeSet<UserId>,
    /// Persons of whom nothing is known yet; the others are guarded by their scopes.
    pub persons: BTreeSet<PersonId>,
    pub scopes: BTreeSet<Scope>,
}

impl Locks {
    pub fn extend(&mut self, more: &Self) {
        self.users.extend(&more.users);
        self.persons.extend(&more.persons);
        self.scopes.extend(more.scopes.iter().cloned());
    }
}

/// The locks that a transaction has, with numbers and heads of its scopes.
#[derive(Debug)]
pub struct Held {
    locks: Locks,
    pub scopes: BTreeMap<Scope, Known>,
    /// The locked persons were never asked for before: what was read of them is still true.
    pub all_new: bool,
    /// Of the reader.
    pub standing: Option<Standing>,
}

const SHARE_USER: &str = "SELECT 1 FROM users WHERE user_id = $1 FOR SHARE";
const LOCK_USERS: &str =
    "SELECT 1 FROM users WHERE user_id = ANY($1) ORDER BY user_id FOR NO KEY UPDATE";
/// Inserted or there: in both cases others wait. True: nobody ever asked for this person.
const LOCK_PERSONS: &str = "INSERT INTO person_scopes (person) SELECT unnest($1::uuid[])
     ON CONFLICT (person) DO UPDATE SET person = excluded.person RETURNING xmax = 0";
/// Numbers are not to be wasted: only what is missing asks for one.
const MAKE_SCOPES: &str = "INSERT INTO scopes (name, head)
     SELECT wanted.name, 0 FROM unnest($1::text[]) AS wanted (name)
     WHERE NOT EXISTS (SELECT 1 FROM scopes WHERE scopes.name = wanted.name)
     ORDER BY wanted.name COLLATE \"C\" ON CONFLICT (name) DO NOTHING";
pub const LOCK_SCOPES: &str =
    "SELECT id, head, generation, count, checksum, compacted_through, name
     FROM scopes
     WHERE name = ANY($1) ORDER BY name FOR UPDATE";

impl Held {
    /// Waits for all of them. `reader`: whose rights this transaction relies on; they are read
    /// again, behind the lock.
    pub async fn acquire(db: &Db<'_>, locks: Locks, reader: Option<UserId>) -> PgResult<Self> {
        let persons = uuids(&locks.persons);
        let names: Vec<String> = locks.scopes.iter().map(Scope::to_string).collect();
        let reader = reader.map(|it| it.0);
        let mut users = uuids(&locks.users);
        let shared = reader.filter(|_| users.is_empty());
        if !users.is_empty() {
            users.extend(reader);
        }
        let [
            _,
            _,
            met,
            _,
            found,
            member,
            granted,
            history,
            carried,
            covered,
        ] = db
            .flight([
                ask(SHARE_USER, &[&shared]),
                ask(LOCK_USERS, &[&users]),
                ask(LOCK_PERSONS, &[&persons]),
                ask(MAKE_SCOPES, &[&names]),
                ask(LOCK_SCOPES, &[&names]),
                ask(staff::MEMBER, &[&reader]),
                ask(staff::GRANTS, &[&reader]),
                ask(staff::HISTORY, &[&reader]),
                ask(staff::CARRIED, &[&reader]),
                ask(staff::COVERED, &[&reader]),
            ])
            .await?;
        let mut scopes = BTreeMap::new();
        for row in found {
            scopes.insert(named(&row, 6)?, known(&row)?);
        }
        let mut all_new = true;
        for row in met {
            all_new &= row.try_get::<_, bool>(0)?;
        }
        Ok(Self {
            locks,
            scopes,
            all_new,
            standing: staff::standing_of(&member, &granted, &history, &carried, &covered)?,
        })
    }

    /// Asks for what is missing; the transaction begins anew with it.
    pub fn cover(&self, needed: &Locks) -> PgResult<()> {
        let missing = Locks {
            users: needed
                .users
                .difference(&self.locks.users)
                .copied()
                .collect(),
            persons: needed
                .persons
                .difference(&self.locks.persons)
                .copied()
                .collect(),
            scopes: needed
                .scopes
                .difference(&self.locks.scopes)
                .cloned()
                .collect(),
        };
        if missing.users.is_empty() && missing.persons.is_empty() && missing.scopes.is_empty() {
            return Ok(());
        }
        Err(Trouble::Unlocked(Box::new(missing)))
    }

    pub fn heads_of(&self, scopes: &BTreeSet<Scope>) -> BTreeMap<Scope, u64> {
        let heads = scopes.iter().filter_map(|scope| {
            let known = self.scopes.get(scope)?;
            Some((scope.clone(), known.manifest.head))
        });
        heads.collect()
    }

    pub fn number(&self, scope: &Scope) -> i64 {
        self.scopes.get(scope).unwrap_or(&Known::NONE).number
    }

    /// What stands in the scopes after a write.
    pub fn set(&mut self, manifests: &[(Scope, Manifest)]) {
        for (scope, manifest) in manifests {
            if let Some(known) = self.scopes.get_mut(scope) {
                known.manifest = *manifest;
            }
        }
    }
}

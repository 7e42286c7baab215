//! Scopes with their heads, and where persons live.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::PersonId;
use rantang_core::scopes::{PersonScopes, Scope};
use rantang_core::sync::agreement::{Manifest, Tally};
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{id, parsed};
use crate::store::cbor::{areas_of, areas_text};
pub use crate::store::place::{Known, place_of, position_of};
use crate::store::{Person, StoreResult};

pub fn find(db: &Connection, scope: &Scope) -> StoreResult<Option<Known>> {
    let found = db
        .prepare_cached(
            "SELECT id, head, generation, count, checksum, compacted_through
             FROM scopes WHERE name = ?1",
        )?
        .query_row([scope.to_string()], |row| {
            let unsigned = |column| row.get::<_, i64>(column).map(|it| it as u64);
            let manifest = Manifest {
                head: unsigned(1)?,
                generation: unsigned(2)?,
                tally: Tally {
                    count: unsigned(3)?,
                    checksum: unsigned(4)?,
                },
            };
            Ok(Known {
                number: row.get(0)?,
                manifest,
                compacted_through: unsigned(5)?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Whether somebody has read further in a scope than it reaches.
pub fn are_behind(db: &Connection, cursors: &[(Scope, u64)]) -> StoreResult<bool> {
    let mut head = db.prepare_cached("SELECT head FROM scopes WHERE name = ?1")?;
    for (scope, cursor) in cursors {
        let head: Option<i64> = head
            .query_row([scope.to_string()], |row| row.get(0))
            .optional()?;
        if head.map_or(0, |head| head as u64) < *cursor {
            return Ok(true);
        }
    }
    Ok(false)
}

pub fn ensure(db: &Connection, scope: &Scope) -> StoreResult<Known> {
    if let Some(found) = find(db, scope)? {
        return Ok(found);
    }
    db.prepare_cached("INSERT INTO scopes (name, head) VALUES (?1, 0)")?
        .execute([scope.to_string()])?;
    Ok(Known {
        number: db.last_insert_rowid(),
        manifest: Manifest::EMPTY,
        compacted_through: 0,
    })
}

/// The scopes that a batch writes to.
pub fn ensure_all(
    db: &Connection,
    scopes: &BTreeSet<Scope>,
) -> StoreResult<BTreeMap<Scope, Known>> {
    scopes
        .iter()
        .map(|scope| Ok((scope.clone(), ensure(db, scope)?)))
        .collect()
}

/// Keeps head and numbers of a scope, in the transaction of its rows.
pub fn set_manifest(db: &Connection, scope: i64, manifest: &Manifest) -> StoreResult<()> {
    db.prepare_cached(
        "UPDATE scopes SET head = ?2, generation = ?3, count = ?4, checksum = ?5 WHERE id = ?1",
    )?
    .execute((
        scope,
        manifest.head as i64,
        manifest.generation as i64,
        manifest.tally.count as i64,
        manifest.tally.checksum as i64,
    ))?;
    Ok(())
}

/// Every scope that has ever had a row.
pub fn all(db: &Connection) -> StoreResult<Vec<Scope>> {
    let mut statement = db.prepare_cached("SELECT name FROM scopes ORDER BY name")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names.map(|name| parsed(&name?, Scope::parse)).collect()
}

pub fn name_of(db: &Connection, scope: i64) -> StoreResult<Scope> {
    let name: String = db
        .prepare_cached("SELECT name FROM scopes WHERE id = ?1")?
        .query_row([scope], |row| row.get(0))?;
    parsed(&name, Scope::parse)
}

/// The scopes whose names begin so, e.g. all routes of a kelurahan.
pub fn beginning_with(db: &Connection, prefix: &str) -> StoreResult<Vec<Scope>> {
    // "~" stands behind every character of a scope's name.
    let end = format!("{prefix}~");
    let mut statement =
        db.prepare_cached("SELECT name FROM scopes WHERE ?1 <= name AND name < ?2")?;
    let names = statement.query_map([prefix, &end], |row| row.get::<_, String>(0))?;
    names.map(|name| parsed(&name?, Scope::parse)).collect()
}

pub fn of_person(db: &Connection, person: PersonId) -> StoreResult<Option<PersonScopes>> {
    let found: Option<(i64, i64, String)> = db
        .prepare_cached("SELECT delivery, case_, left_areas FROM person_scopes WHERE person = ?1")?
        .query_row([person.as_bytes()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((delivery, case, left)) = found else {
        return Ok(None);
    };
    Ok(Some(PersonScopes {
        delivery: name_of(db, delivery)?,
        case: name_of(db, case)?,
        left: areas_of(&left)?,
    }))
}

pub fn set_of_person(db: &Connection, person: PersonId, scopes: &PersonScopes) -> StoreResult<()> {
    let delivery = ensure(db, &scopes.delivery)?.number;
    let case = ensure(db, &scopes.case)?.number;
    db.prepare_cached(
        "INSERT INTO person_scopes (person, delivery, case_, left_areas) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (person) DO UPDATE SET delivery = excluded.delivery, case_ = excluded.case_,
           left_areas = excluded.left_areas",
    )?
    .execute((person.as_bytes(), delivery, case, areas_text(&scopes.left)))?;
    Ok(())
}

pub fn persons_after(
    db: &Connection,
    after: Option<PersonId>,
    limit: usize,
) -> StoreResult<Vec<Person>> {
    let mut statement = db.prepare_cached(
        "SELECT person, delivery, case_, left_areas FROM person_scopes WHERE ?1 < person
         ORDER BY person LIMIT ?2",
    )?;
    let after: &[u8] = after.as_ref().map_or(&[], |person| person.as_bytes());
    let found = statement.query_map((after, limit as i64), |row| {
        Ok((
            id(row, 0)?,
            row.get(1)?,
            row.get(2)?,
            row.get::<_, String>(3)?,
        ))
    })?;
    found
        .map(|found| {
            let (person, delivery, case, left) = found?;
            let scopes = PersonScopes {
                delivery: name_of(db, delivery)?,
                case: name_of(db, case)?,
                left: areas_of(&left)?,
            };
            Ok(Person { person, scopes })
        })
        .collect()
}

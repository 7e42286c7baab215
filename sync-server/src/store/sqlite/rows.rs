//! Rows: the state of every entity, its registers in two halves.

use rantang_core::ids::PersonId;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::Scope;
use rusqlite::{Connection, OptionalExtension};

use super::cbor::optional_id;
use super::scopes::{self, place_of};
use crate::store::halves::{Halves, RawRow};
use crate::store::place::number_of;
use crate::store::{StoreResult, StoredRow};

/// The columns of `SELECT place, kind, entity, owner, clear, sealed`.
pub fn raw(row: &rusqlite::Row<'_>) -> rusqlite::Result<RawRow> {
    Ok(RawRow {
        place: row.get(0)?,
        kind: row.get(1)?,
        entity: row.get(2)?,
        owner: optional_id(row, 3)?,
        halves: Halves {
            clear: row.get(4)?,
            sealed: row.get(5)?,
        },
    })
}

pub fn load(db: &Connection, entity: &EntityRef) -> StoreResult<Option<Row>> {
    let raw = db
        .prepare_cached(
            "SELECT place, kind, entity, owner, clear, sealed FROM rows WHERE entity = ?1 AND kind = ?2",
        )?
        .query_row((entity.id.as_bytes(), entity.kind.code()), raw)
        .optional()?;
    raw.map(|raw| with_scope(db, raw)).transpose()
}

pub fn load_owned(db: &Connection, owner: PersonId) -> StoreResult<Vec<Row>> {
    let mut statement = db.prepare_cached(
        "SELECT place, kind, entity, owner, clear, sealed FROM rows WHERE owner = ?1",
    )?;
    let raws = statement.query_map([owner.as_bytes()], raw)?;
    raws.map(|raw| with_scope(db, raw?)).collect()
}

fn with_scope(db: &Connection, raw: RawRow) -> StoreResult<Row> {
    let scope = scopes::name_of(db, number_of(raw.place))?;
    raw.into_row(scope)
}

/// Writes a row at its new place; its removal from that scope, if there was one, is no more.
/// `is_known`: the store has it, here or in another scope.
pub fn put(
    db: &Connection,
    row: &Row,
    scope: i64,
    position: u64,
    is_known: bool,
) -> StoreResult<()> {
    let halves = Halves::of(row)?;
    let owner = row.owner.map(|owner| *owner.as_bytes());
    db.prepare_cached(
        "INSERT INTO rows (place, kind, entity, owner, clear, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (entity, kind) DO UPDATE SET place = excluded.place, owner = excluded.owner,
           clear = excluded.clear, sealed = excluded.sealed",
    )?
    .execute((
        place_of(scope, position),
        row.entity.kind.code(),
        row.entity.id.as_bytes(),
        owner,
        halves.clear,
        halves.sealed,
    ))?;
    if is_known {
        forget_removal(db, &row.entity, scope)?;
    }
    Ok(())
}

/// `now_ms`: from when on it ages.
pub fn remove(
    db: &Connection,
    entity: &EntityRef,
    scope: i64,
    position: u64,
    now_ms: i64,
) -> StoreResult<()> {
    forget_removal(db, entity, scope)?;
    db.prepare_cached(
        "INSERT INTO removals (place, kind, entity, removed_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((
        place_of(scope, position),
        entity.kind.code(),
        entity.id.as_bytes(),
        now_ms,
    ))?;
    Ok(())
}

fn forget_removal(db: &Connection, entity: &EntityRef, scope: i64) -> StoreResult<()> {
    db.prepare_cached(
        "DELETE FROM removals WHERE entity = ?1 AND kind = ?2 AND place BETWEEN ?3 AND ?4",
    )?
    .execute((
        entity.id.as_bytes(),
        entity.kind.code(),
        place_of(scope, 0),
        place_of(scope, u64::MAX),
    ))?;
    Ok(())
}

pub fn after(db: &Connection, place: i64, limit: usize) -> StoreResult<Vec<StoredRow>> {
    let mut statement = db.prepare_cached(
        "SELECT place, kind, entity, owner, clear, sealed FROM rows WHERE ?1 < place ORDER BY place LIMIT ?2",
    )?;
    let raws = statement.query_map((place, limit as i64), raw)?;
    raws.map(|raw| {
        let raw = raw?;
        let place = raw.place;
        let row = with_scope(db, raw)?;
        Ok(StoredRow { place, row })
    })
    .collect()
}

/// Every row of a scope, in the order of kind and id.
pub fn each(
    db: &Connection,
    scope: &Scope,
    number: i64,
    each: &mut dyn FnMut(Row) -> StoreResult<()>,
) -> StoreResult<()> {
    let mut statement = db.prepare_cached(
        "SELECT place, kind, entity, owner, clear, sealed FROM rows
         WHERE place BETWEEN ?1 AND ?2 ORDER BY kind, entity",
    )?;
    let range = (place_of(number, 0), place_of(number, u64::MAX));
    for raw in statement.query_map(range, raw)? {
        each(raw?.into_row(scope.clone())?)?;
    }
    Ok(())
}

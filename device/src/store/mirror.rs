//! The server's rows as they were pulled, and how far each scope has come.
//!
//! Whatever changes here is followed by [`super::view::refresh`] of the entities that come back, in
//! the same transaction.

use std::collections::BTreeSet;

use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::scopes::Scope;
use rusqlite::{Connection, OptionalExtension};

use super::error::{Error, Result};
use super::sql::{self, blob};

/// Keeps a row as the server has it now.
pub fn put(db: &Connection, row: &Row) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO mirror (kind, id, scope, owner, row, stale)
               VALUES (?1, ?2, ?3, ?4, ?5, 0)";
    db.prepare_cached(sql)?.execute((
        row.entity.kind.code(),
        blob(row.entity.id),
        row.scope.to_string(),
        sql::maybe_blob(row.owner),
        sql::cbor(row)?,
    ))?;
    Ok(())
}

/// Deletes a row that still bears `scope`; one that moved on stays. Says whether it was there.
pub fn remove(db: &Connection, scope: &Scope, entity: EntityRef) -> Result<bool> {
    let sql = "DELETE FROM mirror WHERE kind = ?1 AND id = ?2 AND scope = ?3";
    let deleted = db.prepare_cached(sql)?.execute((
        entity.kind.code(),
        blob(entity.id),
        scope.to_string(),
    ))?;
    Ok(deleted != 0)
}

/// Every scope that this device holds, with its cursor.
pub fn cursors(db: &Connection) -> Result<Vec<(Scope, u64)>> {
    let mut statement = db.prepare_cached("SELECT scope, cursor FROM scopes ORDER BY scope")?;
    let found = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    found
        .map(|found| {
            let (scope, cursor) = found?;
            let scope = Scope::parse(&scope).map_err(|_| Error::Unreadable("a scope"))?;
            Ok((scope, cursor as u64))
        })
        .collect()
}

/// How far a scope has come; `None`: it is not held.
pub fn cursor(db: &Connection, scope: &Scope) -> Result<Option<u64>> {
    let sql = "SELECT cursor FROM scopes WHERE scope = ?1";
    let cursor: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([scope.to_string()], |row| row.get(0))
        .optional()?;
    Ok(cursor.map(|cursor| cursor as u64))
}

/// Begins to hold a scope; one that is held stays as it is.
pub fn hold(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO scopes (scope, cursor) VALUES (?1, 0)")?
        .execute([scope.to_string()])?;
    Ok(())
}

/// Saves a cursor, in the transaction of its rows. `up_to_date_ms`: nothing more was behind it then.
pub fn advance(
    db: &Connection,
    scope: &Scope,
    cursor: u64,
    up_to_date_ms: Option<i64>,
) -> Result<()> {
    let sql = "UPDATE scopes SET cursor = ?2, pulled_ms = coalesce(?3, pulled_ms) WHERE scope = ?1";
    db.prepare_cached(sql)?
        .execute((scope.to_string(), cursor as i64, up_to_date_ms))?;
    Ok(())
}

/// When a scope was last seen up to date.
pub fn pulled_ms(db: &Connection, scope: &Scope) -> Result<Option<i64>> {
    let sql = "SELECT pulled_ms FROM scopes WHERE scope = ?1";
    let pulled: Option<Option<i64>> = db
        .prepare_cached(sql)?
        .query_row([scope.to_string()], |row| row.get(0))
        .optional()?;
    Ok(pulled.flatten())
}

/// Lets go of a scope whose grant ended: its rows leave the device.
pub fn drop_scope(db: &Connection, scope: &Scope) -> Result<BTreeSet<EntityRef>> {
    db.prepare_cached("DELETE FROM scopes WHERE scope = ?1")?
        .execute([scope.to_string()])?;
    delete(
        db,
        "DELETE FROM mirror WHERE scope = ?1 RETURNING kind, id",
        scope,
    )
}

/// The server was restored: every scope is fetched anew. What is shown stays until then.
pub fn fetch_all_anew(db: &Connection) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = 0")?
        .execute([])?;
    db.prepare_cached("UPDATE mirror SET stale = 1")?
        .execute([])?;
    Ok(())
}

/// A scope has been fetched anew: what did not come again is gone.
pub fn sweep(db: &Connection, scope: &Scope) -> Result<BTreeSet<EntityRef>> {
    delete(
        db,
        "DELETE FROM mirror WHERE scope = ?1 AND stale = 1 RETURNING kind, id",
        scope,
    )
}

fn delete(db: &Connection, sql: &str, scope: &Scope) -> Result<BTreeSet<EntityRef>> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([scope.to_string()], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, [u8; 16]>(1)?))
    })?;
    found
        .map(|found| {
            let (kind, id) = found?;
            let kind = EntityKind::from_code(&kind).ok_or(Error::Unreadable("a kind"))?;
            Ok(EntityRef::new(kind, uuid::Uuid::from_bytes(id)))
        })
        .collect()
}

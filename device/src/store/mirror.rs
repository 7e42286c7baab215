//! The server's rows as they were pulled, and how far each scope has come.
//!
//! Whatever changes here is followed by [`super::view::refresh`] of the entities that come back, in
//! the same transaction.

use std::collections::BTreeSet;

use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::scopes::Scope;
use rusqlite::{Connection, OptionalExtension, Rows};

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

/// A row left `scope`: it goes when the pull is complete, unless it came in another scope until
/// then. One that moved on already stays.
pub fn leave(db: &Connection, scope: &Scope, entity: EntityRef) -> Result<()> {
    let sql = "UPDATE mirror SET stale = 1 WHERE kind = ?1 AND id = ?2 AND scope = ?3";
    db.prepare_cached(sql)?
        .execute((entity.kind.code(), blob(entity.id), scope.to_string()))?;
    Ok(())
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
    column(db, "SELECT cursor FROM scopes WHERE scope = ?1", scope)
}

/// How far a scope had come when everything held was last up to date; `None`: it is not held.
pub fn complete(db: &Connection, scope: &Scope) -> Result<Option<u64>> {
    column(db, "SELECT complete FROM scopes WHERE scope = ?1", scope)
}

fn column(db: &Connection, sql: &str, scope: &Scope) -> Result<Option<u64>> {
    let found: Option<i64> = db
        .prepare_cached(sql)?
        .query_row([scope.to_string()], |row| row.get(0))
        .optional()?;
    Ok(found.map(|found| found as u64))
}

/// Begins to hold a scope; one that is held stays as it is.
pub fn hold(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO scopes (scope, cursor, complete) VALUES (?1, 0, 0)")?
        .execute([scope.to_string()])?;
    Ok(())
}

/// Saves a cursor, in the transaction of its rows.
pub fn advance(db: &Connection, scope: &Scope, cursor: u64) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = ?2 WHERE scope = ?1")?
        .execute((scope.to_string(), cursor as i64))?;
    Ok(())
}

/// Nothing is behind any cursor: what was stale until now is gone. The entities that come back are
/// no longer in the mirror.
///
/// Before that a scope is not whole: a row that was changed since stands at a later position, and
/// one that moved stands in another scope.
pub fn completed(db: &Connection, now_ms: i64) -> Result<BTreeSet<EntityRef>> {
    db.prepare_cached("UPDATE scopes SET complete = cursor, pulled_ms = ?1")?
        .execute([now_ms])?;
    let mut statement =
        db.prepare_cached("DELETE FROM mirror WHERE stale = 1 RETURNING kind, id")?;
    collect(statement.query([])?)
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
    let mut statement =
        db.prepare_cached("DELETE FROM mirror WHERE scope = ?1 RETURNING kind, id")?;
    collect(statement.query([scope.to_string()])?)
}

/// The server was restored: every scope is fetched anew. What is shown stays until that is complete.
pub fn fetch_all_anew(db: &Connection) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = 0, complete = 0")?
        .execute([])?;
    db.prepare_cached("UPDATE mirror SET stale = 1")?
        .execute([])?;
    Ok(())
}

fn collect(mut rows: Rows<'_>) -> Result<BTreeSet<EntityRef>> {
    let mut entities = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (kind, id): (String, [u8; 16]) = (row.get(0)?, row.get(1)?);
        let kind = EntityKind::from_code(&kind).ok_or(Error::Unreadable("a kind"))?;
        entities.insert(EntityRef::new(kind, uuid::Uuid::from_bytes(id)));
    }
    Ok(entities)
}

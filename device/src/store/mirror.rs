//! The server's rows as they were pulled, how far each scope has come, and what its rows add up to.
//!
//! Whatever changes here is told to [`super::view::Shown`] in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Tally, digest};
use rantang_core::sync::horizon::is_older;
use rusqlite::{Connection, OptionalExtension, Rows};

use super::error::{Error, Result};
use super::sql::{self, blob, entity};
use super::view::fingerprint;

/// By how much the rows of each scope count differently. [`Counts::save`] in the transaction that
/// changed them.
#[derive(Debug, Default)]
pub struct Counts(BTreeMap<i64, Tally>);

impl Counts {
    fn of(&mut self, number: i64) -> &mut Tally {
        self.0.entry(number).or_default()
    }

    pub fn save(self, db: &Connection) -> Result<()> {
        for (number, difference) in self.0 {
            if let Some(mut tally) = tally(db, number)? {
                tally += difference;
                set_tally(db, number, tally)?;
            }
        }
        Ok(())
    }
}

/// What the rows of a scope add up to, as it is kept beside them.
pub fn tally(db: &Connection, number: i64) -> Result<Option<Tally>> {
    let found = db
        .prepare_cached("SELECT count, checksum FROM scopes WHERE n = ?1")?
        .query_row([number], |row| {
            Ok(Tally {
                count: row.get::<_, i64>(0)? as u64,
                checksum: row.get::<_, i64>(1)? as u64,
            })
        })
        .optional()?;
    Ok(found)
}

fn set_tally(db: &Connection, number: i64, tally: Tally) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET count = ?2, checksum = ?3 WHERE n = ?1")?
        .execute((number, tally.count as i64, tally.checksum as i64))?;
    Ok(())
}

/// Keeps a row as the server has it now, in the scope of this number; returns its fingerprint.
pub fn put(db: &Connection, number: i64, row: &Row, counts: &mut Counts) -> Result<i64> {
    let (kind, id) = (row.entity.kind.code(), blob(row.entity.id));
    let before: Option<i64> = db
        .prepare_cached("SELECT digest FROM mirror WHERE kind = ?1 AND id = ?2 AND scope = ?3")?
        .query_row((kind, id, number), |row| row.get(0))
        .optional()?;
    let digest = digest(row);
    let tally = counts.of(number);
    *tally += Tally::of_digest(digest);
    if let Some(before) = before {
        *tally -= Tally::of_digest(before as u64);
    }
    let sql = "INSERT OR REPLACE INTO mirror (kind, id, scope, owner, row, digest, stale)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)";
    db.prepare_cached(sql)?.execute((
        kind,
        id,
        number,
        sql::maybe_blob(row.owner),
        sql::cbor(row)?,
        digest as i64,
    ))?;
    Ok(fingerprint(row, digest))
}

/// A row left a scope: it goes when the pull is complete, unless it came in another scope until then.
pub fn leave(db: &Connection, number: i64, entity: EntityRef) -> Result<()> {
    let sql = "UPDATE mirror SET stale = 1 WHERE kind = ?1 AND id = ?2 AND scope = ?3";
    db.prepare_cached(sql)?
        .execute((entity.kind.code(), blob(entity.id), number))?;
    Ok(())
}

/// Every scope that this device holds, with its cursor.
pub fn cursors(db: &Connection) -> Result<Vec<(Scope, u64)>> {
    select_cursors(db, "SELECT scope, cursor FROM scopes ORDER BY scope")
}

/// The scopes to ask for: all but those whose numbers would not agree.
pub fn cursors_to_pull(db: &Connection) -> Result<Vec<(Scope, u64)>> {
    let sql = "SELECT scope, cursor FROM scopes WHERE stopped_ms IS NULL ORDER BY scope";
    select_cursors(db, sql)
}

fn select_cursors(db: &Connection, sql: &str) -> Result<Vec<(Scope, u64)>> {
    let mut statement = db.prepare_cached(sql)?;
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

/// A scope that this device holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    pub number: i64,
    pub cursor: u64,
}

/// `None`: the scope is not held.
pub fn held(db: &Connection, scope: &Scope) -> Result<Option<Held>> {
    let found = db
        .prepare_cached("SELECT n, cursor FROM scopes WHERE scope = ?1")?
        .query_row([scope.to_string()], |row| {
            Ok(Held {
                number: row.get(0)?,
                cursor: row.get::<_, i64>(1)? as u64,
            })
        })
        .optional()?;
    Ok(found)
}

/// How far a scope had come when everything held was last up to date; `None`: it is not held.
pub fn complete(db: &Connection, scope: &Scope) -> Result<Option<u64>> {
    let found: Option<i64> = db
        .prepare_cached("SELECT complete FROM scopes WHERE scope = ?1")?
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
pub fn advance(db: &Connection, number: i64, cursor: u64) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = ?2 WHERE n = ?1")?
        .execute((number, cursor as i64))?;
    Ok(())
}

/// Nothing is behind any cursor: what was stale until now is gone. The entities that come back are
/// no longer in that scope.
///
/// Before that a scope is not whole: a row that was changed since stands at a later position, and
/// one that moved stands in another scope.
pub fn completed(db: &Connection, now_ms: i64) -> Result<BTreeSet<EntityRef>> {
    db.prepare_cached(
        "UPDATE scopes SET complete = cursor, pulled_ms = ?1 WHERE stopped_ms IS NULL",
    )?
    .execute([now_ms])?;
    let mut gone = Counts::default();
    let mut entities = BTreeSet::new();
    let mut statement =
        db.prepare_cached("DELETE FROM mirror WHERE stale = 1 RETURNING kind, id, scope, digest")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, digest): (i64, i64) = (row.get(2)?, row.get(3)?);
        *gone.of(number) -= Tally::of_digest(digest as u64);
        entities.insert(entity(row)?);
    }
    gone.save(db)?;
    Ok(entities)
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
    let Some(held) = held(db, scope)? else {
        return Ok(BTreeSet::new());
    };
    db.prepare_cached("DELETE FROM scopes WHERE n = ?1")?
        .execute([held.number])?;
    db.prepare_cached("DELETE FROM snapshots WHERE scope = ?1")?
        .execute([scope.to_string()])?;
    let mut statement =
        db.prepare_cached("DELETE FROM mirror WHERE scope = ?1 RETURNING kind, id")?;
    collect(statement.query([held.number])?)
}

/// A scope is fetched from its beginning. What is shown stays until that is complete.
pub fn fetch_anew(db: &Connection, number: i64) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = 0, complete = 0 WHERE n = ?1")?
        .execute([number])?;
    make_stale(db, number)
}

/// What is held of a scope goes when the pull is complete, unless it comes again until then.
pub fn make_stale(db: &Connection, number: i64) -> Result<()> {
    db.prepare_cached("UPDATE mirror SET stale = 1 WHERE scope = ?1")?
        .execute([number])?;
    Ok(())
}

/// The server was restored: every scope is fetched anew. What is shown stays until that is complete.
pub fn fetch_all_anew(db: &Connection) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET cursor = 0, complete = 0, rounds = 0, stopped_ms = NULL")?
        .execute([])?;
    db.prepare_cached("UPDATE mirror SET stale = 1")?
        .execute([])?;
    db.prepare_cached("DELETE FROM snapshots")?.execute([])?;
    Ok(())
}

/// Lets go of what the facts of before `since` say, so that nothing of it can be read here any more.
/// That there is such a row, and its digest, stay: the scope counts as it does at the server. What
/// this device itself still has to say about them keeps its row. The entities that come back are to
/// be refreshed.
pub fn shed(db: &Connection, since: NaiveDate) -> Result<BTreeSet<EntityRef>> {
    let mut old = Vec::new();
    let mut statement = db.prepare_cached(
        "SELECT rowid, row FROM mirror
         WHERE kind IN ('delivery', 'delivery_case', 'run', 'alert', 'review') AND row <> x''
           AND NOT EXISTS (SELECT 1 FROM overlay
                           WHERE overlay.kind = mirror.kind AND overlay.id = mirror.id)",
    )?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let bytes = found.get_ref(1)?.as_blob().map_err(sql::unreadable)?;
        let row: Row = sql::from_cbor(bytes, "a row of the mirror")?;
        if is_older(&row, since) {
            old.push((found.get::<_, i64>(0)?, row.entity));
        }
    }
    let mut entities = BTreeSet::new();
    for (rowid, entity) in old {
        db.prepare_cached("UPDATE mirror SET row = x'' WHERE rowid = ?1")?
            .execute([rowid])?;
        entities.insert(entity);
    }
    Ok(entities)
}

/// Whether rows or scopes say another number than the rows themselves make.
pub fn is_miscounted(db: &Connection) -> Result<bool> {
    let mut is_wrong = false;
    let counted = count(db, |_, _| is_wrong = true)?;
    for number in numbers(db)? {
        let counted = counted.get(&number).copied().unwrap_or_default();
        is_wrong |= tally(db, number)? != Some(counted);
    }
    Ok(is_wrong)
}

/// Counts everything from the rows.
pub fn count_anew(db: &Connection) -> Result<()> {
    let mut wrong = Vec::new();
    let counted = count(db, |rowid, digest| wrong.push((rowid, digest)))?;
    for (rowid, digest) in wrong {
        db.prepare_cached("UPDATE mirror SET digest = ?2 WHERE rowid = ?1")?
            .execute((rowid, digest as i64))?;
    }
    for number in numbers(db)? {
        let counted = counted.get(&number).copied().unwrap_or_default();
        set_tally(db, number, counted)?;
    }
    Ok(())
}

/// Calls `wrong` with each row whose digest is another than the one beside it. A row that cannot be
/// read counts for nothing: the server's number will tell. What was let go counts as it did.
fn count(db: &Connection, mut wrong: impl FnMut(i64, u64)) -> Result<BTreeMap<i64, Tally>> {
    let mut counted: BTreeMap<i64, Tally> = BTreeMap::new();
    let mut statement = db.prepare_cached("SELECT rowid, scope, digest, row FROM mirror")?;
    let mut rows = statement.query([])?;
    while let Some(found) = rows.next()? {
        let (rowid, number): (i64, i64) = (found.get(0)?, found.get(1)?);
        let kept = found.get::<_, i64>(2)? as u64;
        let bytes = found.get_ref(3)?.as_blob().map_err(sql::unreadable)?;
        let digest = if bytes.is_empty() {
            kept
        } else {
            let row = sql::from_cbor::<Row>(bytes, "a row of the mirror");
            row.map_or(0, |row| digest(&row))
        };
        if digest != kept {
            wrong(rowid, digest);
        }
        *counted.entry(number).or_default() += Tally::of_digest(digest);
    }
    Ok(counted)
}

fn numbers(db: &Connection) -> Result<Vec<i64>> {
    let mut statement = db.prepare_cached("SELECT n FROM scopes")?;
    let numbers = statement.query_map([], |row| row.get(0))?;
    Ok(numbers.collect::<rusqlite::Result<_>>()?)
}

fn collect(mut rows: Rows<'_>) -> Result<BTreeSet<EntityRef>> {
    let mut entities = BTreeSet::new();
    while let Some(row) = rows.next()? {
        entities.insert(entity(row)?);
    }
    Ok(entities)
}

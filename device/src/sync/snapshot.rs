//! A scope that is fetched whole: what of its snapshot is in, and what comes next.
//!
//! The cursor stays where it was until the last chunk is in, and what was held before stays on the
//! screens: it goes when the pull behind the snapshot is complete, unless a chunk brought it again.

use rantang_core::registers::Row;
use rantang_core::scopes::Scope;
use rantang_core::sync::snapshot::{ChunkHash, SnapshotChunk, SnapshotIndex};
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::store::view::Shown;
use crate::store::{Error, Result, mirror, sql};

/// What to ask the server for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Index(Scope),
    Chunk {
        index: SnapshotIndex,
        at: usize,
        hash: ChunkHash,
    },
}

/// The server said to take a snapshot of a scope; one that is under way goes on.
pub fn want(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("INSERT OR IGNORE INTO snapshots (scope, next) VALUES (?1, 0)")?
        .execute([scope.to_string()])?;
    Ok(())
}

/// It has come in another way, or is of another time.
pub fn forget(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("DELETE FROM snapshots WHERE scope = ?1")?
        .execute([scope.to_string()])?;
    Ok(())
}

/// `None`: nothing is wanted.
pub fn next(db: &Connection) -> Result<Option<Next>> {
    let sql = "SELECT snapshots.scope, signed, next FROM snapshots
               JOIN scopes ON scopes.scope = snapshots.scope ORDER BY signed IS NULL, snapshots.scope";
    let found = db
        .prepare_cached(sql)?
        .query_row([], |row| {
            let index: Option<SnapshotIndex> = sql::maybe_value(row, "signed")?;
            Ok((row.get::<_, String>(0)?, index, row.get::<_, i64>(2)?))
        })
        .optional()?;
    let Some((scope, index, at)) = found else {
        return Ok(None);
    };
    let Some(index) = index else {
        let scope = Scope::parse(&scope).map_err(|_| Error::Unreadable("a scope"))?;
        return Ok(Some(Next::Index(scope)));
    };
    let at = usize::try_from(at).unwrap_or(0);
    let hash = index.chunk(at).ok_or(Error::Unreadable("a snapshot"))?;
    Ok(Some(Next::Chunk { index, at, hash }))
}

/// Begins with an index that was verified. What is held of the scope is stale from here on.
pub fn begin(tx: &Transaction<'_>, index: &SnapshotIndex) -> Result<()> {
    let Some(held) = mirror::held(tx, &index.scope)? else {
        return forget(tx, &index.scope);
    };
    mirror::make_stale(tx, held.number)?;
    if index.is_empty() {
        return end(tx, index, held.number);
    }
    tx.prepare_cached("UPDATE snapshots SET signed = ?2, next = 0 WHERE scope = ?1")?
        .execute((index.scope.to_string(), sql::cbor(index)?))?;
    Ok(())
}

/// Stores a chunk that was verified, with how far that has come. Says how many rows it brought.
pub fn take_in(
    tx: &Transaction<'_>,
    index: &SnapshotIndex,
    at: usize,
    chunk: SnapshotChunk,
) -> Result<u32> {
    let Some(held) = mirror::held(tx, &index.scope)? else {
        forget(tx, &index.scope)?;
        return Ok(0);
    };
    // Another sync has come further meanwhile, or began another one: this chunk may be of before it.
    let is_next = matches!(next(tx)?, Some(Next::Chunk { index: ours, at: due, .. })
        if ours == *index && due == at);
    if !is_next {
        return Ok(0);
    }
    let count = chunk.rows.len() as u32;
    let mut counts = mirror::Counts::default();
    let mut shown = Shown::default();
    for row in chunk.rows {
        let row = Row {
            scope: index.scope.clone(),
            ..row
        };
        let fingerprint = mirror::put(tx, held.number, &row, &mut counts)?;
        shown.pulled(row, fingerprint);
    }
    counts.save(tx)?;
    if at + 1 < index.len() {
        tx.prepare_cached("UPDATE snapshots SET next = ?2 WHERE scope = ?1")?
            .execute((index.scope.to_string(), (at + 1) as i64))?;
    } else {
        end(tx, index, held.number)?;
    }
    shown.write(tx)?;
    Ok(count)
}

/// The pull goes on from where the snapshot was made.
fn end(tx: &Transaction<'_>, index: &SnapshotIndex, number: i64) -> Result<()> {
    mirror::advance(tx, number, index.manifest.head)?;
    forget(tx, &index.scope)
}

/// The server has another one by now: ask for its index.
pub fn begin_anew(db: &Connection, scope: &Scope) -> Result<()> {
    db.prepare_cached("UPDATE snapshots SET signed = NULL, next = 0 WHERE scope = ?1")?
        .execute([scope.to_string()])?;
    Ok(())
}

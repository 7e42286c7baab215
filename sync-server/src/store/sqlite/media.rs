//! Ciphertexts that rows name, in SQLite.

use rantang_core::ids::{DeviceId, UserId};
use rantang_core::registers::Row;
use rantang_core::scopes::Scope;
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{id, parsed};
use super::staff;
use crate::store::StoreResult;
use crate::store::media::{MediaHash, MediaRecord, MediaStep, Named, parts_of, with_part};

/// Keeps in step with a row what it names.
pub fn project(db: &Connection, row: &Row) -> StoreResult<()> {
    let Some(named) = Named::of(row) else {
        return Ok(());
    };
    let (kind, entity) = (row.entity.kind.code(), row.entity.id.as_bytes());
    let mut insert = db.prepare_cached(
        "INSERT INTO media (hash, kind, entity, author, bytes) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (hash) DO NOTHING",
    )?;
    for (hash, (bytes, author)) in &named.bytes_and_author {
        insert.execute((hash, kind, entity, author.as_bytes(), bytes))?;
    }
    let mut known = db.prepare_cached(
        "SELECT hash FROM media WHERE entity = ?1 AND kind = ?2 AND withdrawn = 0",
    )?;
    let known = known.query_map((entity, kind), |row| row.get(0))?;
    let known: Vec<MediaHash> = known.collect::<rusqlite::Result<_>>()?;
    for hash in known {
        if !named.bytes_and_author.contains_key(&hash) {
            db.prepare_cached("UPDATE media SET withdrawn = 1 WHERE hash = ?1")?
                .execute([hash])?;
        }
    }
    Ok(())
}

pub fn records(
    db: &Connection,
    device: DeviceId,
    hashes: &[MediaHash],
    now_ms: i64,
) -> StoreResult<Vec<Option<MediaRecord>>> {
    let record = staff::known_device(db, device)?;
    let standing = staff::standing(db, record.user)?.filter(|_| !record.revoked);
    let is_known = standing.is_some();
    let grants = standing.map_or_else(Vec::new, |it| it.readable(now_ms));
    let mut statement = db.prepare_cached(
        "SELECT media.bytes, begun_ms, parts, stored_ms, durable, author, scopes.name FROM media
         JOIN rows ON rows.entity = media.entity AND rows.kind = media.kind
         JOIN scopes ON scopes.id = rows.place >> 40
         WHERE hash = ?1 AND withdrawn = 0",
    )?;
    let mut found = Vec::with_capacity(hashes.len());
    for hash in hashes {
        let row = statement
            .query_row([hash], |row| {
                let author: UserId = id(row, 5)?;
                let scope: String = row.get(6)?;
                let media = MediaRecord {
                    bytes: row.get(0)?,
                    begun_ms: row.get(1)?,
                    parts: parts_of(&row.get::<_, String>(2)?),
                    stored_ms: row.get(3)?,
                    durable: row.get(4)?,
                    may_read: false,
                    may_send: is_known && author == record.user,
                };
                Ok((media, scope))
            })
            .optional()?;
        let Some((mut media, scope)) = row else {
            found.push(None);
            continue;
        };
        let scope = parsed(&scope, Scope::parse)?;
        media.may_read = grants.iter().any(|grant| grant.covers(&scope));
        media.may_send |= media.may_read;
        found.push(Some(media));
    }
    Ok(found)
}

/// False: another was quicker, or there is nothing of the kind.
pub fn step(db: &Connection, hash: &MediaHash, step: MediaStep, now_ms: i64) -> StoreResult<bool> {
    let changed = match step {
        MediaStep::Begin => db
            .prepare_cached(
                "UPDATE media SET begun_ms = ?2
                 WHERE hash = ?1 AND begun_ms IS NULL AND stored_ms IS NULL AND withdrawn = 0",
            )?
            .execute((hash, now_ms))?,
        MediaStep::Part { from, to } => {
            let before: Option<String> = db
                .prepare_cached(
                    "SELECT parts FROM media WHERE hash = ?1 AND begun_ms IS NOT NULL
                       AND stored_ms IS NULL AND withdrawn = 0 AND ?2 <= bytes",
                )?
                .query_row((hash, to), |row| row.get(0))
                .optional()?;
            let Some(before) = before else {
                return Ok(false);
            };
            if parts_of(&before).last().copied().unwrap_or(0) != from {
                return Ok(false);
            }
            db.prepare_cached("UPDATE media SET parts = ?2, begun_ms = ?3 WHERE hash = ?1")?
                .execute((hash, with_part(&before, to), now_ms))?
        }
        MediaStep::Forget => db
            .prepare_cached(
                "UPDATE media SET begun_ms = NULL, parts = ''
                 WHERE hash = ?1 AND stored_ms IS NULL",
            )?
            .execute([hash])?,
        MediaStep::Stored => db
            .prepare_cached(
                "UPDATE media SET begun_ms = NULL, parts = '', stored_ms = ?2
                 WHERE hash = ?1 AND stored_ms IS NULL",
            )?
            .execute((hash, now_ms))?,
        MediaStep::Gone => db
            .prepare_cached(
                "UPDATE media SET begun_ms = NULL, parts = '', stored_ms = NULL, durable = 0
                 WHERE hash = ?1",
            )?
            .execute([hash])?,
    };
    Ok(0 < changed)
}

pub fn begun_before(db: &Connection, begun_ms: i64, limit: usize) -> StoreResult<Vec<MediaHash>> {
    list(
        db,
        "SELECT hash FROM media WHERE begun_ms < ?1 LIMIT ?2",
        (begun_ms, limit as i64),
    )
}

pub fn withdrawn(db: &Connection, limit: usize) -> StoreResult<Vec<MediaHash>> {
    list(
        db,
        "SELECT hash FROM media WHERE withdrawn = 1
           AND (stored_ms IS NOT NULL OR begun_ms IS NOT NULL) LIMIT ?1",
        [limit as i64],
    )
}

pub fn stored_after(
    db: &Connection,
    after: Option<MediaHash>,
    limit: usize,
) -> StoreResult<Vec<MediaHash>> {
    list(
        db,
        "SELECT hash FROM media WHERE ?1 < hash AND stored_ms IS NOT NULL AND withdrawn = 0
         ORDER BY hash LIMIT ?2",
        (after.map_or(Vec::new(), |hash| hash.to_vec()), limit as i64),
    )
}

fn list(db: &Connection, sql: &str, params: impl rusqlite::Params) -> StoreResult<Vec<MediaHash>> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map(params, |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// What was stored by then is in the backup.
pub fn mark_durable(db: &Connection, made_ms: i64) -> StoreResult<()> {
    db.execute(
        "UPDATE media SET durable = 1 WHERE durable = 0 AND stored_ms <= ?1",
        [made_ms],
    )?;
    Ok(())
}

//! Where each ciphertext is.

use std::collections::HashSet;

use rantang_core::ids::{OpId, UserId};
use rantang_core::photos::{Entry, Object, Photo, Subject};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::view::{PhotoLane, PhotoState};
use crate::store::Result;
use crate::store::sql::{self, blob};

/// One thing that stands beside a delivery or visit.
pub(crate) struct Attached {
    pub op: OpId,
    pub author: UserId,
    pub at_ms: i64,
    pub entry: Entry,
}

impl Attached {
    pub fn is_declined(&self) -> bool {
        self.entry == Entry::Declined
    }
}

fn attached(row: &Row<'_>) -> rusqlite::Result<(OpId, UserId, i64, Vec<u8>)> {
    Ok((
        sql::id(row, "op")?,
        sql::id(row, "author")?,
        row.get("at_ms")?,
        row.get("value")?,
    ))
}

fn read((op, author, at_ms, value): (OpId, UserId, i64, Vec<u8>)) -> Result<Attached> {
    Ok(Attached {
        op,
        author,
        at_ms,
        entry: sql::from_cbor(&value, "a photo")?,
    })
}

/// Oldest first.
pub(crate) fn of(db: &Connection, subject: Subject) -> Result<Vec<Attached>> {
    let entity = subject.entity();
    let mut statement = db.prepare_cached(
        "SELECT op, author, at_ms, value FROM photos WHERE entity = ?1 AND kind = ?2
         ORDER BY at_ms, op",
    )?;
    let found = statement.query_map((blob(entity.id), entity.kind.code()), attached)?;
    found.map(|it| read(it?)).collect()
}

pub(crate) fn one(db: &Connection, op: OpId) -> Result<Option<Attached>> {
    let mut statement =
        db.prepare_cached("SELECT op, author, at_ms, value FROM photos WHERE op = ?1")?;
    let found = statement.query_row([blob(op)], attached).optional()?;
    found.map(read).transpose()
}

/// Where a ciphertext is that was made here. Others are *wanted* and then *fetched*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// Made here, not on the server yet.
    Waiting,
    Stored,
    Durable,
}

impl Whereabouts {
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stored => "stored",
            Self::Durable => "durable",
        }
    }
}

pub(crate) fn keep_own(
    db: &Connection,
    object: &Object,
    is_small: bool,
    now_ms: i64,
) -> Result<()> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO media (hash, bytes, own, small, state, here, at_ms)
         VALUES (?1, ?2, 1, ?3, 'waiting', 1, ?4)",
    )?
    .execute((&*object.hash, object.bytes, is_small, now_ms))?;
    Ok(())
}

pub(crate) fn keep_fetched(
    db: &Connection,
    hash: &[u8; 32],
    bytes: u32,
    is_small: bool,
    now_ms: i64,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO media (hash, bytes, own, small, state, here, at_ms)
         VALUES (?1, ?2, 0, ?3, 'fetched', 1, ?4)
         ON CONFLICT (hash) DO UPDATE SET here = 1, at_ms = excluded.at_ms,
           state = CASE WHEN state IN ('waiting', 'stored') THEN state ELSE 'fetched' END",
    )?
    .execute((hash, bytes, is_small, now_ms))?;
    Ok(())
}

/// A screen asks for one that is not here.
pub(crate) fn want(db: &Connection, object: &Object, now_ms: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO media (hash, bytes, own, small, state, here, at_ms)
         VALUES (?1, ?2, 0, 0, 'wanted', 0, ?3)
         ON CONFLICT (hash) DO UPDATE SET at_ms = excluded.at_ms,
           state = CASE WHEN state IN ('waiting', 'stored') THEN state ELSE 'wanted' END",
    )?
    .execute((&*object.hash, object.bytes, now_ms))?;
    Ok(())
}

pub(crate) fn set_state(db: &Connection, hash: &[u8; 32], state: Whereabouts) -> Result<()> {
    db.prepare_cached("UPDATE media SET state = ?2 WHERE hash = ?1 AND state <> 'removed'")?
        .execute((hash, state.code()))?;
    Ok(())
}

/// The file left; a wanted or fetched one may be fetched again.
pub(crate) fn set_gone(db: &Connection, hash: &[u8; 32]) -> Result<()> {
    db.prepare_cached("DELETE FROM media WHERE hash = ?1 AND own = 0")?
        .execute([hash])?;
    db.prepare_cached("UPDATE media SET here = 0 WHERE hash = ?1")?
        .execute([hash])?;
    Ok(())
}

pub(crate) fn set_asked(db: &Connection, hashes: &[[u8; 32]], now_ms: i64) -> Result<()> {
    let mut statement = db.prepare_cached("UPDATE media SET asked_ms = ?2 WHERE hash = ?1")?;
    for hash in hashes {
        statement.execute((hash, now_ms))?;
    }
    Ok(())
}

pub(crate) fn forget_asked(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE media SET asked_ms = 0 WHERE asked_ms <> 0", [])?;
    Ok(())
}

/// The server was set back: whatever is still here may be missing there.
pub(crate) fn doubt_all(db: &Connection) -> Result<()> {
    db.execute(
        "UPDATE media SET state = 'stored', asked_ms = 0
         WHERE own = 1 AND here = 1 AND state IN ('stored', 'durable')",
        [],
    )?;
    Ok(())
}

/// Those whose files are to be kept.
pub(crate) fn here(db: &Connection) -> Result<HashSet<[u8; 32]>> {
    let mut statement = db.prepare_cached("SELECT hash FROM media WHERE here = 1")?;
    let found = statement.query_map([], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Own ones that still have to go, thumbnails before photos, oldest first.
pub(crate) fn waiting(db: &Connection, limit: usize) -> Result<Vec<([u8; 32], u32)>> {
    let mut statement = db.prepare_cached(
        "SELECT hash, bytes FROM media WHERE state = 'waiting' AND here = 1
         ORDER BY small DESC, at_ms, hash LIMIT ?1",
    )?;
    let found = statement.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Own ones on the server that are here too and about which nobody asked since: are they in a backup?
pub(crate) fn to_ask(db: &Connection, since_ms: i64, limit: usize) -> Result<Vec<[u8; 32]>> {
    let mut statement = db.prepare_cached(
        "SELECT hash FROM media WHERE state = 'stored' AND asked_ms < ?1
         ORDER BY asked_ms, at_ms LIMIT ?2",
    )?;
    let found = statement.query_map((since_ms, limit as i64), |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// What is to be fetched: what screens asked for, and where `thumbnails` the thumbnails that are not here.
pub(crate) fn to_fetch(
    db: &Connection,
    thumbnails: bool,
    limit: usize,
) -> Result<Vec<([u8; 32], bool)>> {
    let mut statement = db.prepare_cached(
        "SELECT hash, 0 FROM media WHERE state = 'wanted' AND here = 0 ORDER BY at_ms DESC LIMIT ?1",
    )?;
    let found = statement.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut wanted: Vec<([u8; 32], bool)> = found.collect::<rusqlite::Result<_>>()?;
    if thumbnails {
        let mut statement = db.prepare_cached(
            "SELECT thumbnail, 1 FROM photos WHERE thumbnail IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM media WHERE hash = thumbnail)
             ORDER BY photos.at_ms DESC LIMIT ?1",
        )?;
        let found = statement.query_map([limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
        wanted.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(wanted)
}

/// Copies that may leave, oldest first, with their bytes: own ones in a backup, and photos that were
/// fetched. Thumbnails are small and stay.
pub(crate) fn may_leave(db: &Connection) -> Result<Vec<([u8; 32], u32)>> {
    let mut statement = db.prepare_cached(
        "SELECT hash, bytes FROM media WHERE here = 1 AND small = 0
           AND state IN ('durable', 'fetched') ORDER BY at_ms, hash",
    )?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn kept_bytes(db: &Connection) -> Result<u64> {
    let sum: i64 = db.query_row(
        "SELECT coalesce(sum(bytes), 0) FROM media WHERE here = 1",
        [],
        |row| row.get(0),
    )?;
    Ok(sum as u64)
}

pub(crate) fn lane(db: &Connection) -> Result<PhotoLane> {
    let found = db.query_row(
        "SELECT count(*), coalesce(sum(bytes), 0) FROM media WHERE state = 'waiting' AND small = 0",
        [],
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)),
    )?;
    Ok(PhotoLane {
        waiting: found.0,
        waiting_bytes: found.1,
        waits_for_wifi: false,
    })
}

/// A photo is where its whole picture is.
pub(crate) fn state_of(
    db: &Connection,
    photo: &Photo,
    sending: Option<[u8; 32]>,
) -> Result<PhotoState> {
    let hash: [u8; 32] = *photo.full.hash;
    if sending.is_some_and(|it| it == hash || it == *photo.thumbnail.hash) {
        return Ok(PhotoState::Sending);
    }
    let mut statement = db.prepare_cached("SELECT state, here FROM media WHERE hash = ?1")?;
    let mut known = |hash: &[u8; 32]| {
        let found = statement.query_row([hash], |row| {
            Ok((row.get::<_, String>("state")?, row.get::<_, bool>("here")?))
        });
        found.optional()
    };
    Ok(match known(&hash)? {
        Some((state, _)) if state == "waiting" => PhotoState::OnDevice,
        Some((state, _)) if state != "wanted" => PhotoState::OnServer,
        // The thumbnail came first.
        _ => match known(&photo.thumbnail.hash)? {
            Some((_, true)) => PhotoState::OnServer,
            _ => PhotoState::Coming,
        },
    })
}

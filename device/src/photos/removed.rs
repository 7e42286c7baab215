//! Photos that somebody took away: their bytes leave too, here and everywhere.

use std::collections::HashSet;

use rantang_core::ids::OpId;
use rantang_core::operation::Payload;
use rantang_core::photos::Object;
use rantang_core::photos::registers::PHOTOS;
use rusqlite::{Connection, OptionalExtension};

use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

/// A copy of what was taken away, or is not to be seen here any more. It is fetched again where it must be.
pub(crate) fn set_fetched(db: &Connection, hash: &[u8; 32]) -> Result<()> {
    db.prepare_cached("UPDATE media SET state = 'removed' WHERE hash = ?1 AND own = 0")?
        .execute([hash])?;
    Ok(())
}

/// What was attached here and taken away by anybody: it is sent no more, and stays until the server's own
/// rows say so ([`for_good`]).
pub(crate) fn set_own(db: &Connection, attached: OpId) -> Result<()> {
    let sql = "SELECT body FROM log WHERE op_id = ?1 AND kind = 'photo.attach'";
    let body: Option<Vec<u8>> = db
        .prepare_cached(sql)?
        .query_row([blob(attached)], |row| row.get(0))
        .optional()?;
    for object in body.and_then(|body| objects(&body)).iter().flatten() {
        db.prepare_cached("UPDATE media SET state = 'removed' WHERE hash = ?1 AND own = 1")?
            .execute([&*object.hash])?;
    }
    Ok(())
}

/// What an operation of the log attached.
fn objects(body: &[u8]) -> Option<[Object; 2]> {
    match Payload::decode("photo.attach", body) {
        Ok(Payload::PhotoAttach(attach)) => Some([attach.photo.full, attach.photo.thumbnail]),
        _ => None,
    }
}

pub(crate) fn set_standing(db: &Connection, hash: &[u8; 32]) -> Result<()> {
    db.prepare_cached(
        "UPDATE media SET state = CASE own WHEN 1 THEN 'waiting' ELSE 'fetched' END
         WHERE hash = ?1 AND state = 'removed'",
    )?
    .execute([hash])?;
    Ok(())
}

/// Those whose bytes nobody may need any more.
pub(crate) fn for_good(db: &Connection) -> Result<Vec<[u8; 32]>> {
    let mut statement = db.prepare_cached("SELECT hash, own FROM media WHERE state = 'removed'")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (own, mut gone): (Vec<_>, Vec<_>) = found
        .collect::<rusqlite::Result<Vec<([u8; 32], bool)>>>()?
        .into_iter()
        .partition(|(_, own)| *own);
    if !own.is_empty() {
        let confirmed = confirmed(db)?;
        gone.extend(own.into_iter().filter(|(hash, _)| confirmed.contains(hash)));
    }
    Ok(gone.into_iter().map(|(hash, _)| hash).collect())
}

/// What was made here and is taken away by the server's own rows.
fn confirmed(db: &Connection) -> Result<HashSet<[u8; 32]>> {
    let mut statement =
        db.prepare_cached("SELECT op_id, body FROM log WHERE kind = 'photo.attach'")?;
    let mut made = statement.query([])?;
    let mut confirmed = HashSet::new();
    while let Some(row) = made.next()? {
        let op: OpId = sql::id(row, "op_id")?;
        let body: Vec<u8> = row.get("body")?;
        let Ok(Payload::PhotoAttach(attach)) = Payload::decode("photo.attach", &body) else {
            continue;
        };
        let mirrored = rows::mirror_row(db, attach.subject.entity())?;
        let photos = mirrored.as_ref().and_then(|row| row.register(&PHOTOS));
        if photos.is_some_and(|photos| photos.past().contains(&op)) {
            confirmed.extend([*attach.photo.full.hash, *attach.photo.thumbnail.hash]);
        }
    }
    Ok(confirmed)
}

pub(crate) fn forget(db: &Connection, hash: &[u8; 32]) -> Result<()> {
    db.prepare_cached("DELETE FROM media WHERE hash = ?1 AND state = 'removed'")?
        .execute([hash])?;
    Ok(())
}

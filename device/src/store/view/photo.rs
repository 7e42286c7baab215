//! What was attached to deliveries and visits.

use rantang_core::ids::OpId;
use rantang_core::photos::registers::PHOTOS;
use rantang_core::photos::{Entry, entries};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rusqlite::Connection;

use super::super::error::Result;
use super::super::sql::{self, blob};
use crate::photos::removed;

/// The hashes of a photo and its thumbnail, where an entry is one.
type Named = [Option<[u8; 32]>; 2];

/// Whether rows of the kind may have photos.
pub(super) fn may_have(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Delivery | EntityKind::Visit)
}

/// Also of a record that is not shown yet: a photo may arrive before what it belongs to.
pub(super) fn put(db: &Connection, entity: EntityRef, row: Option<&Row>) -> Result<()> {
    let mut statement = db.prepare_cached(
        "DELETE FROM photos WHERE entity = ?1 AND kind = ?2 RETURNING op, full, thumbnail",
    )?;
    let before = statement.query_map((blob(entity.id), entity.kind.code()), |row| {
        Ok((sql::id(row, "op")?, [row.get(1)?, row.get(2)?]))
    })?;
    let before: Vec<(OpId, Named)> = before.collect::<rusqlite::Result<_>>()?;
    let register = row.and_then(|row| row.register(&PHOTOS));
    let past = register.map(|it| it.past());
    for (op, named) in before {
        if past.is_none_or(|past| past.contains(&op)) {
            for hash in named.iter().flatten() {
                removed::set_fetched(db, hash)?;
            }
        }
    }
    for op in past.into_iter().flatten() {
        removed::set_own(db, *op)?;
    }
    let Some(row) = row else {
        return Ok(());
    };
    let heads = register.map(|it| it.heads()).unwrap_or_default();
    for (op, at_ms, entry) in entries(row) {
        let author = heads.iter().find(|head| head.op == op);
        let (code, full, thumbnail) = match &entry {
            Entry::Photo(photo) => ("photo", Some(*photo.full.hash), Some(*photo.thumbnail.hash)),
            Entry::Paraf(_) => ("paraf", None, None),
            Entry::Declined => ("declined", None, None),
            Entry::Removed => continue,
        };
        for hash in [full, thumbnail].iter().flatten() {
            // Taken away here, and the server did not allow it.
            removed::set_standing(db, hash)?;
        }
        db.prepare_cached(
            "INSERT OR REPLACE INTO photos
                 (op, kind, entity, author, at_ms, entry, value, full, thumbnail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            blob(op),
            entity.kind.code(),
            blob(entity.id),
            author.map(|head| blob(head.author)).unwrap_or_default(),
            at_ms,
            code,
            sql::cbor(&entry)?,
            full,
            thumbnail,
        ))?;
    }
    Ok(())
}

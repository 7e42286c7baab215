//! What a transaction changed, shown once it is complete.
//!
//! An own operation that comes back in a pulled row changes nothing that is shown: the view has had it
//! since it was recorded. [`fingerprint`] tells such rows from the others.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::registers::{EntityRef, Row};
use rantang_core::sync::agreement::digest;
use rusqlite::{Connection, OptionalExtension};

use super::super::error::Result;
use super::super::rows;
use super::super::sql::blob;
use super::{refresh_one, write};
use crate::log::verdicts::Settled;

/// Two rows with the same fingerprint are shown alike. `digest`: the row's own, which says nothing of
/// where the row lives.
pub fn fingerprint(row: &Row, digest: u64) -> i64 {
    let area = blake3::hash(row.scope.area().as_str().as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = *area.as_bytes();
    (digest ^ u64::from_le_bytes([a, b, c, d, e, f, g, h])) as i64
}

pub(super) fn fingerprint_of(row: &Row) -> i64 {
    fingerprint(row, digest(row))
}

/// Collects what has to be shown anew at the end of a transaction.
#[derive(Default)]
pub struct Shown {
    pulled: BTreeMap<EntityRef, (Row, i64)>,
    left: BTreeSet<EntityRef>,
    settled: Settled,
    touched: BTreeSet<EntityRef>,
}

impl Shown {
    /// A row that the mirror has now, with its fingerprint.
    pub fn pulled(&mut self, row: Row, fingerprint: i64) {
        self.pulled.insert(row.entity, (row, fingerprint));
    }

    /// A row left a scope. It may stand in another one that was pulled before.
    pub fn left(&mut self, entity: EntityRef) {
        self.left.insert(entity);
    }

    /// What left the overlay.
    pub fn settled(&mut self, settled: Settled) {
        self.settled.extend(settled);
    }

    /// What changed in another way.
    pub fn touched(&mut self, entities: BTreeSet<EntityRef>) {
        self.touched.extend(entities);
    }

    pub fn is_empty(&self) -> bool {
        self.pulled.is_empty() && self.settled.is_empty() && self.touched.is_empty()
    }

    /// Writes to the view what it does not show yet.
    pub fn write(mut self, db: &Connection) -> Result<()> {
        for entity in &self.left {
            if self.pulled.contains_key(entity) {
                self.touched.insert(*entity);
            }
        }
        for entity in &self.touched {
            self.pulled.remove(entity);
            self.settled.remove(entity);
        }
        super::refresh(db, &self.touched)?;
        let has_overlay = db
            .prepare_cached("SELECT 1 FROM overlay UNION ALL SELECT 1 FROM office_overlay LIMIT 1")?
            .exists([])?;
        for (entity, (row, fingerprint)) in self.pulled {
            let settled = self.settled.remove(&entity).flatten();
            let on_top = if has_overlay {
                on_top(db, entity)?
            } else {
                None
            };
            if settled.or(on_top.flatten()) == Some(fingerprint) {
                continue;
            }
            if on_top.is_some() {
                refresh_one(db, entity)?;
            } else {
                write(db, entity, Some(&row))?;
            }
        }
        for (entity, shown) in self.settled {
            if has_overlay && on_top(db, entity)?.is_some() {
                refresh_one(db, entity)?;
                continue;
            }
            let row = rows::mirror_row(db, entity)?;
            let fingerprint = row.as_ref().map(fingerprint_of);
            if fingerprint.is_none() || shown != fingerprint {
                write(db, entity, row.as_ref())?;
            }
        }
        Ok(())
    }
}

/// The fingerprint that is kept of an entity with own operations on top, and none with only those that
/// were handed over; `None`: there is nothing on top.
pub(super) fn on_top(db: &Connection, entity: EntityRef) -> Result<Option<Option<i64>>> {
    let sql = "SELECT shown FROM overlay WHERE kind = ?1 AND id = ?2
               UNION ALL SELECT NULL FROM office_overlay WHERE kind = ?1 AND id = ?2 LIMIT 1";
    Ok(db
        .prepare_cached(sql)?
        .query_row((entity.kind.code(), blob(entity.id)), |row| row.get(0))
        .optional()?)
}

/// Keeps what the view shows of an entity with own operations on top.
pub(super) fn keep(db: &Connection, entity: EntityRef, fingerprint: Option<i64>) -> Result<()> {
    db.prepare_cached("UPDATE overlay SET shown = ?3 WHERE kind = ?1 AND id = ?2")?
        .execute((entity.kind.code(), blob(entity.id), fingerprint))?;
    Ok(())
}

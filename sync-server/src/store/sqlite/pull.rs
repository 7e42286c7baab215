//! Pages: what changed in each scope behind a cursor.

use rantang_core::ids::DeviceId;
use rantang_core::sync::protocol::{Pull, PullAnswer};
use rusqlite::Connection;

use super::rows::raw;
use super::scopes::{self, Known, place_of};
use super::staff;
use crate::store::StoreResult;
use crate::store::halves::entity_of;
use crate::store::paging::{Change, Rest};

pub fn pages(
    db: &Connection,
    device: DeviceId,
    pull: &Pull,
    now_ms: i64,
) -> StoreResult<PullAnswer> {
    let record = staff::known_device(db, device)?;
    let standing = staff::standing(db, record.user)?.filter(|_| !record.revoked);
    let grants = standing.map_or_else(Vec::new, |it| it.readable(now_ms));
    let mut answer = PullAnswer {
        pages: Vec::new(),
        lost: Vec::new(),
    };
    let mut rest = Rest::of(pull);
    for (scope, cursor) in &pull.cursors {
        if !grants.iter().any(|grant| grant.covers(scope)) {
            answer.lost.push(scope.clone());
            continue;
        }
        let found = scopes::find(db, scope)?;
        let known = found.unwrap_or(Known::NONE);
        let page = rest.page(scope, *cursor, known.state(), |after, limit| {
            changes(db, known.number, after, limit)
        })?;
        answer.pages.push(page);
    }
    Ok(answer)
}

/// Puts and removes together, in order.
fn changes(db: &Connection, scope: i64, cursor: u64, limit: usize) -> StoreResult<Vec<Change>> {
    let range = (
        place_of(scope, cursor),
        place_of(scope, u64::MAX),
        limit as i64,
    );
    let mut puts = db.prepare_cached(
        "SELECT place, kind, entity, owner, clear, sealed FROM rows
         WHERE ?1 < place AND place <= ?2 ORDER BY place LIMIT ?3",
    )?;
    let mut removes = db.prepare_cached(
        "SELECT place, kind, entity FROM removals
         WHERE ?1 < place AND place <= ?2 ORDER BY place LIMIT ?3",
    )?;
    let mut all = Vec::new();
    for raw in puts.query_map(range, raw)? {
        all.push(Change::Put(raw?));
    }
    let left = removes.query_map(range, |row| {
        let (place, kind): (i64, String) = (row.get(0)?, row.get(1)?);
        Ok((place, kind, row.get::<_, [u8; 16]>(2)?))
    })?;
    for left in left {
        let (place, kind, entity) = left?;
        all.push(Change::Remove(place, entity_of(&kind, entity)?));
    }
    all.sort_by_key(Change::place);
    all.truncate(limit);
    Ok(all)
}

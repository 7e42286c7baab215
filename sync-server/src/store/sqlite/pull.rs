//! Pages: what changed in each scope behind a cursor.

use rantang_core::ids::DeviceId;
use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{Page, Pull, PullAnswer};
use rusqlite::Connection;

use super::rows::{RawRow, entity_of};
use super::scopes::{self, place_of, position_of};
use super::staff;
use crate::store::StoreResult;

/// The most changes in one answer, whatever is asked for.
pub const LIMIT_MAX: u32 = 2_000;
/// An answer ends with the page that reaches this many bytes of registers.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// One change behind a cursor.
enum Change {
    Put(RawRow),
    Remove(i64, EntityRef),
}

impl Change {
    fn place(&self) -> i64 {
        match self {
            Self::Put(raw) => raw.place,
            Self::Remove(place, _) => *place,
        }
    }
}

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
    let mut rest = Rest {
        changes: pull.limit.clamp(1, LIMIT_MAX) as usize,
        bytes: BYTES_MAX,
    };
    for (scope, cursor) in &pull.cursors {
        if grants.iter().any(|grant| grant.covers(scope)) {
            answer.pages.push(page(db, scope, *cursor, &mut rest)?);
        } else {
            answer.lost.push(scope.clone());
        }
    }
    Ok(answer)
}

/// What the answer may still hold.
struct Rest {
    changes: usize,
    bytes: usize,
}

fn page(db: &Connection, scope: &Scope, cursor: u64, rest: &mut Rest) -> StoreResult<Page> {
    let mut page = Page {
        scope: scope.clone(),
        puts: Vec::new(),
        removes: Vec::new(),
        cursor,
        more: false,
    };
    let Some((number, head)) = scopes::find(db, scope)? else {
        page.cursor = 0;
        return Ok(page);
    };
    // A cursor from before a restore points behind all there is: from the beginning.
    let cursor = if head < cursor { 0 } else { cursor };
    page.cursor = cursor;
    let changes = if rest.changes == 0 || rest.bytes == 0 {
        Vec::new()
    } else {
        changes(db, number, cursor, rest.changes)?
    };
    for change in changes {
        if rest.bytes == 0 {
            break;
        }
        page.cursor = position_of(change.place());
        rest.changes -= 1;
        match change {
            Change::Put(raw) => {
                rest.bytes = rest.bytes.saturating_sub(raw.bytes());
                page.puts.push(raw.into_row(scope.clone())?);
            }
            Change::Remove(_, entity) => page.removes.push(entity),
        }
    }
    if 0 < rest.changes && 0 < rest.bytes {
        // Positions behind the last change were given to rows that have moved on.
        page.cursor = head;
    }
    page.more = page.cursor < head;
    Ok(page)
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
    for raw in puts.query_map(range, RawRow::read)? {
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

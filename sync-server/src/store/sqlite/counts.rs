//! What scopes count: against their rows, and against what devices say of theirs.

use rantang_core::ids::DeviceId;
use rantang_core::registers::EntityKind;
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Disagreement, DisagreementState, Manifest, Tally};
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{id, parsed};
use super::{rows, scopes};
use crate::store::place::{number_of, position_of};
use crate::store::said::{Said, is_new};
use crate::store::{EachRow, Miscount, Reported, StoreResult};

/// Hands every row of a scope on, and says what is kept of their number.
pub fn each_row(
    db: &Connection,
    scope: &Scope,
    mut each: EachRow,
) -> StoreResult<Option<Manifest>> {
    let Some(known) = scopes::find(db, scope)? else {
        return Ok(None);
    };
    rows::each(db, scope, known.number, &mut each)?;
    Ok(Some(known.manifest))
}

/// Counts a scope from its rows. Where the number that was kept was another, the counted one takes
/// its place, in a new generation.
pub fn count_anew(db: &Connection, scope: &Scope) -> StoreResult<Option<Miscount>> {
    let Some(known) = scopes::find(db, scope)? else {
        return Ok(None);
    };
    let counted = count(db, scope, known.number)?;
    let kept = known.manifest.tally;
    if counted == kept {
        return Ok(None);
    }
    let mended = Manifest {
        generation: known.manifest.generation + 1,
        tally: counted,
        ..known.manifest
    };
    scopes::set_manifest(db, known.number, &mended)?;
    Ok(Some(Miscount {
        scope: scope.clone(),
        kept,
        counted,
    }))
}

/// The first numbers of a store that kept none.
pub fn count_all(db: &Connection) -> StoreResult<()> {
    for scope in scopes::all(db)? {
        if let Some(known) = scopes::find(db, &scope)? {
            let tally = count(db, &scope, known.number)?;
            let counted = Manifest {
                tally,
                ..known.manifest
            };
            scopes::set_manifest(db, known.number, &counted)?;
        }
    }
    Ok(())
}

/// What was made of generation `from` is good no more.
pub fn raise_generation(db: &Connection, scope: &Scope, from: u64) -> StoreResult<u64> {
    db.prepare_cached(
        "UPDATE scopes SET generation = generation + 1 WHERE name = ?1 AND generation = ?2",
    )?
    .execute((scope.to_string(), from as i64))?;
    let known = scopes::find(db, scope)?;
    Ok(known.map_or(Manifest::EMPTY.generation, |known| {
        known.manifest.generation
    }))
}

/// Forgets removals of before a moment, those of facts excepted.
pub fn compact(db: &Connection, before_ms: i64) -> StoreResult<usize> {
    let facts = EntityKind::ALL.into_iter().filter(|kind| kind.is_fact());
    let facts: Vec<String> = facts.map(|kind| format!("'{}'", kind.code())).collect();
    let old = format!("removed_ms < ?1 AND kind NOT IN ({})", facts.join(", "));
    let furthest = format!("SELECT max(place) FROM removals WHERE {old} GROUP BY place >> 40");
    let mut statement = db.prepare(&furthest)?;
    let places = statement.query_map([before_ms], |row| row.get::<_, i64>(0))?;
    for place in places {
        let place = place?;
        db.prepare_cached(
            "UPDATE scopes SET compacted_through = max(compacted_through, ?2) WHERE id = ?1",
        )?
        .execute((number_of(place), position_of(place) as i64))?;
    }
    Ok(db.execute(&format!("DELETE FROM removals WHERE {old}"), [before_ms])?)
}

fn count(db: &Connection, scope: &Scope, number: i64) -> StoreResult<Tally> {
    let mut counted = Tally::default();
    rows::each(db, scope, number, &mut |row| {
        counted += Tally::of(&row);
        Ok(())
    })?;
    Ok(counted)
}

/// Keeps what a device says, and tells which scopes it says something new of.
pub fn report(
    db: &Connection,
    device: DeviceId,
    said: &[Disagreement],
    now_ms: i64,
) -> StoreResult<Vec<Scope>> {
    let mut new = Vec::new();
    for it in said {
        let known = last_said(db, device, &it.scope)?;
        if known.as_ref() == Some(it) {
            continue;
        }
        if is_new(known.as_ref(), it) {
            new.push(it.scope.clone());
        }
        db.prepare_cached(
            "INSERT OR REPLACE INTO disagreements (device, scope, state, head, generation,
               told_count, told_checksum, own_count, own_checksum, reported_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            device.as_bytes(),
            it.scope.to_string(),
            it.state.code(),
            it.told.head as i64,
            it.told.generation as i64,
            it.told.tally.count as i64,
            it.told.tally.checksum as i64,
            it.own.count as i64,
            it.own.checksum as i64,
            now_ms,
        ))?;
    }
    Ok(new)
}

/// Of the scopes that a device stopped pulling, those that are of another generation now.
pub fn counted_since(db: &Connection, said: &[Disagreement]) -> StoreResult<Vec<Scope>> {
    let mut again = Vec::new();
    for it in said {
        let known = scopes::find(db, &it.scope)?;
        let generation = known
            .map_or(Manifest::EMPTY, |known| known.manifest)
            .generation;
        if it.state == DisagreementState::Stopped && generation != it.told.generation {
            again.push(it.scope.clone());
        }
    }
    Ok(again)
}

pub fn disagreements(db: &Connection) -> StoreResult<Vec<Reported>> {
    let mut statement = db.prepare_cached(
        "SELECT state, head, generation, told_count, told_checksum, own_count, own_checksum,
           scope, device, reported_ms
         FROM disagreements ORDER BY reported_ms DESC, device, scope",
    )?;
    let found = statement.query_map([], |row| {
        let scope: String = row.get(7)?;
        Ok((scope, said(row)?, id(row, 8)?, row.get(9)?))
    })?;
    found
        .map(|found| {
            let (scope, said, device, reported_ms) = found?;
            let scope = parsed(&scope, Scope::parse)?;
            Ok(Reported {
                device,
                reported_ms,
                disagreement: said.of(scope)?,
            })
        })
        .collect()
}

fn last_said(
    db: &Connection,
    device: DeviceId,
    scope: &Scope,
) -> StoreResult<Option<Disagreement>> {
    let found = db
        .prepare_cached(
            "SELECT state, head, generation, told_count, told_checksum, own_count, own_checksum
             FROM disagreements WHERE device = ?1 AND scope = ?2",
        )?
        .query_row((device.as_bytes(), scope.to_string()), said)
        .optional()?;
    found.map(|said| said.of(scope.clone())).transpose()
}

/// The columns of `SELECT state, head, …, own_checksum`.
fn said(row: &rusqlite::Row<'_>) -> rusqlite::Result<Said> {
    let mut numbers = [0; 6];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = row.get(at + 1)?;
    }
    Ok(Said {
        state: row.get(0)?,
        numbers,
    })
}

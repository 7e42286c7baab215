//! What scopes count: against their rows, and against what devices say of theirs.

use std::collections::BTreeMap;

use rantang_core::ids::DeviceId;
use rantang_core::registers::EntityKind;
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Disagreement, DisagreementState, Manifest, Tally};
use tokio_postgres::Row;

use super::columns::{id, known, named, raw};
use super::db::Db;
use super::locks::LOCK_SCOPES;
use super::pull::known_scopes;
use super::trouble::PgResult;
use crate::store::place::{Known, place_of};
use crate::store::said::{Said, is_new};
use crate::store::{EachRow, Miscount, Reported, ScopeState};

const NAMES: &str = "SELECT name FROM scopes ORDER BY name";

pub async fn scopes(db: &Db<'_>) -> PgResult<Vec<Scope>> {
    let found = db.query(NAMES, &[]).await?;
    found.iter().map(|row| named(row, 0)).collect()
}

/// `db` shows one moment throughout.
pub async fn each_row(db: &Db<'_>, scope: &Scope, each: EachRow) -> PgResult<Option<Manifest>> {
    let known = known_scopes(db, &[scope.to_string()]).await?;
    let Some(known) = known.get(scope) else {
        return Ok(None);
    };
    rows_of(db, scope, known.number, each).await?;
    Ok(Some(known.manifest))
}

/// In the order of kind and id.
const ROWS_OF: &str = "SELECT place, kind, entity, owner, clear, sealed FROM rows
     WHERE place BETWEEN $1 AND $2 ORDER BY kind COLLATE \"C\", entity";

async fn rows_of(
    db: &Db<'_>,
    scope: &Scope,
    number: i64,
    mut each: impl FnMut(rantang_core::registers::Row) -> crate::store::StoreResult<()> + Send,
) -> PgResult<()> {
    let (first, last) = (place_of(number, 0), place_of(number, u64::MAX));
    db.each(ROWS_OF, &[&first, &last], |row| {
        Ok(each(raw(&row)?.into_row(scope.clone())?)?)
    })
    .await
}

const MEND: &str =
    "UPDATE scopes SET generation = generation + 1, count = $2, checksum = $3 WHERE id = $1";

/// Counts a scope from its rows, behind its lock. Where the number that was kept was another, the
/// counted one takes its place, in a new generation.
pub async fn count_anew(db: &Db<'_>, scope: &Scope) -> PgResult<Option<Miscount>> {
    let names = [scope.to_string()];
    let Some(row) = db.first(LOCK_SCOPES, &[&names.as_slice()]).await? else {
        return Ok(None);
    };
    let Known {
        number, manifest, ..
    } = known(&row)?;
    let mut counted = Tally::default();
    rows_of(db, scope, number, |row| {
        counted += Tally::of(&row);
        Ok(())
    })
    .await?;
    let kept = manifest.tally;
    if counted == kept {
        return Ok(None);
    }
    let (count, checksum) = (counted.count as i64, counted.checksum as i64);
    db.query(MEND, &[&number, &count, &checksum]).await?;
    Ok(Some(Miscount {
        scope: scope.clone(),
        kept,
        counted,
    }))
}

const RAISE: &str =
    "UPDATE scopes SET generation = generation + 1 WHERE name = $1 AND generation = $2";

/// What was made of generation `from` is good no more.
pub async fn raise_generation(db: &Db<'_>, scope: &Scope, from: u64) -> PgResult<u64> {
    let name = scope.to_string();
    db.query(RAISE, &[&name, &(from as i64)]).await?;
    let state = state(db, scope).await?.unwrap_or(ScopeState::EMPTY);
    Ok(state.manifest.generation)
}

pub async fn state(db: &Db<'_>, scope: &Scope) -> PgResult<Option<ScopeState>> {
    let known = known_scopes(db, &[scope.to_string()]).await?;
    Ok(known.get(scope).map(Known::state))
}

/// Scopes are locked before their removals are looked at: nobody reads behind a mark that is not set.
const LOCK_ALL: &str = "SELECT 1 FROM scopes ORDER BY name FOR UPDATE";
const MARK: &str = "UPDATE scopes
     SET compacted_through = greatest(compacted_through, old.place & 1099511627775)
     FROM (SELECT max(place) AS place FROM removals
           WHERE removed_ms < $1 AND kind <> ALL($2) GROUP BY place >> 40) AS old
     WHERE scopes.id = old.place >> 40";
const FORGET: &str = "WITH gone AS (
       DELETE FROM removals WHERE removed_ms < $1 AND kind <> ALL($2) RETURNING 1)
     SELECT count(*) FROM gone";

/// Forgets removals of before a moment, those of facts excepted.
pub async fn compact(db: &Db<'_>, before_ms: i64) -> PgResult<usize> {
    let facts = EntityKind::ALL.into_iter().filter(|kind| kind.is_fact());
    let facts: Vec<&str> = facts.map(EntityKind::code).collect();
    db.query(LOCK_ALL, &[]).await?;
    db.query(MARK, &[&before_ms, &facts]).await?;
    let gone = db.first(FORGET, &[&before_ms, &facts]).await?;
    let count: i64 = gone.map_or(Ok(0), |row| row.try_get(0))?;
    Ok(count as usize)
}

const LAST_SAID: &str = "SELECT state, head, generation, told_count, told_checksum, own_count,
       own_checksum, scope
     FROM disagreements WHERE device = $1 AND scope = ANY($2)";
const SAY: &str = "INSERT INTO disagreements (device, reported_ms, scope, state, head, generation,
       told_count, told_checksum, own_count, own_checksum)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[],
       $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
     ON CONFLICT (device, scope) DO UPDATE SET state = excluded.state, head = excluded.head,
       generation = excluded.generation, told_count = excluded.told_count,
       told_checksum = excluded.told_checksum, own_count = excluded.own_count,
       own_checksum = excluded.own_checksum, reported_ms = excluded.reported_ms";

/// The scopes that a device doubts anew, and those that were counted anew since it stopped pulling
/// them.
#[derive(Default)]
pub struct Doubts {
    pub doubted: Vec<Scope>,
    pub again: Vec<Scope>,
}

/// Keeps what a device says. Most hellos say nothing.
pub async fn report(
    db: &Db<'_>,
    device: DeviceId,
    said: &[Disagreement],
    now_ms: i64,
) -> PgResult<Doubts> {
    if said.is_empty() {
        return Ok(Doubts::default());
    }
    // The last word on each scope counts.
    let said: BTreeMap<&Scope, &Disagreement> = said.iter().map(|it| (&it.scope, it)).collect();
    let names: Vec<String> = said.keys().map(|scope| scope.to_string()).collect();
    let mut last = BTreeMap::new();
    for row in db.query(LAST_SAID, &[&device.0, &names]).await? {
        let scope = named(&row, 7)?;
        last.insert(scope.clone(), said_of(&row)?.of(scope)?);
    }
    let known = known_scopes(db, &names).await?;
    let mut doubts = Doubts::default();
    let mut changed = Vec::new();
    for (scope, it) in said {
        let before = last.get(scope);
        if is_new(before, it) {
            doubts.doubted.push(scope.clone());
        }
        if before != Some(it) {
            changed.push(it);
        }
        let now = known.get(scope).unwrap_or(&Known::NONE).manifest;
        if it.state == DisagreementState::Stopped && now.generation != it.told.generation {
            doubts.again.push(scope.clone());
        }
    }
    say(db, device, &changed, now_ms).await?;
    Ok(doubts)
}

async fn say(db: &Db<'_>, device: DeviceId, said: &[&Disagreement], now_ms: i64) -> PgResult<()> {
    let scopes: Vec<String> = said.iter().map(|it| it.scope.to_string()).collect();
    let states: Vec<&str> = said.iter().map(|it| it.state.code()).collect();
    let column = |number: fn(&Disagreement) -> u64| -> Vec<i64> {
        said.iter().map(|it| number(it) as i64).collect()
    };
    db.query(
        SAY,
        &[
            &device.0,
            &now_ms,
            &scopes,
            &states,
            &column(|it| it.told.head),
            &column(|it| it.told.generation),
            &column(|it| it.told.tally.count),
            &column(|it| it.told.tally.checksum),
            &column(|it| it.own.count),
            &column(|it| it.own.checksum),
        ],
    )
    .await?;
    Ok(())
}

const ALL_SAID: &str = "SELECT state, head, generation, told_count, told_checksum, own_count,
       own_checksum, scope, device, reported_ms
     FROM disagreements ORDER BY reported_ms DESC, device, scope";

pub async fn disagreements(db: &Db<'_>) -> PgResult<Vec<Reported>> {
    let found = db.query(ALL_SAID, &[]).await?;
    let reported = found.iter().map(|row| {
        Ok(Reported {
            device: id(row, 8)?,
            reported_ms: row.try_get(9)?,
            disagreement: said_of(row)?.of(named(row, 7)?)?,
        })
    });
    reported.collect()
}

/// The columns of `SELECT state, head, …, own_checksum`.
fn said_of(row: &Row) -> PgResult<Said> {
    let mut numbers = [0; 6];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = row.try_get(at + 1)?;
    }
    Ok(Said {
        state: row.try_get(0)?,
        numbers,
    })
}

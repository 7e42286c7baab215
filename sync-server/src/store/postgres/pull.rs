//! Pages: what changed in each scope behind a cursor, from one snapshot.

use std::collections::BTreeMap;

use rantang_core::ids::DeviceId;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{Pull, PullAnswer};
use uuid::Uuid;

use super::columns::{known, named, raw};
use super::db::{Db, ask};
use super::staff;
use super::trouble::PgResult;
use crate::store::halves::entity_of;
use crate::store::paging::{Change, Rest};
use crate::store::place::{Known, number_of, place_of};

const SCOPES: &str = "SELECT id, head, generation, count, checksum, compacted_through, name
     FROM scopes
     WHERE name = ANY($1)";
/// The next changes of all scopes, in the order in which the scopes were asked for, with their
/// sizes only: which of them an answer holds is decided before they are read.
const SIZES: &str = "SELECT change.place, change.bytes
     FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS asked (after, upto, at)
     CROSS JOIN LATERAL (
       (SELECT place, octet_length(clear) + octet_length(sealed) AS bytes FROM rows
        WHERE asked.after < place AND place <= asked.upto ORDER BY place LIMIT $3)
       UNION ALL
       (SELECT place, 0 FROM removals
        WHERE asked.after < place AND place <= asked.upto ORDER BY place LIMIT $3)
     ) AS change
     ORDER BY asked.at, change.place LIMIT $3";
const PUTS: &str =
    "SELECT place, kind, entity, owner, clear, sealed FROM rows WHERE place = ANY($1)";
const REMOVES: &str = "SELECT place, kind, entity FROM removals WHERE place = ANY($1)";

/// `db` shows one moment throughout.
pub async fn pages(
    db: &Db<'_>,
    device: DeviceId,
    pull: &Pull,
    now_ms: i64,
) -> PgResult<PullAnswer> {
    let record = staff::known(db.first(staff::DEVICE, &[&device.0]).await?.as_ref())?;
    let standing = staff::standing(db, record.user).await?;
    let standing = standing.filter(|_| !record.revoked);
    let grants = standing.map_or_else(Vec::new, |it| it.readable(now_ms));
    let is_granted = |scope: &Scope| grants.iter().any(|grant| grant.covers(scope));
    let (granted, lost): (Vec<_>, Vec<_>) = pull
        .cursors
        .iter()
        .partition(|(scope, _)| is_granted(scope));

    let mut rest = Rest::of(pull);
    let names: Vec<String> = granted.iter().map(|(scope, _)| scope.to_string()).collect();
    let all = known_scopes(db, &names).await?;
    let mut changes = changes(db, &granted, &all, &rest).await?;
    let mut answer = PullAnswer {
        pages: Vec::with_capacity(granted.len()),
        lost: lost.into_iter().map(|(scope, _)| scope.clone()).collect(),
    };
    for (scope, cursor) in granted {
        let known = all.get(scope).unwrap_or(&Known::NONE);
        let mut found = changes.remove(&known.number).unwrap_or_default();
        let page = rest.page(scope, *cursor, known.state(), |_, limit| {
            found.truncate(limit);
            Ok(found)
        })?;
        answer.pages.push(page);
    }
    Ok(answer)
}

/// Those that ever had a row.
pub async fn known_scopes(db: &Db<'_>, names: &[String]) -> PgResult<BTreeMap<Scope, Known>> {
    let found = db.query(SCOPES, &[&names]).await?;
    let scopes = found.iter().map(|row| Ok((named(row, 6)?, known(row)?)));
    scopes.collect()
}

/// By number of scope, each in order; together as many as the answer may hold.
async fn changes(
    db: &Db<'_>,
    granted: &[&(Scope, u64)],
    all: &BTreeMap<Scope, Known>,
    rest: &Rest,
) -> PgResult<BTreeMap<i64, Vec<Change>>> {
    let (mut after, mut upto) = (Vec::new(), Vec::new());
    for (scope, cursor) in granted {
        let known = all.get(scope).unwrap_or(&Known::NONE);
        let head = known.manifest.head;
        let cursor = if head < *cursor { 0 } else { *cursor };
        let is_sent = cursor == 0 || known.compacted_through <= cursor;
        if cursor < head && is_sent {
            after.push(place_of(known.number, cursor));
            upto.push(place_of(known.number, head));
        }
    }
    let mut by_scope: BTreeMap<i64, Vec<Change>> = BTreeMap::new();
    if after.is_empty() {
        return Ok(by_scope);
    }
    let limit = rest.changes as i64;
    let mut places: Vec<i64> = Vec::new();
    let mut bytes = 0;
    for row in db.query(SIZES, &[&after, &upto, &limit]).await? {
        if rest.bytes <= bytes {
            break;
        }
        places.push(row.try_get(0)?);
        bytes += row.try_get::<_, i32>(1)? as usize;
    }
    let [puts, removes] = db
        .flight([ask(PUTS, &[&places]), ask(REMOVES, &[&places])])
        .await?;
    for row in &puts {
        let raw = raw(row)?;
        let scope = by_scope.entry(number_of(raw.place)).or_default();
        scope.push(Change::Put(raw));
    }
    for row in &removes {
        let place: i64 = row.try_get(0)?;
        let entity: Uuid = row.try_get(2)?;
        let entity = entity_of(row.try_get(1)?, *entity.as_bytes())?;
        let scope = by_scope.entry(number_of(place)).or_default();
        scope.push(Change::Remove(place, entity));
    }
    for changes in by_scope.values_mut() {
        changes.sort_by_key(Change::place);
    }
    Ok(by_scope)
}

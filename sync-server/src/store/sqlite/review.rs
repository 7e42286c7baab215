//! Finds what coordinators look at.

use rantang_core::alerts::settlement;
use rantang_core::ids::{DeviceId, ItemId, OpId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::scopes::Grant;
use rantang_core::sync::protocol::{Origin, Review, ReviewAnswer};
use rantang_core::time::Effective;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_bytes::ByteArray;

use super::cbor::decode;
use super::{log, rows, scopes, staff};
use crate::intake::review::{Found, ORIGINS_MAX, Told, grants, may_see};
use crate::intake::rights::Standing;
use crate::store::StoreResult;

const COLUMNS: &str =
    "SELECT content, envelope, body, received_ms, operations.at_ms, uncertainty_ms,
    verdict, devices.name FROM operations JOIN devices ON devices.device = operations.device";

/// The answer to whom it may concern: to others it is empty.
pub fn answer(
    db: &Connection,
    device: DeviceId,
    review: &Review,
    now_ms: i64,
) -> StoreResult<ReviewAnswer> {
    let record = staff::known_device(db, device)?;
    let standing = staff::standing(db, record.user)?.filter(|_| !record.revoked);
    let Some(grants) = standing.as_ref().and_then(|it| grants(it, now_ms)) else {
        return Ok(Told::default().answer(Vec::new()));
    };
    let mut origins = Vec::new();
    for op in review.origins_of.iter().take(ORIGINS_MAX) {
        origins.extend(origin_of(db, *op, &grants)?);
    }
    Ok(told(db, &grants)?.answer(origins))
}

/// What a hello tells a coordinator; `None` for everybody else.
pub fn digest_for(
    db: &Connection,
    standing: &Standing,
    now_ms: i64,
) -> StoreResult<Option<ByteArray<32>>> {
    match grants(standing, now_ms) {
        Some(grants) => Ok(Some(told(db, &grants)?.digest())),
        None => Ok(None),
    }
}

fn told(db: &Connection, grants: &[Grant]) -> StoreResult<Told> {
    let mut told = Told::default();
    for which in [
        "operations.state <> 'applied'",
        // The terms are those of the index `operations_late`.
        "operations.state = 'applied' AND operations.device IS NOT NULL
         AND 172800000 < received_ms - at_ms AND uncertainty_ms <= 86400000",
    ] {
        let sql = format!("{COLUMNS} WHERE {which} ORDER BY received_ms DESC, operations.id DESC");
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let found = found(row)?;
            let Some((why, item)) = found.question(grants) else {
                continue;
            };
            if is_settled(db, item)? {
                continue;
            }
            let with_body = may_read(db, &found, grants)?;
            if !told.add(found, why, with_body) {
                return Ok(told);
            }
        }
    }
    Ok(told)
}

fn found(row: &Row<'_>) -> StoreResult<Found> {
    let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
    let verdict: Vec<u8> = row.get(6)?;
    Ok(Found {
        content: row.get(0)?,
        operation: log::operation(&envelope, body)?,
        received_ms: row.get(3)?,
        time: Effective {
            at_ms: row.get(4)?,
            uncertainty_ms: row.get(5)?,
        },
        verdict: decode(&verdict)?,
        device_name: row.get(7)?,
    })
}

/// Somebody looked at it and left it as it is. What was accepted in vain is still a question.
fn is_settled(db: &Connection, item: ItemId) -> StoreResult<bool> {
    let row = rows::load(db, &EntityRef::new(EntityKind::Review, item))?;
    Ok(row.is_some_and(|row| settlement(&row).is_some()))
}

/// Whether everybody of whom the operation speaks lives where the asker may look.
fn may_read(db: &Connection, found: &Found, grants: &[Grant]) -> StoreResult<bool> {
    let Some(persons) = found.persons() else {
        return Ok(false);
    };
    for person in persons {
        if let Some(home) = scopes::of_person(db, person)?
            && !may_see(grants, &home)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn origin_of(db: &Connection, op: OpId, grants: &[Grant]) -> StoreResult<Option<Origin>> {
    let found = db
        .prepare_cached(
            "SELECT envelope, received_ms, coalesce(devices.name, '') FROM operations
             LEFT JOIN devices ON devices.device = operations.device
             WHERE op_id = ?1 ORDER BY state <> 'applied', id LIMIT 1",
        )?
        .query_row([op.as_bytes()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((envelope, received_ms, device_name)) = found else {
        return Ok(None);
    };
    let operation = log::operation(&envelope, Vec::new())?;
    let may_ask = grants
        .iter()
        .any(|grant| grant.covers(&operation.envelope.scope));
    Ok(may_ask.then_some(Origin {
        op,
        device_name,
        received_ms,
    }))
}

//! Finds what coordinators look at.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::alerts::settlement;
use rantang_core::ids::{DeviceId, ItemId, PersonId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::scopes::Grant;
use rantang_core::sync::protocol::{Origin, Review, ReviewAnswer, Why};
use rantang_core::time::Effective;
use serde_bytes::ByteArray;
use tokio_postgres::Row;
use uuid::Uuid;

use super::columns::{bytes32, cbor, id};
use super::db::{Db, ask};
use super::rows::{Wanted, load};
use super::staff;
use super::trouble::PgResult;
use crate::intake::Needs;
use crate::intake::review::{Found, ORIGINS_MAX, Told, grants, may_see};
use crate::intake::rights::Standing;
use crate::store::cbor::operation;

/// More than an answer holds; some of them are not the asker's business, or settled.
const SET_ASIDE: &str = "SELECT content, envelope, body, received_ms, at_ms, uncertainty_ms,
       verdict, devices.name
     FROM operations JOIN devices ON devices.device = operations.device
     WHERE state <> 'applied' ORDER BY received_ms DESC, id DESC LIMIT 20000";
/// The terms are those of the index `operations_late`.
const LATE: &str = "SELECT content, envelope, body, received_ms, at_ms, uncertainty_ms,
       verdict, devices.name
     FROM operations JOIN devices ON devices.device = operations.device
     WHERE state = 'applied' AND operations.device IS NOT NULL
       AND 172800000 < received_ms - at_ms AND uncertainty_ms <= 86400000
     ORDER BY received_ms DESC, id DESC LIMIT 20000";
/// What has an effect before what was set aside under the same id.
const ORIGINS: &str = "SELECT DISTINCT ON (op_id) op_id, envelope, received_ms,
       coalesce(devices.name, '')
     FROM operations LEFT JOIN devices ON devices.device = operations.device
     WHERE op_id = ANY($1) ORDER BY op_id, state <> 'applied', id";

/// The answer to whom it may concern: to others it is empty.
pub async fn answer(
    db: &Db<'_>,
    device: DeviceId,
    review: &Review,
    now_ms: i64,
) -> PgResult<ReviewAnswer> {
    let record = staff::known(db.first(staff::DEVICE, &[&device.0]).await?.as_ref())?;
    let standing = staff::standing(db, record.user).await?;
    let standing = standing.filter(|_| !record.revoked);
    let Some(grants) = standing.as_ref().and_then(|it| grants(it, now_ms)) else {
        return Ok(Told::default().answer(Vec::new()));
    };
    let asked = review.origins_of.iter().take(ORIGINS_MAX);
    let asked: Vec<Uuid> = asked.map(|op| op.0).collect();
    let mut origins = Vec::new();
    for row in db.query(ORIGINS, &[&asked]).await? {
        let envelope = operation(row.try_get(1)?, Vec::new())?.envelope;
        if grants.iter().any(|grant| grant.covers(&envelope.scope)) {
            origins.push(Origin {
                op: id(&row, 0)?,
                received_ms: row.try_get(2)?,
                device_name: row.try_get(3)?,
            });
        }
    }
    Ok(told(db, &grants).await?.answer(origins))
}

/// What a hello tells a coordinator; `None` for everybody else.
pub async fn digest_for(
    db: &Db<'_>,
    standing: &Standing,
    now_ms: i64,
) -> PgResult<Option<ByteArray<32>>> {
    match grants(standing, now_ms) {
        Some(grants) => Ok(Some(told(db, &grants).await?.digest())),
        None => Ok(None),
    }
}

async fn told(db: &Db<'_>, grants: &[Grant]) -> PgResult<Told> {
    let [set_aside, late] = db.flight([ask(SET_ASIDE, &[]), ask(LATE, &[])]).await?;
    let mut questions: Vec<(Found, Why, ItemId)> = Vec::new();
    for row in set_aside.iter().chain(&late) {
        let found = found(row)?;
        if let Some((why, item)) = found.question(grants) {
            questions.push((found, why, item));
        }
    }
    if questions.is_empty() {
        return Ok(Told::default());
    }
    let persons: BTreeMap<usize, Option<BTreeSet<PersonId>>> = questions
        .iter()
        .enumerate()
        .map(|(at, (found, _, _))| (at, found.persons()))
        .collect();
    let review = |item: &ItemId| EntityRef::new(EntityKind::Review, *item);
    let needs = Needs {
        rows: questions.iter().map(|(_, _, item)| review(item)).collect(),
        persons: persons.values().flatten().flatten().copied().collect(),
        ..Needs::default()
    };
    let world = load(db, &Wanted::of(&needs)).await?.world;
    let mut told = Told::default();
    for (at, (found, why, item)) in questions.into_iter().enumerate() {
        // Somebody looked at it and left it. What was accepted in vain is still a question.
        if world
            .row(&review(&item))
            .is_some_and(|row| settlement(row).is_some())
        {
            continue;
        }
        let of_whom = persons.get(&at).and_then(Option::as_ref);
        let with_body = of_whom.is_some_and(|persons| {
            let mut homes = persons.iter().filter_map(|person| world.scopes_of(*person));
            homes.all(|home| may_see(grants, home))
        });
        if !told.add(found, why, with_body) {
            break;
        }
    }
    Ok(told)
}

fn found(row: &Row) -> PgResult<Found> {
    Ok(Found {
        content: bytes32(row, 0)?,
        operation: operation(row.try_get(1)?, row.try_get(2)?)?,
        received_ms: row.try_get(3)?,
        time: Effective {
            at_ms: row.try_get(4)?,
            uncertainty_ms: row.try_get(5)?,
        },
        verdict: cbor(row, 6)?,
        device_name: row.try_get(7)?,
    })
}

//! What is in a verified backup, and what a server that lost something is still owed.

use rantang_core::ids::ReplicaId;
use rantang_core::operation::Envelope;
use rantang_core::sync::protocol::{SET_ASIDE_MAX, SetAside, Verdict};
use tokio_postgres::Row;
use uuid::Uuid;

use super::columns::{cbor, hash, id, optional_id};
use super::db::{Db, ask};
use super::trouble::PgResult;
use super::{media, staff};
use crate::intake::{as_copy, epoch_of_restore};
use crate::store::place::position_of;
use crate::store::{DeviceContact, Durability, LogHead, LogPlace, LogPromise, Restoration};

const HEADS: &str = "SELECT replica, device, seq, hash, durable_seq FROM replicas ORDER BY replica";

pub async fn heads(db: &Db<'_>) -> PgResult<Vec<LogHead>> {
    let found = db.query(HEADS, &[]).await?;
    let heads = found.iter().map(|row| {
        Ok(LogHead {
            replica: id(row, 0)?,
            device: optional_id(row, 1)?,
            seq: row.try_get::<_, i64>(2)? as u64,
            hash: hash(row, 3)?,
            durable: row.try_get::<_, i64>(4)? as u64,
        })
    });
    heads.collect()
}

const REPLICAS: &str = "SELECT replica, id FROM replicas ORDER BY replica";
const ARRIVED: &str = "SELECT log.place, operations.envelope FROM log
     JOIN operations ON operations.id = log.operation
     WHERE log.place BETWEEN $1::bigint << 40 AND (($1::bigint + 1) << 40) - 1
       AND log.place < $2 AND operations.received_ms <= $3
     ORDER BY log.place DESC LIMIT 100";

/// An operation that came first under another replica says nothing of when this log came.
pub async fn arrived_by(db: &Db<'_>, received_ms: i64) -> PgResult<Vec<(ReplicaId, u64)>> {
    let mut arrived = Vec::new();
    for row in db.query(REPLICAS, &[]).await? {
        let (replica, number): (ReplicaId, i64) = (id(&row, 0)?, row.try_get(1)?);
        let mut before = i64::MAX;
        loop {
            let found = db.query(ARRIVED, &[&number, &before, &received_ms]).await?;
            let mut own = None;
            for row in &found {
                before = row.try_get(0)?;
                let envelope: &[u8] = row.try_get(1)?;
                if Envelope::decode(envelope).is_ok_and(|it| it.replica == replica) {
                    own = Some(position_of(before));
                    break;
                }
            }
            if let Some(seq) = own {
                arrived.push((replica, seq));
                break;
            }
            if found.is_empty() {
                break;
            }
        }
    }
    Ok(arrived)
}

const MARK: &str =
    "UPDATE replicas SET durable_seq = greatest(durable_seq, least(replicas.seq, marked.seq))
     FROM unnest($1::uuid[], $2::bigint[]) AS marked (replica, seq)
     WHERE replicas.replica = marked.replica";
const BACKED_UP: &str = "UPDATE server SET backed_up_ms = greatest(coalesce(backed_up_ms, $1), $1)";

pub async fn mark(db: &Db<'_>, marks: &[(ReplicaId, u64)], made_ms: i64) -> PgResult<()> {
    let mut marks = marks.to_vec();
    // Two who mark at once lock in one order.
    marks.sort_unstable();
    let replicas: Vec<Uuid> = marks.iter().map(|(replica, _)| replica.0).collect();
    let seqs = marks
        .iter()
        .map(|(_, seq)| i64::try_from(*seq).unwrap_or(i64::MAX));
    let seqs: Vec<i64> = seqs.collect();
    db.flight([
        ask(MARK, &[&replicas, &seqs]),
        ask(BACKED_UP, &[&made_ms]),
        ask(media::MARK_DURABLE, &[&made_ms]),
    ])
    .await?;
    Ok(())
}

const LAST_BACKUP: &str = "SELECT backed_up_ms FROM server";
const OPEN: &str = "SELECT min(operations.received_ms) FROM replicas
     JOIN log ON log.place = (replicas.id << 40) + replicas.durable_seq + 1
     JOIN operations ON operations.id = log.operation";

pub async fn durability(db: &Db<'_>) -> PgResult<Durability> {
    let [backup, open] = db.flight([ask(LAST_BACKUP, &[]), ask(OPEN, &[])]).await?;
    let first = |rows: &[Row]| rows.first().map_or(Ok(None), |row| row.try_get(0));
    Ok(Durability {
        backed_up_ms: first(&backup)?,
        open_since_ms: first(&open)?,
    })
}

/// Only one of those that lack something at once raises it.
pub const RAISE: &str = "UPDATE server
     SET epoch = $1, restored_ms = $3, restored_from_ms = NULL WHERE epoch = $2";
const LOCK_SERVER: &str = "SELECT server_id, epoch, area, replica, operator, is_demo FROM server
     FOR UPDATE";
const BEGIN: &str = "UPDATE server SET epoch = $1, restored_ms = $2, restored_from_ms = $3";

pub async fn begin_anew(db: &Db<'_>, backup_ms: Option<i64>, now_ms: i64) -> PgResult<u64> {
    let server = staff::established(db.first(LOCK_SERVER, &[]).await?.as_ref())?;
    let epoch = epoch_of_restore(server.epoch, now_ms);
    let kept = i64::try_from(epoch).unwrap_or(i64::MAX);
    db.execute(BEGIN, &[&kept, &now_ms, &backup_ms]).await?;
    Ok(epoch)
}

/// Keeps what a device was acknowledged, at most.
pub const KEEP_PROMISE: &str = "INSERT INTO promises (replica, device, seq) VALUES ($1, $2, $3)
     ON CONFLICT (replica) DO UPDATE SET seq = excluded.seq
     WHERE promises.seq < excluded.seq AND promises.device = excluded.device";

const RESTORED: &str =
    "SELECT restored_ms, restored_from_ms FROM server WHERE restored_ms IS NOT NULL";
const PROMISES: &str =
    "SELECT promises.replica, promises.device, promises.seq, coalesce(replicas.seq, 0)
     FROM promises LEFT JOIN replicas ON replicas.replica = promises.replica
     ORDER BY promises.replica";

pub async fn restoration(db: &Db<'_>) -> PgResult<Option<Restoration>> {
    let [restored, promises, devices] = db
        .flight([ask(RESTORED, &[]), ask(PROMISES, &[]), ask(DEVICES, &[])])
        .await?;
    let Some(restored) = restored.first() else {
        return Ok(None);
    };
    let logs = promises.iter().map(|row| {
        Ok(LogPromise {
            replica: id(row, 0)?,
            device: id(row, 1)?,
            promised: row.try_get::<_, i64>(2)? as u64,
            present: row.try_get::<_, i64>(3)? as u64,
        })
    });
    Ok(Some(Restoration {
        restored_ms: restored.try_get(0)?,
        backup_ms: restored.try_get(1)?,
        logs: logs.collect::<PgResult<_>>()?,
        devices: devices.iter().map(contact_of).collect::<PgResult<_>>()?,
    }))
}

const DEVICES: &str = "SELECT device, user_id, name, contact_ms, revoked_ms IS NOT NULL
     FROM devices ORDER BY device";

pub async fn devices(db: &Db<'_>) -> PgResult<Vec<DeviceContact>> {
    let found = db.query(DEVICES, &[]).await?;
    found.iter().map(contact_of).collect()
}

fn contact_of(row: &Row) -> PgResult<DeviceContact> {
    Ok(DeviceContact {
        device: id(row, 0)?,
        user: id(row, 1)?,
        name: row.try_get(2)?,
        contact_ms: row.try_get(3)?,
        revoked: row.try_get(4)?,
    })
}

const PLACES: &str = "SELECT log.place, log.hash, operations.received_ms FROM replicas
     JOIN log ON log.place BETWEEN (replicas.id << 40) + 1 AND ((replicas.id + 1) << 40) - 1
       AND log.place < (replicas.id << 40) + $2
     JOIN operations ON operations.id = log.operation
     WHERE replicas.replica = $1 ORDER BY log.place DESC LIMIT $3";

pub async fn places(
    db: &Db<'_>,
    replica: ReplicaId,
    before: u64,
    limit: usize,
) -> PgResult<Vec<LogPlace>> {
    const BEYOND: u64 = 1 << crate::store::place::POSITION_BITS;
    let before = before.min(BEYOND) as i64;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let found = db.query(PLACES, &[&replica.0, &before, &limit]).await?;
    let places = found.iter().map(|row| {
        Ok(LogPlace {
            seq: position_of(row.try_get(0)?),
            hash: hash(row, 1)?,
            received_ms: row.try_get(2)?,
        })
    });
    places.collect()
}

const SETTLED: &str = "SELECT believed.seq, operations.verdict
     FROM unnest($2::bigint[], $3::text[]) AS believed (seq, cause)
     JOIN log ON log.place = ($1::bigint << 40) + believed.seq
     JOIN operations ON operations.id = log.operation
       AND operations.cause IS DISTINCT FROM believed.cause
     ORDER BY believed.seq";

/// What became of operations that a device believes to be set aside, where that is something else.
pub async fn settled(
    db: &Db<'_>,
    replica: i64,
    believed: &[SetAside],
) -> PgResult<Vec<(u64, Verdict)>> {
    if believed.is_empty() {
        return Ok(Vec::new());
    }
    let believed = || believed.iter().take(SET_ASIDE_MAX);
    const SEQ_MAX: u64 = (1 << crate::store::place::POSITION_BITS) - 1;
    let seqs: Vec<i64> = believed().map(|it| it.seq.min(SEQ_MAX) as i64).collect();
    let causes: Vec<&str> = believed().map(|it| it.cause.as_str()).collect();
    let found = db.query(SETTLED, &[&replica, &seqs, &causes]).await?;
    let settled = found.iter().map(|row| {
        let verdict: Verdict = cbor(row, 1)?;
        Ok((row.try_get::<_, i64>(0)? as u64, as_copy(verdict)))
    });
    settled.collect()
}

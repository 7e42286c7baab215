//! What is in a verified backup, and what a server that lost something is still owed.

use rantang_core::ids::{DeviceId, ReplicaId};
use rantang_core::operation::Envelope;
use rantang_core::sync::protocol::Hello;
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{hash, id, optional_id};
use super::scopes::{place_of, position_of};
use crate::store::{
    DeviceContact, Durability, LogHead, LogPlace, LogPromise, Restoration, StoreResult,
};

pub fn heads(db: &Connection) -> StoreResult<Vec<LogHead>> {
    let mut statement = db.prepare_cached(
        "SELECT replica, device, seq, hash, durable_seq FROM replicas ORDER BY replica",
    )?;
    let found = statement.query_map([], |row| {
        Ok(LogHead {
            replica: id(row, 0)?,
            device: optional_id(row, 1)?,
            seq: row.get::<_, i64>(2)? as u64,
            hash: hash(row, 3)?,
            durable: row.get::<_, i64>(4)? as u64,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// An operation that came first under another replica says nothing of when this log came.
pub fn arrived_by(db: &Connection, received_ms: i64) -> StoreResult<Vec<(ReplicaId, u64)>> {
    let mut statement = db.prepare_cached("SELECT id, replica FROM replicas ORDER BY replica")?;
    let replicas = statement.query_map([], |row| Ok((row.get(0)?, id(row, 1)?)))?;
    let replicas: Vec<(i64, ReplicaId)> = replicas.collect::<rusqlite::Result<_>>()?;
    let mut last = db.prepare_cached(
        "SELECT log.place, operations.envelope FROM log
         JOIN operations ON operations.id = log.operation
         WHERE log.place BETWEEN ?1 AND ?2 AND operations.received_ms <= ?3
         ORDER BY log.place DESC",
    )?;
    let mut arrived = Vec::new();
    for (number, replica) in replicas {
        let mut rows = last.query((
            place_of(number, 0),
            place_of(number + 1, 0) - 1,
            received_ms,
        ))?;
        while let Some(row) = rows.next()? {
            let envelope: Vec<u8> = row.get(1)?;
            if Envelope::decode(&envelope).is_ok_and(|it| it.replica == replica) {
                arrived.push((replica, position_of(row.get(0)?)));
                break;
            }
        }
    }
    Ok(arrived)
}

pub fn mark(db: &Connection, marks: &[(ReplicaId, u64)], made_ms: i64) -> StoreResult<()> {
    let mut update = db.prepare_cached(
        "UPDATE replicas SET durable_seq = max(durable_seq, min(seq, ?2)) WHERE replica = ?1",
    )?;
    for (replica, seq) in marks {
        let seq = i64::try_from(*seq).unwrap_or(i64::MAX);
        update.execute((replica.as_bytes(), seq))?;
    }
    db.execute(
        "UPDATE server SET backed_up_ms = max(coalesce(backed_up_ms, ?1), ?1)",
        [made_ms],
    )?;
    Ok(())
}

pub fn durability(db: &Connection) -> StoreResult<Durability> {
    let backed_up_ms = db.query_row("SELECT backed_up_ms FROM server", [], |row| row.get(0))?;
    let open_since_ms = db.query_row(
        "SELECT min(operations.received_ms) FROM replicas
         JOIN log ON log.place = (replicas.id << 40) + replicas.durable_seq + 1
         JOIN operations ON operations.id = log.operation",
        [],
        |row| row.get(0),
    )?;
    Ok(Durability {
        backed_up_ms,
        open_since_ms,
    })
}

/// Begins a new epoch: positions and acknowledgements of before count no more.
pub fn begin_epoch(
    db: &Connection,
    epoch: u64,
    now_ms: i64,
    backup_ms: Option<i64>,
) -> StoreResult<()> {
    db.execute(
        "UPDATE server SET epoch = ?1, restored_ms = ?2, restored_from_ms = ?3",
        (i64::try_from(epoch).unwrap_or(i64::MAX), now_ms, backup_ms),
    )?;
    Ok(())
}

pub fn raised_ms(db: &Connection) -> StoreResult<Option<i64>> {
    let raised = db
        .prepare_cached("SELECT restored_ms FROM server")?
        .query_row([], |row| row.get(0))?;
    Ok(raised)
}

/// Keeps what the device was acknowledged, at most.
pub fn keep_promise(db: &Connection, device: DeviceId, hello: &Hello) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO promises (replica, device, seq) VALUES (?1, ?2, ?3)
         ON CONFLICT (replica) DO UPDATE SET seq = excluded.seq
         WHERE seq < excluded.seq AND device = excluded.device",
    )?
    .execute((
        hello.replica.as_bytes(),
        device.as_bytes(),
        i64::try_from(hello.acknowledged.0).unwrap_or(i64::MAX),
    ))?;
    Ok(())
}

pub fn restoration(db: &Connection) -> StoreResult<Option<Restoration>> {
    let found: Option<(Option<i64>, Option<i64>)> = db
        .query_row(
            "SELECT restored_ms, restored_from_ms FROM server",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((Some(restored_ms), backup_ms)) = found else {
        return Ok(None);
    };
    let mut statement = db.prepare(
        "SELECT promises.replica, promises.device, promises.seq, coalesce(replicas.seq, 0)
         FROM promises LEFT JOIN replicas ON replicas.replica = promises.replica
         ORDER BY promises.replica",
    )?;
    let logs = statement.query_map([], |row| {
        Ok(LogPromise {
            replica: id(row, 0)?,
            device: id(row, 1)?,
            promised: row.get::<_, i64>(2)? as u64,
            present: row.get::<_, i64>(3)? as u64,
        })
    })?;
    let logs = logs.collect::<rusqlite::Result<_>>()?;
    Ok(Some(Restoration {
        restored_ms,
        backup_ms,
        logs,
        devices: devices(db)?,
    }))
}

pub fn devices(db: &Connection) -> StoreResult<Vec<DeviceContact>> {
    let mut statement = db.prepare_cached(
        "SELECT device, user, name, contact_ms, revoked_ms IS NOT NULL FROM devices ORDER BY device",
    )?;
    let found = statement.query_map([], |row| {
        Ok(DeviceContact {
            device: id(row, 0)?,
            user: id(row, 1)?,
            name: row.get(2)?,
            contact_ms: row.get(3)?,
            revoked: row.get(4)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub fn places(
    db: &Connection,
    replica: ReplicaId,
    before: u64,
    limit: usize,
) -> StoreResult<Vec<LogPlace>> {
    let Some(replica) = super::log::replica(db, replica)? else {
        return Ok(Vec::new());
    };
    let mut statement = db.prepare_cached(
        "SELECT log.place, log.hash, operations.received_ms FROM log
         JOIN operations ON operations.id = log.operation
         WHERE log.place BETWEEN ?1 AND ?2 ORDER BY log.place DESC LIMIT ?3",
    )?;
    let last = before.min(replica.stored.0 + 1).saturating_sub(1);
    let range = (
        place_of(replica.number, 1),
        place_of(replica.number, last),
        i64::try_from(limit).unwrap_or(i64::MAX),
    );
    let found = statement.query_map(range, |row| {
        Ok(LogPlace {
            seq: position_of(row.get(0)?),
            hash: hash(row, 1)?,
            received_ms: row.get(2)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

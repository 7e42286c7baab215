//! Logs: each replica's chain, and the operations themselves.

use std::collections::BTreeMap;

use rantang_core::ids::{DeviceId, OpId, ReplicaId};
use rantang_core::operation::ChainHash;
use rantang_core::sync::protocol::{SET_ASIDE_MAX, SetAside as Believed, Verdict};
use rantang_core::time::Effective;
use rusqlite::{Connection, OptionalExtension};

use super::cbor::{decode, encode, hash, optional_id};
use super::scopes::place_of;
use crate::intake::{Existing, Fresh, Receipt, SetAside, as_copy, state_of};
use crate::store::StoreResult;
pub use crate::store::cbor::operation;

pub struct Replica {
    pub number: i64,
    pub device: Option<DeviceId>,
    pub stored: (u64, ChainHash),
    pub durable: u64,
}

pub fn replica(db: &Connection, replica: ReplicaId) -> StoreResult<Option<Replica>> {
    let found = db
        .prepare_cached(
            "SELECT id, device, seq, hash, durable_seq FROM replicas WHERE replica = ?1",
        )?
        .query_row([replica.as_bytes()], |row| {
            Ok(Replica {
                number: row.get(0)?,
                device: optional_id(row, 1)?,
                stored: (row.get::<_, i64>(2)? as u64, hash(row, 3)?),
                durable: row.get::<_, i64>(4)? as u64,
            })
        })
        .optional()?;
    Ok(found)
}

pub fn ensure_replica(
    db: &Connection,
    of: ReplicaId,
    device: Option<DeviceId>,
) -> StoreResult<Replica> {
    if let Some(found) = replica(db, of)? {
        return Ok(found);
    }
    db.prepare_cached("INSERT INTO replicas (replica, device, seq, hash) VALUES (?1, ?2, 0, ?3)")?
        .execute((
            of.as_bytes(),
            device.map(|device| *device.as_bytes()),
            ChainHash::START.0,
        ))?;
    Ok(Replica {
        number: db.last_insert_rowid(),
        device,
        stored: (0, ChainHash::START),
        durable: 0,
    })
}

pub fn set_head(
    db: &Connection,
    replica: i64,
    (seq, hash): (u64, ChainHash),
    signature: Option<&[u8]>,
) -> StoreResult<()> {
    db.prepare_cached(
        "UPDATE replicas SET seq = ?2, hash = ?3, head_signature = ?4 WHERE id = ?1",
    )?
    .execute((replica, seq as i64, hash.0, signature))?;
    Ok(())
}

/// The chain's hashes at `first` … `last`, as far as stored.
pub fn hashes(
    db: &Connection,
    replica: i64,
    first: u64,
    last: u64,
) -> StoreResult<BTreeMap<u64, ChainHash>> {
    let mut statement =
        db.prepare_cached("SELECT place, hash FROM log WHERE place BETWEEN ?1 AND ?2")?;
    let range = (place_of(replica, first), place_of(replica, last));
    let found = statement.query_map(range, |row| {
        Ok((super::scopes::position_of(row.get(0)?), hash(row, 1)?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub fn hash_at(db: &Connection, replica: i64, seq: u64) -> StoreResult<Option<ChainHash>> {
    let found = db
        .prepare_cached("SELECT hash FROM log WHERE place = ?1")?
        .query_row([place_of(replica, seq)], |row| hash(row, 0))
        .optional()?;
    Ok(found)
}

pub fn append(
    db: &Connection,
    replica: i64,
    seq: u64,
    hash: ChainHash,
    operation: i64,
) -> StoreResult<()> {
    db.prepare_cached("INSERT INTO log (place, hash, operation) VALUES (?1, ?2, ?3)")?
        .execute((place_of(replica, seq), hash.0, operation))?;
    Ok(())
}

/// Stored operations of one id: at most one of them has an effect.
pub fn existing(db: &Connection, op: OpId) -> StoreResult<Vec<Existing>> {
    let mut statement =
        db.prepare_cached("SELECT id, content, verdict FROM operations WHERE op_id = ?1")?;
    let found = statement.query_map([op.as_bytes()], |row| {
        let (key, content): (i64, [u8; 32]) = (row.get(0)?, row.get(1)?);
        Ok((key, content, row.get::<_, Vec<u8>>(2)?))
    })?;
    found
        .map(|found| {
            let (key, content, verdict) = found?;
            Ok(Existing {
                key,
                content: blake3::Hash::from_bytes(content),
                verdict: decode(&verdict)?,
            })
        })
        .collect()
}

pub fn insert(
    db: &Connection,
    fresh: &Fresh,
    receipt: &Receipt,
    device: Option<DeviceId>,
    received_ms: i64,
) -> StoreResult<i64> {
    let envelope = &fresh.operation.envelope;
    let (state, cause) = state_of(&receipt.verdict);
    db.prepare_cached(
        "INSERT INTO operations (op_id, content, kind, author, device, envelope, body, received_ms,
           at_ms, uncertainty_ms, state, cause, verdict)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?
    .execute(rusqlite::params![
        envelope.op_id.as_bytes(),
        fresh.content.as_bytes(),
        envelope.kind,
        envelope.author.as_bytes(),
        device.map(|device| *device.as_bytes()),
        envelope.encode(),
        fresh.operation.body,
        received_ms,
        receipt.time.at_ms,
        receipt.time.uncertainty_ms,
        state,
        cause,
        encode(&receipt.verdict)?,
    ])?;
    Ok(db.last_insert_rowid())
}

pub fn set_verdict(db: &Connection, key: i64, verdict: &Verdict) -> StoreResult<()> {
    let (state, cause) = state_of(verdict);
    db.prepare_cached("UPDATE operations SET state = ?2, cause = ?3, verdict = ?4 WHERE id = ?1")?
        .execute((key, state, cause, encode(verdict)?))?;
    Ok(())
}

/// What became of operations that a device believes to be set aside, where that is something else.
pub fn settled(
    db: &Connection,
    replica: i64,
    believed: &[Believed],
) -> StoreResult<Vec<(u64, Verdict)>> {
    let mut statement = db.prepare_cached(
        "SELECT verdict FROM log JOIN operations ON operations.id = log.operation
         WHERE log.place = ?1 AND cause IS NOT ?2",
    )?;
    let mut settled = Vec::new();
    for it in believed.iter().take(SET_ASIDE_MAX) {
        let verdict: Option<Vec<u8>> = statement
            .query_row((place_of(replica, it.seq), &it.cause), |row| row.get(0))
            .optional()?;
        if let Some(verdict) = verdict {
            settled.push((it.seq, as_copy(decode(&verdict)?)));
        }
    }
    Ok(settled)
}

const SET_ASIDE: &str =
    "SELECT id, envelope, body, at_ms, uncertainty_ms, device FROM operations WHERE ";

/// Quarantined for want of rights that their author may have by now.
pub fn wanting_rights(db: &Connection, author: &[u8; 16]) -> StoreResult<Vec<SetAside>> {
    let sql = format!(
        "{SET_ASIDE} author = ?1 AND state <> 'applied'
         AND cause IN ('out_of_scope', 'not_permitted', 'awaiting_grant') ORDER BY id"
    );
    set_aside(db, &sql, [author])
}

/// Copies of one operation that somebody vouched for.
pub fn set_aside_of(db: &Connection, op: OpId) -> StoreResult<Vec<SetAside>> {
    let sql = format!("{SET_ASIDE} op_id = ?1 AND state <> 'applied' ORDER BY id");
    set_aside(db, &sql, [op.as_bytes()])
}

pub fn held(db: &Connection) -> StoreResult<Vec<SetAside>> {
    set_aside(db, &format!("{SET_ASIDE} state = 'held' ORDER BY id"), [])
}

fn set_aside(
    db: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> StoreResult<Vec<SetAside>> {
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map(params, |row| {
        let time = Effective {
            at_ms: row.get(3)?,
            uncertainty_ms: row.get(4)?,
        };
        let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, envelope, body, time, optional_id(row, 5)?))
    })?;
    found
        .map(|found| {
            let (key, envelope, body, time, device) = found?;
            Ok(SetAside {
                key,
                operation: operation(&envelope, body)?,
                time,
                device,
            })
        })
        .collect()
}

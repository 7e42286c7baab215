//! Logs: each replica's chain, and the operations themselves.

use std::collections::BTreeMap;

use rantang_core::ids::{DeviceId, OpId, ReplicaId};
use rantang_core::operation::ChainHash;
use rantang_core::sync::protocol::Verdict;
use rantang_core::time::Effective;
use tokio_postgres::Row;
use uuid::Uuid;

use super::columns::{bytes32, cbor, hash, id, optional_id};
use super::db::Db;
use super::trouble::{PgResult, Trouble};
use crate::intake::{Entry, Existing, Placed, SetAside, as_copy, state_of};
use crate::store::cbor::{encode, operation};
use crate::store::place::place_of;

pub struct Replica {
    pub number: i64,
    pub device: Option<DeviceId>,
    pub stored: (u64, ChainHash),
    pub durable: u64,
}

pub const REPLICA: &str =
    "SELECT id, device, seq, hash, durable_seq FROM replicas WHERE replica = $1";
/// Two calls for one log take turns.
pub const LOCK_REPLICA: &str =
    "SELECT id, device, seq, hash, durable_seq FROM replicas WHERE replica = $1 FOR UPDATE";
const MAKE_REPLICA: &str = "INSERT INTO replicas (replica, device, seq, hash)
     VALUES ($1, $2, 0, $3) ON CONFLICT DO NOTHING RETURNING id";
pub const SET_HEAD: &str =
    "UPDATE replicas SET seq = $2, hash = $3, head_signature = $4 WHERE id = $1";
/// Of a range, and of one number behind it.
pub const HASHES: &str = "SELECT place & 1099511627775, log.hash
     FROM replicas JOIN log ON log.place BETWEEN (replicas.id << 40) | $2 AND (replicas.id << 40) | $3
     WHERE replica = $1
     UNION ALL
     SELECT place & 1099511627775, log.hash
     FROM replicas JOIN log ON log.place = (replicas.id << 40) | $4
     WHERE replica = $1";
pub const EXISTING: &str =
    "SELECT op_id, id, content, verdict FROM operations WHERE op_id = ANY($1) ORDER BY id";

pub fn replica_of(row: &Row) -> PgResult<Replica> {
    Ok(Replica {
        number: row.try_get(0)?,
        device: optional_id(row, 1)?,
        stored: (row.try_get::<_, i64>(2)? as u64, hash(row, 3)?),
        durable: row.try_get::<_, i64>(4)? as u64,
    })
}

/// A log that was not there a moment ago, locked. Its number is used only when the batch is good.
pub async fn make_replica(
    db: &Db<'_>,
    replica: ReplicaId,
    device: Option<DeviceId>,
) -> PgResult<i64> {
    let device = device.map(|device| device.0);
    let start = ChainHash::START.0.as_slice();
    let made = db
        .first(MAKE_REPLICA, &[&replica.0, &device, &start])
        .await?;
    // Others began the same log meanwhile.
    Ok(made.ok_or(Trouble::Conflict)?.try_get(0)?)
}

pub fn hashes_of(rows: &[Row]) -> PgResult<BTreeMap<u64, ChainHash>> {
    let found = rows.iter().map(|row| {
        let seq: i64 = row.try_get(0)?;
        Ok((seq as u64, hash(row, 1)?))
    });
    found.collect()
}

/// Stored operations by id: at most one of each has an effect.
pub fn existing_of(rows: &[Row]) -> PgResult<BTreeMap<OpId, Vec<Existing>>> {
    let mut all: BTreeMap<OpId, Vec<Existing>> = BTreeMap::new();
    for row in rows {
        all.entry(id(row, 0)?).or_default().push(Existing {
            key: row.try_get(1)?,
            content: blake3::Hash::from_bytes(bytes32(row, 2)?),
            verdict: cbor(row, 3)?,
        });
    }
    Ok(all)
}

/// Where in which log the next entries go.
pub struct At<'a> {
    pub replica: i64,
    pub device: Option<DeviceId>,
    pub received_ms: i64,
    /// Number and hash of each entry.
    pub sequence: &'a [(u64, ChainHash)],
}

/// Operations and their places in one statement: what was not there gets its key here.
const APPEND: &str = "WITH fresh AS (
       INSERT INTO operations (op_id, content, kind, author, device, envelope, body, received_ms,
         at_ms, uncertainty_ms, state, cause, verdict)
       SELECT op_id, content, kind, author, $5, envelope, body, $6, at_ms, uncertainty_ms, state,
         cause, verdict
       FROM unnest($1::uuid[], $2::bytea[], $3::text[], $4::uuid[], $7::bytea[], $8::bytea[],
           $9::bigint[], $10::bigint[], $11::text[], $12::text[], $13::bytea[])
         AS given (op_id, content, kind, author, envelope, body, at_ms, uncertainty_ms, state,
           cause, verdict)
       RETURNING id, op_id, content)
     INSERT INTO log (place, hash, operation)
     SELECT entry.place, entry.hash, coalesce(entry.known, fresh.id)
     FROM unnest($14::bigint[], $15::bytea[], $16::bigint[], $17::uuid[], $18::bytea[])
         AS entry (place, hash, known, op_id, content)
       LEFT JOIN fresh ON fresh.op_id = entry.op_id AND fresh.content = entry.content";

#[derive(Default)]
struct Columns<'a> {
    op: Vec<Uuid>,
    content: Vec<&'a [u8]>,
    kind: Vec<&'a str>,
    author: Vec<Uuid>,
    envelope: Vec<Vec<u8>>,
    body: Vec<&'a [u8]>,
    at_ms: Vec<i64>,
    uncertainty_ms: Vec<i64>,
    state: Vec<&'static str>,
    cause: Vec<Option<&'static str>>,
    verdict: Vec<Vec<u8>>,
    place: Vec<i64>,
    hash: Vec<&'a [u8]>,
    known: Vec<Option<i64>>,
    /// Id and content by which an entry finds its new operation.
    entry_op: Vec<Uuid>,
    entry_content: Vec<&'a [u8]>,
}

/// Appends entries; the verdicts are in their order.
pub async fn append(
    db: &Db<'_>,
    at: &At<'_>,
    entries: &[Entry],
    placed: &Placed,
) -> PgResult<Vec<(OpId, Verdict)>> {
    let mut it = Columns::default();
    let mut answered: Vec<(OpId, Verdict)> = Vec::with_capacity(entries.len());
    for (entry, (seq, hash)) in entries.iter().zip(at.sequence) {
        it.place.push(place_of(at.replica, *seq));
        it.hash.push(&hash.0);
        let answer = match entry {
            Entry::Fresh(fresh) => {
                let receipt = placed.receipt(fresh);
                let envelope = &fresh.operation.envelope;
                let (state, cause) = state_of(&receipt.verdict);
                it.op.push(envelope.op_id.0);
                it.content.push(fresh.content.as_bytes());
                it.kind.push(&envelope.kind);
                it.author.push(envelope.author.0);
                it.envelope.push(envelope.encode());
                it.body.push(&fresh.operation.body);
                it.at_ms.push(receipt.time.at_ms);
                it.uncertainty_ms.push(receipt.time.uncertainty_ms);
                it.state.push(state);
                it.cause.push(cause);
                it.verdict.push(encode(&receipt.verdict)?);
                it.known.push(None);
                it.entry_op.push(envelope.op_id.0);
                it.entry_content.push(fresh.content.as_bytes());
                (envelope.op_id, receipt.verdict)
            }
            Entry::Stored { key, op, verdict } => {
                it.known.push(Some(*key));
                it.entry_op.push(op.0);
                it.entry_content.push(&[]);
                (*op, verdict.clone())
            }
            Entry::Earlier(index) => {
                let (op, content, known) = (
                    it.entry_op[*index],
                    it.entry_content[*index],
                    it.known[*index],
                );
                it.known.push(known);
                it.entry_op.push(op);
                it.entry_content.push(content);
                let (op, verdict) = answered[*index].clone();
                (op, as_copy(verdict))
            }
        };
        answered.push(answer);
    }
    let device = at.device.map(|device| device.0);
    db.query(
        APPEND,
        &[
            &it.op,
            &it.content,
            &it.kind,
            &it.author,
            &device,
            &at.received_ms,
            &it.envelope,
            &it.body,
            &it.at_ms,
            &it.uncertainty_ms,
            &it.state,
            &it.cause,
            &it.verdict,
            &it.place,
            &it.hash,
            &it.known,
            &it.entry_op,
            &it.entry_content,
        ],
    )
    .await?;
    Ok(answered)
}

const SET_VERDICT: &str =
    "UPDATE operations SET state = $2, cause = $3, verdict = $4 WHERE id = $1";

pub async fn set_verdict(db: &Db<'_>, key: i64, verdict: &Verdict) -> PgResult<()> {
    let (state, cause) = state_of(verdict);
    db.query(SET_VERDICT, &[&key, &state, &cause, &encode(verdict)?])
        .await?;
    Ok(())
}

/// Quarantined for want of rights that their author may have by now.
const WANTING_RIGHTS: &str = "SELECT id, envelope, body, at_ms, uncertainty_ms, device
     FROM operations WHERE author = $1 AND state <> 'applied'
       AND cause IN ('out_of_scope', 'not_permitted', 'awaiting_grant') ORDER BY id";
/// Copies of one operation that somebody vouched for.
const SET_ASIDE_OF: &str = "SELECT id, envelope, body, at_ms, uncertainty_ms, device
     FROM operations WHERE op_id = $1 AND state <> 'applied' ORDER BY id";
/// Two processes that start at once take turns.
const WAITING: &str = "SELECT id, envelope, body, at_ms, uncertainty_ms, device
     FROM operations WHERE state = 'held' ORDER BY id FOR UPDATE";

pub async fn wanting_rights(db: &Db<'_>, author: Uuid) -> PgResult<Vec<SetAside>> {
    let found = db.query(WANTING_RIGHTS, &[&author]).await?;
    found.iter().map(set_aside_of).collect()
}

pub async fn set_aside_of_op(db: &Db<'_>, op: Uuid) -> PgResult<Vec<SetAside>> {
    let found = db.query(SET_ASIDE_OF, &[&op]).await?;
    found.iter().map(set_aside_of).collect()
}

pub async fn held(db: &Db<'_>) -> PgResult<Vec<SetAside>> {
    let found = db.query(WAITING, &[]).await?;
    found.iter().map(set_aside_of).collect()
}

fn set_aside_of(row: &Row) -> PgResult<SetAside> {
    Ok(SetAside {
        key: row.try_get(0)?,
        operation: operation(row.try_get(1)?, row.try_get(2)?)?,
        time: Effective {
            at_ms: row.try_get(3)?,
            uncertainty_ms: row.try_get(4)?,
        },
        device: optional_id(row, 5)?,
    })
}

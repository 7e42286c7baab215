//! Reads everything in order, for an audit.

use rantang_core::ids::{PersonId, ReplicaId};
use rantang_core::time::Effective;
use rusqlite::Connection;

use super::cbor::{decode, hash, id};
use super::scopes::position_of;
use super::{log, rows, scopes};
use crate::store::{LogEntry, Person, StoreResult, StoredRow};

pub fn log_after(db: &Connection, key: i64, limit: usize) -> StoreResult<Vec<LogEntry>> {
    let mut statement = db.prepare_cached(
        "SELECT log.place, log.hash, replicas.replica, envelope, body, at_ms, uncertainty_ms, verdict
         FROM log
         JOIN operations ON operations.id = log.operation
         JOIN replicas ON replicas.id = log.place >> 40
         WHERE ?1 < log.place ORDER BY log.place LIMIT ?2",
    )?;
    let found = statement.query_map((key, limit as i64), |row| {
        let replica: ReplicaId = id(row, 2)?;
        let time = Effective {
            at_ms: row.get(5)?,
            uncertainty_ms: row.get(6)?,
        };
        let (envelope, body): (Vec<u8>, Vec<u8>) = (row.get(3)?, row.get(4)?);
        let verdict: Vec<u8> = row.get(7)?;
        Ok((
            row.get(0)?,
            hash(row, 1)?,
            replica,
            envelope,
            body,
            time,
            verdict,
        ))
    })?;
    found
        .map(|found| {
            let (key, hash, replica, envelope, body, time, verdict) = found?;
            let mut operation = log::operation(&envelope, body)?;
            operation.envelope.replica = replica;
            operation.envelope.seq = position_of(key);
            Ok(LogEntry {
                key,
                replica,
                seq: position_of(key),
                hash,
                operation,
                time,
                verdict: decode(&verdict)?,
            })
        })
        .collect()
}

pub fn rows_after(db: &Connection, place: i64, limit: usize) -> StoreResult<Vec<StoredRow>> {
    rows::after(db, place, limit)
}

pub fn persons_after(
    db: &Connection,
    person: Option<PersonId>,
    limit: usize,
) -> StoreResult<Vec<Person>> {
    scopes::persons_after(db, person, limit)
}

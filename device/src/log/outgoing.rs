//! What is to be sent, and the chain under another replica.

use rantang_core::ids::ReplicaId;
use rantang_core::operation::{ChainHash, Envelope, Operation, next_hash};
use rantang_core::sync::batch;
use rantang_core::sync::receipt::{Mac, Receipt, Receipts};
use rantang_core::time::Effective;
use rusqlite::{Connection, Row};

use super::purge::beginning;
use crate::store::{Error, Result, facts};

/// A range of the log that fits into one push.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The hash before the first operation.
    pub previous: ChainHash,
    pub operations: Vec<Operation>,
    /// The times that the server fixed before it lost them; `None`: these are new to it.
    pub receipts: Option<Receipts>,
    /// The hash of the last operation.
    pub hash: ChainHash,
}

/// The next operations without a verdict, at most `most`; `None`: all have one.
pub fn outgoing(db: &Connection, most: usize) -> Result<Option<Outgoing>> {
    outgoing_after(db, facts::ACKNOWLEDGED.get(db)?.unwrap_or_default(), most)
}

/// The operations after a place of the log, as many as fit into one push and at most `most`.
pub fn outgoing_after(
    db: &Connection,
    (after, previous): (u64, ChainHash),
    most: usize,
) -> Result<Option<Outgoing>> {
    let most = most.min(batch::OPERATIONS_MAX);
    let sql = "SELECT envelope, body, hash, receipt, at_ms, uncertainty_ms FROM log
               WHERE ?1 < seq ORDER BY seq LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement
        .query_map((after as i64, most as i64), |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                ChainHash(row.get(2)?),
                receipt(row)?,
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found.truncate(batch::fitting(
        found.iter().map(|(_, body, _, _)| body.len()),
    ));
    let Some((_, _, hash, _)) = found.last() else {
        return Ok(None);
    };
    let hash = *hash;
    let receipts: Vec<Option<Receipt>> = found.iter().map(|(_, _, _, receipt)| *receipt).collect();
    let operations = found
        .into_iter()
        .map(|(envelope, body, _, _)| {
            let envelope = Envelope::decode(&envelope)
                .map_err(|_| Error::Unreadable("an operation of the log"))?;
            Ok(Operation { envelope, body })
        })
        .collect::<Result<_>>()?;
    Ok(Some(Outgoing {
        previous,
        operations,
        receipts: Receipts::of(&receipts),
        hash,
    }))
}

fn receipt(row: &Row<'_>) -> rusqlite::Result<Option<Receipt>> {
    let mac: Option<[u8; 16]> = row.get("receipt")?;
    let uncertainty_ms: Option<i64> = row.get("uncertainty_ms")?;
    let (Some(mac), Some(uncertainty_ms)) = (mac, uncertainty_ms) else {
        return Ok(None);
    };
    let time = Effective {
        at_ms: row.get("at_ms")?,
        uncertainty_ms,
    };
    let mac = Mac(mac);
    Ok(Some(Receipt { time, mac }))
}

/// The log goes on under a new replica: the server knows the old one by another history. The
/// operations keep their ids, so that what it has already is recognised. What has left this device
/// is not part of the new log, which begins with the first that is still here.
pub fn chain_anew(db: &Connection, replica: ReplicaId) -> Result<()> {
    facts::REPLICA.set(db, &replica)?;
    facts::ACKNOWLEDGED.set(db, &(0, ChainHash::START))?;
    facts::DURABLE.set(db, &0)?;
    facts::SAFE.set(db, &None)?;
    facts::HANDED.set(db, &Vec::new())?;
    let (gone, _) = beginning(db)?;
    if 0 < gone {
        renumber(db, gone)?;
    }
    let mut hash = ChainHash::START;
    let mut statement = db.prepare("SELECT seq, envelope, body FROM log ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, envelope, body): (i64, Vec<u8>, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let mut envelope = Envelope::decode(&envelope)
            .map_err(|_| Error::Unreadable("an operation of the log"))?;
        envelope.replica = replica;
        envelope.seq = seq as u64;
        let operation = Operation { envelope, body };
        hash = next_hash(hash, &operation);
        db.prepare_cached("UPDATE log SET envelope = ?2, hash = ?3 WHERE seq = ?1")?
            .execute((seq, operation.envelope.encode(), hash.0))?;
    }
    Ok(())
}

/// Moves the numbers of the log down by as many as are gone.
fn renumber(db: &Connection, gone: u64) -> Result<()> {
    let gone = gone as i64;
    db.pragma_update(None, "defer_foreign_keys", true)?;
    // In order: a number that is taken is that of one that has moved on already.
    let mut statement = db.prepare("SELECT seq FROM log ORDER BY seq")?;
    let numbers = statement.query_map([], |row| row.get::<_, i64>(0))?;
    for seq in numbers.collect::<rusqlite::Result<Vec<_>>>()? {
        db.prepare_cached("UPDATE log SET seq = ?2 WHERE seq = ?1")?
            .execute((seq, seq - gone))?;
    }
    db.execute("UPDATE overlay SET seq = seq - ?1", [gone])?;
    db.execute("UPDATE awaited SET seq = seq - ?1", [gone])?;
    facts::LOG_BEGINS.set(db, &(0, ChainHash::START))
}

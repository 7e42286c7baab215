//! What is to be sent, and the chain under another replica.

use rantang_core::ids::ReplicaId;
use rantang_core::operation::{ChainHash, Envelope, Operation, next_hash};
use rantang_core::sync::batch;
use rusqlite::Connection;

use crate::store::{Error, Result, facts};

/// A range of the log that fits into one push.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The hash before the first operation.
    pub previous: ChainHash,
    pub operations: Vec<Operation>,
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
    let sql = "SELECT envelope, body, hash FROM log WHERE ?1 < seq ORDER BY seq LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement
        .query_map((after as i64, most as i64), |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                ChainHash(row.get(2)?),
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    found.truncate(batch::fitting(found.iter().map(|(_, body, _)| body.len())));
    let Some((_, _, hash)) = found.last() else {
        return Ok(None);
    };
    let hash = *hash;
    let operations = found
        .into_iter()
        .map(|(envelope, body, _)| {
            let envelope = Envelope::decode(&envelope)
                .map_err(|_| Error::Unreadable("an operation of the log"))?;
            Ok(Operation { envelope, body })
        })
        .collect::<Result<_>>()?;
    Ok(Some(Outgoing {
        previous,
        operations,
        hash,
    }))
}

/// The log goes on under a new replica: the server knows the old one by another history. The
/// operations keep their ids, so that what it has already is recognised.
pub fn chain_anew(db: &Connection, replica: ReplicaId) -> Result<()> {
    facts::REPLICA.set(db, &replica)?;
    facts::ACKNOWLEDGED.set(db, &(0, ChainHash::START))?;
    let mut hash = ChainHash::START;
    let mut statement = db.prepare("SELECT seq, envelope, body FROM log ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, envelope, body): (i64, Vec<u8>, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let mut envelope = Envelope::decode(&envelope)
            .map_err(|_| Error::Unreadable("an operation of the log"))?;
        envelope.replica = replica;
        let operation = Operation { envelope, body };
        hash = next_hash(hash, &operation);
        db.prepare_cached("UPDATE log SET envelope = ?2, hash = ?3 WHERE seq = ?1")?
            .execute((seq, operation.envelope.encode(), hash.0))?;
    }
    Ok(())
}

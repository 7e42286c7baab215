//! Lets go of own operations that are old and in a verified backup of the server.

use rantang_core::operation::ChainHash;
use rantang_core::sync::keep::{Kept, may_go};
use rusqlite::{Connection, OptionalExtension};

use super::{LogState, head};
use crate::store::{Result, facts};

/// So many at most in one transaction: it is part of a hello, and somebody may want to record.
const AT_ONCE: usize = 1_000;

/// Deletes from the beginning of the log what may go by `core::sync::keep`. `now_ms`: the server's
/// time. Says how many went.
pub fn purge(db: &Connection, now_ms: i64) -> Result<usize> {
    let durable = facts::DURABLE.get(db)?.unwrap_or(0);
    let (head, _) = head(db)?;
    let mut statement = db.prepare_cached(
        "SELECT seq, at_ms, state = ?1
             AND NOT EXISTS (SELECT 1 FROM overlay WHERE overlay.seq = log.seq)
             AND NOT EXISTS (SELECT 1 FROM awaited WHERE awaited.seq = log.seq)
         FROM log WHERE seq <= ?2 ORDER BY seq LIMIT ?3",
    )?;
    let range = (LogState::Applied.code(), durable as i64, AT_ONCE as i64);
    let found = statement.query_map(range, |row| {
        Ok(Kept {
            seq: row.get::<_, i64>(0)? as u64,
            at_ms: row.get(1)?,
            is_settled: row.get(2)?,
        })
    })?;
    let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    let Some(last) = may_go(found, head, durable, now_ms) else {
        return Ok(0);
    };
    if let Some(hash) = hash_at(db, last)? {
        facts::LOG_BEGINS.set(db, &(last, hash))?;
    }
    let gone = db.execute("DELETE FROM log WHERE seq <= ?1", [last as i64])?;
    tracing::info!(gone, through = last, "old operations left this device");
    Ok(gone)
}

/// The last operation that is gone, and the chain's hash there.
pub fn beginning(db: &Connection) -> Result<(u64, ChainHash)> {
    Ok(facts::LOG_BEGINS.get(db)?.unwrap_or_default())
}

/// The chain's hash at a number, as far as it is known here.
pub fn hash_at(db: &Connection, seq: u64) -> Result<Option<ChainHash>> {
    let begins = beginning(db)?;
    if seq == begins.0 {
        return Ok(Some(begins.1));
    }
    let hash: Option<[u8; 32]> = db
        .prepare_cached("SELECT hash FROM log WHERE seq = ?1")?
        .query_row([seq as i64], |row| row.get(0))
        .optional()?;
    Ok(hash.map(ChainHash))
}

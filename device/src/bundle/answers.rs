//! The server's answer to a range of this device, carried back by hand.

use rantang_core::ids::OpId;
use rantang_core::operation::ChainHash;
use rantang_core::sync::protocol::PushAnswer;
use rusqlite::{Connection, Transaction};

use crate::store::{Result, facts};
use crate::sync::exchange;

/// Takes an answer in, as if it had come by line. Returns of how many records the fate is known now;
/// 0: it was known before, or an earlier answer is missing, or this log has become another since.
pub fn take_in(
    tx: &Transaction<'_>,
    first_seq: u64,
    mut answer: PushAnswer,
    now_ms: i64,
) -> Result<u32> {
    let (known, _) = facts::ACKNOWLEDGED.get(tx)?.unwrap_or_default();
    let own = range(tx, first_seq, answer.verdicts.len())?;
    let told = answer.verdicts.iter().map(|(op, _)| *op);
    let is_ours = told.eq(own.iter().map(|(op, _)| *op));
    let continues = (1..=known + 1).contains(&first_seq);
    if !is_ours || !continues {
        tracing::warn!(first_seq, known, is_ours, "a carried answer does not fit");
        return Ok(0);
    }
    // What has a verdict keeps it: it may be a later one than was carried.
    let old = (known + 1 - first_seq) as usize;
    let Some((_, hash)) = own.last().filter(|_| old < own.len()) else {
        return Ok(0);
    };
    answer.verdicts.drain(..old);
    let last_seq = first_seq + own.len() as u64 - 1;
    exchange::take_in_verdicts(tx, &answer, (last_seq, *hash), now_ms)?;
    Ok(answer.verdicts.len() as u32)
}

/// Own operations from a place of the log on, with the chain's hash at each.
fn range(db: &Connection, first_seq: u64, length: usize) -> Result<Vec<(OpId, ChainHash)>> {
    let sql = "SELECT op_id, hash FROM log WHERE ?1 <= seq ORDER BY seq LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let first = i64::try_from(first_seq).unwrap_or(i64::MAX);
    let found = statement.query_map((first, length as i64), |row| {
        Ok((OpId::from_bytes(row.get(0)?), ChainHash(row.get(1)?)))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

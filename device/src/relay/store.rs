//! The ranges that were handed over here.

use rantang_core::ids::{DeviceId, ReplicaId, UserId};
use rantang_core::operation::ChainHash;
use rantang_core::sync::relay::{Certified, Range};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::store::Result;
use crate::store::sql::{self, blob};

/// What the server has answered is remembered so long, for whoever asks what came in.
const ANSWERED_KEPT_MS: i64 = 14 * 24 * 3_600_000;
/// What the server refuses for so long stays on the phone alone.
const REFUSED_KEPT_MS: i64 = 60 * 24 * 3_600_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeState {
    /// For the server, that was not reached yet.
    Waiting,
    /// The server said no; it is asked again.
    Refused,
    /// The server's signed answer is here.
    AtServer,
}

/// A range that the server has not answered.
#[derive(Clone, Debug)]
pub struct Open {
    pub id: i64,
    pub range: Range,
    pub sealed: Vec<u8>,
}

/// Keeps a range; `None`: it is here already.
pub fn keep(
    db: &Connection,
    giver: &Certified,
    range: &Range,
    sealed: &[u8],
    now_ms: i64,
) -> Result<Option<i64>> {
    let sql = "INSERT INTO office_ranges
                   (device, user, replica, first_seq, last_seq, hash, sealed, arrived_ms, state, changed_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8)
               ON CONFLICT DO NOTHING RETURNING id";
    Ok(db
        .prepare_cached(sql)?
        .query_row(
            (
                blob(giver.device),
                blob(giver.user),
                blob(range.replica),
                range.first_seq as i64,
                range.last_seq as i64,
                range.hash.0,
                sealed,
                now_ms,
                sql::code(&RangeState::Waiting),
            ),
            |row| row.get(0),
        )
        .optional()?)
}

/// Sealed bytes that are kept of one device, and of all.
pub fn bytes_kept(db: &Connection, device: DeviceId) -> Result<(u64, u64)> {
    let sql = "SELECT coalesce(sum(length(sealed)) FILTER (WHERE device = ?1), 0),
                      coalesce(sum(length(sealed)), 0) FROM office_ranges";
    let (of_device, all): (i64, i64) = db
        .prepare_cached(sql)?
        .query_row([blob(device)], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((of_device as u64, all as u64))
}

/// The next range after `after` for which the server is asked, each log in its order.
///
/// What was refused is asked again when `refused_before_ms` has passed its last answer.
pub fn next_open(db: &Connection, after: i64, refused_before_ms: i64) -> Result<Option<Open>> {
    let sql = "SELECT * FROM office_ranges
               WHERE ?1 < id AND (state = ?2 OR (state = ?3 AND changed_ms <= ?4))
               ORDER BY id LIMIT 1";
    let asked = (
        after,
        sql::code(&RangeState::Waiting),
        sql::code(&RangeState::Refused),
        refused_before_ms,
    );
    Ok(db
        .prepare_cached(sql)?
        .query_row(asked, |row| {
            Ok(Open {
                id: row.get("id")?,
                range: range(row)?,
                sealed: row.get("sealed")?,
            })
        })
        .optional()?)
}

fn range(row: &Row<'_>) -> rusqlite::Result<Range> {
    Ok(Range {
        replica: sql::id::<ReplicaId>(row, "replica")?,
        first_seq: row.get::<_, i64>("first_seq")? as u64,
        last_seq: row.get::<_, i64>("last_seq")? as u64,
        hash: ChainHash(row.get("hash")?),
    })
}

/// The server has it: what was sealed is needed no more.
pub fn answered(db: &Connection, id: i64, now_ms: i64) -> Result<()> {
    let sql = "UPDATE office_ranges SET state = ?2, cause = NULL, sealed = x'', changed_ms = ?3
               WHERE id = ?1";
    db.prepare_cached(sql)?
        .execute((id, sql::code(&RangeState::AtServer), now_ms))?;
    Ok(())
}

pub fn refused(db: &Connection, id: i64, cause: &str, now_ms: i64) -> Result<()> {
    let sql = "UPDATE office_ranges SET state = ?2, cause = ?3, changed_ms = ?4 WHERE id = ?1";
    db.prepare_cached(sql)?
        .execute((id, sql::code(&RangeState::Refused), cause, now_ms))?;
    Ok(())
}

/// Ranges of whom nothing has to be kept any more.
pub fn outlived(db: &Connection, now_ms: i64) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM office_ranges
               WHERE (state = ?1 AND changed_ms < ?2) OR (state = ?3 AND arrived_ms < ?4)";
    let mut statement = db.prepare_cached(sql)?;
    let ids = statement.query_map(
        (
            sql::code(&RangeState::AtServer),
            now_ms - ANSWERED_KEPT_MS,
            sql::code(&RangeState::Refused),
            now_ms - REFUSED_KEPT_MS,
        ),
        |row| row.get(0),
    )?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

pub fn forget(db: &Connection, id: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM office_ranges WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Records that came in and that the server is not known to have.
pub fn taken_in(db: &Connection) -> Result<u32> {
    let sql =
        "SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM office_ranges WHERE state <> ?1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([sql::code(&RangeState::AtServer)], |row| row.get(0))?)
}

/// What came in of one colleague.
#[derive(Clone, Debug)]
pub struct OfUser {
    pub user: UserId,
    pub call_name: Option<String>,
    /// Records that the server is not known to have.
    pub waiting: u32,
    /// Those of them that the server refused.
    pub refused: u32,
    pub at_server: u32,
    pub arrived_ms: i64,
}

/// Latest first.
pub fn by_user(db: &Connection) -> Result<Vec<OfUser>> {
    let sql = "SELECT user, users.call_name,
                   coalesce(sum(last_seq - first_seq + 1) FILTER (WHERE state <> ?1), 0) AS waiting,
                   coalesce(sum(last_seq - first_seq + 1) FILTER (WHERE state = ?2), 0) AS refused,
                   coalesce(sum(last_seq - first_seq + 1) FILTER (WHERE state = ?1), 0) AS at_server,
                   max(arrived_ms) AS arrived_ms
               FROM office_ranges LEFT JOIN users ON users.id = office_ranges.user
               GROUP BY user ORDER BY max(arrived_ms) DESC";
    let mut statement = db.prepare_cached(sql)?;
    let asked = (
        sql::code(&RangeState::AtServer),
        sql::code(&RangeState::Refused),
    );
    let found = statement.query_map(asked, |row| {
        Ok(OfUser {
            user: sql::id(row, "user")?,
            call_name: row.get("call_name")?,
            waiting: row.get("waiting")?,
            refused: row.get("refused")?,
            at_server: row.get("at_server")?,
            arrived_ms: row.get("arrived_ms")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

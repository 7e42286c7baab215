//! What the server said, and when an operation leaves the overlay.
//!
//! An applied operation stays on top of the mirror until a complete pull has passed its position in
//! every scope that it touched, or the scope is not held. That a cursor passed is not enough: a row
//! that was changed again stands at a later position, behind the cursor of a pull that is under way.
//! What is held or set aside stays.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::ids::OpId;
use rantang_core::operation::{ChainHash, Envelope, Payload, PayloadError};
use rantang_core::registers::EntityRef;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{SET_ASIDE_MAX, SetAside, Verdict};
use rantang_core::sync::receipt::Mac;
use rantang_core::time::Effective;
use rusqlite::{Connection, OptionalExtension};

use super::LogState;
use super::purge::{beginning, hash_at};
use crate::store::sql::{self, blob};
use crate::store::{Error, Result, facts, mirror};

/// A verdict that was stored.
pub struct Stored {
    pub seq: i64,
    /// To be refreshed: an operation shows what it showed before, unless the server fixed another time.
    pub touched: BTreeSet<EntityRef>,
}

/// Stores the verdict of one operation.
///
/// `receipt`: the server's word for the time; it is kept where none comes with a later answer.
pub fn store_verdict(
    db: &Connection,
    op: OpId,
    verdict: &Verdict,
    receipt: Option<Mac>,
) -> Result<Stored> {
    let seq: Option<i64> = db
        .prepare_cached("SELECT seq FROM log WHERE op_id = ?1")?
        .query_row([blob(op)], |row| row.get(0))
        .optional()?;
    let Some(seq) = seq else {
        return Err(Error::Unreadable("a verdict"));
    };
    store_verdict_at(db, seq, verdict, receipt)
}

/// What the server says of an operation by its number, when it was judged again.
pub fn store_settled(db: &Connection, seq: u64, verdict: &Verdict) -> Result<BTreeSet<EntityRef>> {
    store_verdict_at(db, seq as i64, verdict, None)?;
    entities_of(db, seq as i64)
}

fn store_verdict_at(
    db: &Connection,
    seq: i64,
    verdict: &Verdict,
    receipt: Option<Mac>,
) -> Result<Stored> {
    let time = verdict.time();
    let before: Option<Effective> = db
        .prepare_cached("SELECT at_ms, uncertainty_ms FROM log WHERE seq = ?1")?
        .query_row([seq], |row| {
            Ok(Effective {
                at_ms: row.get(0)?,
                uncertainty_ms: row.get::<_, Option<i64>>(1)?.unwrap_or(0),
            })
        })
        .optional()?;
    let is_same = before.is_some_and(|before| {
        before.at_ms == time.at_ms && before.is_uncertain() == time.is_uncertain()
    });
    let touched = if is_same {
        BTreeSet::new()
    } else {
        entities_of(db, seq)?
    };
    let (state, positions) = match verdict {
        Verdict::Applied { positions, .. } | Verdict::Duplicate { positions, .. } => {
            (LogState::Applied, positions.as_slice())
        }
        Verdict::Held { .. } => (LogState::Held, [].as_slice()),
        Verdict::Quarantined { .. } => (LogState::Quarantined, [].as_slice()),
    };
    let sql = "UPDATE log SET state = ?2, cause = ?3, at_ms = ?4, uncertainty_ms = ?5,
                   receipt = coalesce(?6, receipt)
               WHERE seq = ?1";
    db.prepare_cached(sql)?.execute((
        seq,
        state.code(),
        verdict.cause(),
        time.at_ms,
        time.uncertainty_ms,
        receipt.map(|receipt| receipt.0),
    ))?;
    for (scope, position) in positions {
        await_position(db, seq, scope, *position)?;
    }
    Ok(Stored { seq, touched })
}

/// What the server is asked about in a hello: the latest operations without an effect.
pub fn set_aside(db: &Connection) -> Result<Vec<SetAside>> {
    let sql = "SELECT seq, cause FROM log WHERE state <> ?1 AND state IN (?2, ?3)
               ORDER BY seq DESC LIMIT ?4";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map(
        (
            LogState::Applied.code(),
            LogState::Held.code(),
            LogState::Quarantined.code(),
            SET_ASIDE_MAX as i64,
        ),
        |row| {
            Ok(SetAside {
                seq: row.get::<_, i64>(0)? as u64,
                cause: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            })
        },
    )?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Nothing is awaited of a scope that is not held, or that has come so far already.
fn await_position(db: &Connection, seq: i64, scope: &Scope, position: u64) -> Result<()> {
    let is_ahead = mirror::complete(db, scope)?.is_some_and(|complete| complete < position);
    if is_ahead {
        let sql = "INSERT OR REPLACE INTO awaited (seq, scope, position) VALUES (?1, ?2, ?3)";
        db.prepare_cached(sql)?
            .execute((seq, scope.to_string(), position as i64))?;
    }
    Ok(())
}

/// The server's answer ends here: everything up to it has a verdict.
pub fn acknowledge(db: &Connection, seq: u64, hash: ChainHash) -> Result<()> {
    facts::ACKNOWLEDGED.set(db, &(seq, hash))
}

/// What left the overlay, with the fingerprint of what the view shows of it.
pub type Settled = BTreeMap<EntityRef, Option<i64>>;

/// A pull is complete, or a scope is gone: takes out of the overlay what nobody waits for any more.
/// What comes back is to be shown as the mirror has it.
pub fn settle(db: &Connection) -> Result<Settled> {
    settle_range(db, 0, i64::MAX)
}

/// The same for operations that just got their verdicts.
pub fn settle_told(db: &Connection, seqs: &[i64]) -> Result<Settled> {
    match (seqs.iter().min(), seqs.iter().max()) {
        (Some(first), Some(last)) => settle_range(db, *first, *last),
        _ => Ok(Settled::new()),
    }
}

fn settle_range(db: &Connection, first: i64, last: i64) -> Result<Settled> {
    db.prepare_cached(
        "DELETE FROM awaited WHERE seq BETWEEN ?1 AND ?2 AND NOT EXISTS
             (SELECT 1 FROM scopes WHERE scopes.scope = awaited.scope AND scopes.complete < awaited.position)",
    )?
    .execute([first, last])?;
    let sql = "DELETE FROM overlay WHERE seq BETWEEN ?2 AND ?3
                   AND (SELECT state FROM log WHERE log.seq = overlay.seq) = ?1
                   AND NOT EXISTS (SELECT 1 FROM awaited WHERE awaited.seq = overlay.seq)
               RETURNING kind, id, shown";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query((LogState::Applied.code(), first, last))?;
    let mut settled = Settled::new();
    while let Some(row) = rows.next()? {
        settled.insert(sql::entity(row)?, row.get(2)?);
    }
    Ok(settled)
}

/// The server lost what it had acknowledged after `seq`: those operations are pending again, on top
/// of the mirror. The entities that come back are to be refreshed.
pub fn take_back(db: &Connection, seq: u64) -> Result<BTreeSet<EntityRef>> {
    let (seq, hash) = match hash_at(db, seq)? {
        Some(hash) => (seq, hash),
        None => beginning(db)?,
    };
    facts::ACKNOWLEDGED.set(db, &(seq, hash))?;
    // What relays had has gone to the server that lost it.
    facts::HANDED.set(db, &Vec::new())?;
    db.prepare_cached("DELETE FROM awaited WHERE ?1 < seq")?
        .execute([seq as i64])?;
    db.prepare_cached("UPDATE log SET state = ?2, cause = NULL WHERE ?1 < seq AND state <> ?2")?
        .execute((seq as i64, LogState::Pending.code()))?;
    put_back(db, seq)
}

/// Everything that this device recorded after `seq` stands on top of the mirror again.
pub fn put_back(db: &Connection, seq: u64) -> Result<BTreeSet<EntityRef>> {
    let mut touched = BTreeSet::new();
    let mut statement = db.prepare("SELECT seq, envelope, body FROM log WHERE ?1 < seq")?;
    let mut rows = statement.query([seq as i64])?;
    while let Some(row) = rows.next()? {
        let (seq, envelope, body): (i64, Vec<u8>, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let unreadable = || Error::Unreadable("an operation of the log");
        let envelope = Envelope::decode(&envelope).map_err(|_| unreadable())?;
        let payload = match Payload::decode(&envelope.kind, &body) {
            Ok(payload) => payload,
            // A newer app wrote it here; this one has nothing to show of it.
            Err(PayloadError::UnknownKind) => continue,
            Err(PayloadError::Malformed) => return Err(unreadable()),
        };
        for effect in payload.effects(envelope.op_id) {
            let EntityRef { kind, id } = effect.entity;
            db.prepare_cached("INSERT OR IGNORE INTO overlay (kind, id, seq) VALUES (?1, ?2, ?3)")?
                .execute((kind.code(), blob(id), seq))?;
            touched.insert(effect.entity);
        }
    }
    Ok(touched)
}

fn entities_of(db: &Connection, seq: i64) -> Result<BTreeSet<EntityRef>> {
    let mut statement = db.prepare_cached("SELECT kind, id FROM overlay WHERE seq = ?1")?;
    let mut rows = statement.query([seq])?;
    let mut entities = BTreeSet::new();
    while let Some(row) = rows.next()? {
        entities.insert(sql::entity(row)?);
    }
    Ok(entities)
}

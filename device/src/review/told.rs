//! What the server tells a coordinator beside the rows: operations that it set aside, facts that came
//! late, and from which phones operations came that stand against each other.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::alerts::{late_id, set_aside_id};
use rantang_core::ids::OpId;
use rantang_core::sync::protocol::{Origin, Review, ReviewAnswer, ToReview, Why};
use rusqlite::{Connection, OptionalExtension};
use serde_bytes::ByteArray;

use super::{conflicts, deliveries};
use crate::log::LogState;
use crate::store::sql::blob;
use crate::store::{Result, facts};

/// Asked about at once; the others at the next sync.
const ASKED_MAX: usize = 500;

/// What to ask; `None`: nothing changed and every origin is known.
pub fn question(
    db: &Connection,
    today: NaiveDate,
    current: &ByteArray<32>,
) -> Result<Option<Review>> {
    let mut of = conflicts::heads(db)?;
    of.extend(deliveries::given_twice_ops(db, today)?);
    let mut origins_of = Vec::new();
    for op in of {
        if origins_of.len() < ASKED_MAX && !is_known(db, op)? {
            origins_of.push(op);
        }
    }
    let is_current = facts::SET_ASIDE.get(db)?.as_ref() == Some(current);
    Ok((!is_current || !origins_of.is_empty()).then_some(Review { origins_of }))
}

/// Known, or not yet at the server.
fn is_known(db: &Connection, op: OpId) -> Result<bool> {
    let sql = "SELECT 1 WHERE EXISTS (SELECT 1 FROM origins WHERE op = ?1)
                   OR EXISTS (SELECT 1 FROM log WHERE op_id = ?1 AND state = ?2)";
    let known = db
        .prepare_cached(sql)?
        .exists((blob(op), LogState::Pending.code()))?;
    Ok(known)
}

/// What was told before is replaced; an origin that the server does not tell is not asked for again.
pub fn take_in(db: &Connection, asked: &[OpId], answer: &ReviewAnswer) -> Result<()> {
    facts::SET_ASIDE.set(db, &answer.digest)?;
    db.execute("DELETE FROM set_aside", [])?;
    for item in &answer.set_aside {
        put(db, item)?;
    }
    let told: BTreeSet<OpId> = answer.origins.iter().map(|origin| origin.op).collect();
    let nowhere = asked.iter().filter(|op| !told.contains(op));
    let nowhere = nowhere.map(|op| Origin {
        op: *op,
        device_name: String::new(),
        received_ms: 0,
    });
    for origin in answer.origins.iter().cloned().chain(nowhere) {
        db.prepare_cached(
            "INSERT OR REPLACE INTO origins (op, phone, received_ms) VALUES (?1, ?2, ?3)",
        )?
        .execute((blob(origin.op), origin.device_name, origin.received_ms))?;
    }
    Ok(())
}

fn put(db: &Connection, item: &ToReview) -> Result<()> {
    let (id, state, cause) = match item.why {
        Why::Held(cause) => (set_aside_id(item.op), "held", Some(cause.code())),
        Why::Quarantined(cause) => (set_aside_id(item.op), "quarantined", Some(cause.code())),
        Why::Late => (late_id(item.op), "late", None),
    };
    // Copies of one id that differ: each is the server's, one is shown.
    let sql = "INSERT OR IGNORE INTO set_aside (item, op, content, kind, author, phone, at_ms,
                   received_ms, state, cause, body)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    db.prepare_cached(sql)?.execute(rusqlite::params![
        blob(id),
        blob(item.op),
        item.content.as_slice(),
        item.kind,
        blob(item.author),
        item.origin.device_name,
        item.time.at_ms,
        item.origin.received_ms,
        state,
        cause,
        item.body.as_ref().map(|body| body.as_slice()),
    ])?;
    Ok(())
}

/// From which phone an operation came; empty: not known here.
pub(super) fn phone_of(db: &Connection, op: OpId) -> Result<String> {
    let found = db
        .prepare_cached("SELECT phone FROM origins WHERE op = ?1")?
        .query_row([blob(op)], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

//! What was handed over, laid over the mirror: the desk shows it before the server has it.

use std::collections::BTreeSet;

use rantang_core::ids::OpId;
use rantang_core::operation::{Effect, Operation};
use rantang_core::registers::EntityRef;
use rantang_core::sync::protocol::{PushAnswer, Verdict};
use rusqlite::{Connection, OptionalExtension};

use super::store::RangeState;
use crate::store::sql::{self, blob};
use crate::store::{Result, mirror};

/// Positions of before a restore of the server come no more: nobody waits longer for them.
const AWAITED_MS: i64 = 24 * 3_600_000;

/// Lays one operation on top; what is to be refreshed. One that is here already changes nothing.
pub fn lay(
    db: &Connection,
    range: i64,
    operation: &Operation,
    effects: &[Effect],
    at_ms: i64,
) -> Result<BTreeSet<EntityRef>> {
    let mut touched = BTreeSet::new();
    let envelope = &operation.envelope;
    let is_own = db
        .prepare_cached("SELECT 1 FROM log WHERE op_id = ?1")?
        .exists([blob(envelope.op_id)])?;
    if is_own {
        return Ok(touched);
    }
    let sql = "INSERT INTO office_operations (op_id, range, kind, envelope, body, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING RETURNING id";
    let number: Option<i64> = db
        .prepare_cached(sql)?
        .query_row(
            (
                blob(envelope.op_id),
                range,
                &envelope.kind,
                envelope.encode(),
                &operation.body,
                at_ms,
            ),
            |row| row.get(0),
        )
        .optional()?;
    let Some(number) = number else {
        return Ok(touched);
    };
    for effect in effects {
        let EntityRef { kind, id } = effect.entity;
        db.prepare_cached(
            "INSERT OR IGNORE INTO office_overlay (kind, id, operation) VALUES (?1, ?2, ?3)",
        )?
        .execute((kind.code(), blob(id), number))?;
        touched.insert(effect.entity);
    }
    Ok(touched)
}

/// The server has a range: what counts stays on top until the mirror shows it, the rest is taken off.
pub fn answered(db: &Connection, range: i64, answer: &PushAnswer) -> Result<BTreeSet<EntityRef>> {
    let mut touched = BTreeSet::new();
    for (op, verdict) in &answer.verdicts {
        match verdict {
            Verdict::Applied { positions, .. } | Verdict::Duplicate { positions, .. } => {
                for (scope, position) in positions {
                    let is_ahead =
                        mirror::complete(db, scope)?.is_some_and(|complete| complete < *position);
                    if is_ahead {
                        db.prepare_cached(
                            "INSERT INTO office_awaited (range, scope, position) VALUES (?1, ?2, ?3)
                             ON CONFLICT DO UPDATE SET position = max(position, excluded.position)",
                        )?
                        .execute((range, scope.to_string(), *position as i64))?;
                    }
                }
            }
            Verdict::Held { .. } | Verdict::Quarantined { .. } => {
                touched.extend(take_off(db, *op)?)
            }
        }
    }
    touched.extend(settle(db)?);
    Ok(touched)
}

fn take_off(db: &Connection, op: OpId) -> Result<BTreeSet<EntityRef>> {
    let number: Option<i64> = db
        .prepare_cached("SELECT id FROM office_operations WHERE op_id = ?1")?
        .query_row([blob(op)], |row| row.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(BTreeSet::new());
    };
    let touched = entities(db, "operation = ?1", number)?;
    db.prepare_cached("DELETE FROM office_operations WHERE id = ?1")?
        .execute([number])?;
    Ok(touched)
}

/// A pull is complete, or a range was answered: takes off what the mirror shows now.
pub fn settle(db: &Connection) -> Result<BTreeSet<EntityRef>> {
    let has_any = db
        .prepare_cached("SELECT 1 FROM office_operations LIMIT 1")?
        .exists([])?;
    if !has_any {
        return Ok(BTreeSet::new());
    }
    db.prepare_cached(
        "DELETE FROM office_awaited WHERE NOT EXISTS (SELECT 1 FROM scopes
             WHERE scopes.scope = office_awaited.scope AND scopes.complete < office_awaited.position)",
    )?
    .execute([])?;
    let sql = "SELECT id FROM office_ranges WHERE state = ?1
                 AND EXISTS (SELECT 1 FROM office_operations WHERE range = office_ranges.id)
                 AND NOT EXISTS (SELECT 1 FROM office_awaited WHERE range = office_ranges.id)";
    let mut statement = db.prepare_cached(sql)?;
    let settled = statement
        .query_map([sql::code(&RangeState::AtServer)], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut touched = BTreeSet::new();
    for range in settled {
        touched.extend(take_off_range(db, range)?);
    }
    Ok(touched)
}

/// What was awaited for too long is awaited no more.
pub fn give_up_waiting(db: &Connection, now_ms: i64) -> Result<BTreeSet<EntityRef>> {
    let sql = "DELETE FROM office_awaited WHERE range IN
                   (SELECT id FROM office_ranges WHERE state = ?1 AND changed_ms < ?2)";
    db.prepare_cached(sql)?
        .execute((sql::code(&RangeState::AtServer), now_ms - AWAITED_MS))?;
    settle(db)
}

pub fn take_off_range(db: &Connection, range: i64) -> Result<BTreeSet<EntityRef>> {
    let touched = entities(
        db,
        "operation IN (SELECT id FROM office_operations WHERE range = ?1)",
        range,
    )?;
    db.prepare_cached("DELETE FROM office_operations WHERE range = ?1")?
        .execute([range])?;
    Ok(touched)
}

fn entities(db: &Connection, which: &str, number: i64) -> Result<BTreeSet<EntityRef>> {
    let sql = format!("SELECT kind, id FROM office_overlay WHERE {which}");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([number])?;
    let mut touched = BTreeSet::new();
    while let Some(row) = rows.next()? {
        touched.insert(sql::entity(row)?);
    }
    Ok(touched)
}

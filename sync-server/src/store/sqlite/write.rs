//! Writes what was decided.

use std::collections::BTreeMap;

use rantang_core::ids::OpId;
use rantang_core::operation::ChainHash;
use rantang_core::sync::protocol::Verdict;
use rantang_core::time::Effective;
use rusqlite::Connection;

use super::take_in::At;
use super::{acceptances, log, media, rows, scopes, staff};
use crate::intake::{Decided, Entry, Outcome, Placed, as_copy, place, scopes_of};
use crate::store::StoreResult;

/// Writes a batch with its effects; the verdicts are in the order of the entries.
pub fn write(
    db: &Connection,
    at: &At,
    decided: &Decided,
    sequence: &[(u64, ChainHash)],
) -> StoreResult<Vec<(OpId, Verdict)>> {
    let placed = write_rows(db, decided, at.received_ms)?;
    let mut written: Vec<(i64, OpId, Verdict)> = Vec::with_capacity(decided.entries.len());
    let mut verdicts = Vec::with_capacity(decided.entries.len());
    for (entry, (seq, hash)) in decided.entries.iter().zip(sequence) {
        let (key, op, kept, answered) = match entry {
            Entry::Fresh(fresh) => {
                let receipt = placed.receipt(fresh);
                let key = log::insert(db, fresh, &receipt, at.device, at.received_ms)?;
                let op = fresh.operation.envelope.op_id;
                (key, op, receipt.verdict.clone(), receipt.verdict)
            }
            Entry::Stored { key, op, verdict } => (*key, *op, verdict.clone(), verdict.clone()),
            Entry::Earlier(index) => {
                let (key, op, verdict) = written[*index].clone();
                (key, op, verdict.clone(), as_copy(verdict))
            }
        };
        log::append(db, at.replica, *seq, *hash, key)?;
        written.push((key, op, kept));
        verdicts.push((op, answered));
    }
    Ok(verdicts)
}

/// Writes the effect of one stored operation that was decided again.
pub fn write_effect(
    db: &Connection,
    decided: &Decided,
    outcome: &Outcome,
    time: Effective,
) -> StoreResult<Verdict> {
    Ok(write_rows(db, decided, time.at_ms)?.verdict(outcome, time))
}

fn write_rows(db: &Connection, decided: &Decided, now_ms: i64) -> StoreResult<Placed> {
    let known = scopes::ensure_all(db, &scopes_of(decided))?;
    let heads: BTreeMap<_, _> = known
        .iter()
        .map(|(scope, known)| (scope.clone(), known.manifest.head))
        .collect();
    let number = |scope| known.get(scope).map_or(0, |known| known.number);
    let placed = place(decided, heads);
    for (scope, entity, position) in &placed.removes {
        rows::remove(db, entity, number(scope), *position, now_ms)?;
    }
    for (row, position) in &placed.puts {
        let is_known = decided.replaced.contains_key(&row.entity);
        rows::put(db, row, number(&row.scope), *position, is_known)?;
        staff::project(db, row)?;
        media::project(db, row)?;
    }
    for (scope, known) in &known {
        scopes::set_manifest(db, known.number, &placed.manifest(scope, known.manifest))?;
    }
    for (person, scopes) in &decided.scopes {
        scopes::set_of_person(db, *person, scopes)?;
    }
    for acceptance in &decided.acceptances {
        acceptances::keep(db, acceptance)?;
    }
    for assignment in &decided.assignments {
        staff::keep_assignment(db, assignment)?;
    }
    Ok(placed)
}

//! Verifies a store against its own log.
//!
//! The chains are hashed again, and every applied operation is planned again in a world that
//! begins empty: what comes out has to be what is stored, what is kept of the rows' number what they
//! make, and what the devices have.

use std::collections::BTreeSet;

use rantang_core::ids::OpId;
use rantang_core::operation::{ChainHash, next_hash};
use rantang_core::plan::{Stamp, plan_effects};
use rantang_core::sync::agreement::{Disagreement, DisagreementState};
use rantang_core::sync::protocol::Verdict;
use serde::Serialize;

use crate::agreement;
use crate::intake::{World, payload_of};
use crate::store::{CentralStore, LogEntry, StoreResult};

const PAGE: usize = 1_000;
/// More findings say nothing new.
const FINDINGS_MAX: usize = 50;

#[derive(Debug, Default, Serialize)]
pub struct Audit {
    pub ok: bool,
    pub operations: usize,
    pub logs: usize,
    pub rows: usize,
    pub persons: usize,
    pub held: usize,
    pub quarantined: usize,
    /// Ids and numbers only.
    pub findings: Vec<String>,
}

impl Audit {
    fn found(&mut self, finding: String) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}

pub async fn audit(store: &dyn CentralStore) -> StoreResult<Audit> {
    let mut audit = Audit::default();
    let world = replay(store, &mut audit).await?;
    compare_rows(store, &world, &mut audit).await?;
    compare_persons(store, &world, &mut audit).await?;
    compare_counts(store, &mut audit).await?;
    audit.ok = audit.findings.is_empty();
    Ok(audit)
}

/// Reads every log in order. Arrival order changes no row, so that logs may be read one by one.
async fn replay(store: &dyn CentralStore, audit: &mut Audit) -> StoreResult<World> {
    let mut world = World::default();
    let mut seen: BTreeSet<OpId> = BTreeSet::new();
    let mut last: Option<LogEntry> = None;
    let mut after = 0;
    loop {
        let entries = store.log_after(after, PAGE).await?;
        let is_last = entries.len() < PAGE;
        for entry in entries {
            after = entry.key;
            check_chain(last.as_ref(), &entry, audit);
            if seen.insert(entry.operation.envelope.op_id) {
                audit.operations += 1;
            }
            match &entry.verdict {
                Verdict::Applied { .. } | Verdict::Duplicate { .. } => apply(&mut world, &entry),
                Verdict::Held { .. } => audit.held += 1,
                Verdict::Quarantined { .. } => audit.quarantined += 1,
            }
            last = Some(entry);
        }
        if is_last {
            return Ok(world);
        }
    }
}

fn check_chain(last: Option<&LogEntry>, entry: &LogEntry, audit: &mut Audit) {
    let before = last.filter(|last| last.replica == entry.replica);
    if before.is_none() {
        audit.logs += 1;
    }
    let (expected_seq, previous) =
        before.map_or((1, ChainHash::START), |last| (last.seq + 1, last.hash));
    if entry.seq != expected_seq {
        audit.found(format!(
            "log {}: number {} follows where {expected_seq} should",
            entry.replica, entry.seq
        ));
    } else if next_hash(previous, &entry.operation) != entry.hash {
        audit.found(format!(
            "log {}: operation {} is not the one that was chained",
            entry.replica, entry.seq
        ));
    }
}

fn apply(world: &mut World, entry: &LogEntry) {
    let envelope = &entry.operation.envelope;
    let Ok(payload) = payload_of(&entry.operation) else {
        return;
    };
    let stamp = Stamp {
        op: envelope.op_id,
        author: envelope.author,
        at_ms: entry.time.at_ms,
        is_uncertain: entry.time.is_uncertain(),
        scope: &envelope.scope,
    };
    let effects = payload.effects(envelope.op_id);
    let planned = plan_effects(stamp, &effects, &world.reads(&effects));
    world.apply(&planned);
}

async fn compare_rows(
    store: &dyn CentralStore,
    world: &World,
    audit: &mut Audit,
) -> StoreResult<()> {
    let mut after = 0;
    loop {
        let rows = store.rows_after(after, PAGE).await?;
        let is_last = rows.len() < PAGE;
        for stored in rows {
            after = stored.place;
            audit.rows += 1;
            let entity = stored.row.entity;
            if world.row(&entity) != Some(&stored.row) {
                audit.found(format!(
                    "row {} {} is not what its log says",
                    entity.kind.code(),
                    entity.id
                ));
            }
        }
        if is_last {
            break;
        }
    }
    let expected = world.rows().count();
    if expected != audit.rows {
        audit.found(format!(
            "{} rows are stored, the log makes {expected}",
            audit.rows
        ));
    }
    Ok(())
}

async fn compare_persons(
    store: &dyn CentralStore,
    world: &World,
    audit: &mut Audit,
) -> StoreResult<()> {
    let mut after = None;
    loop {
        let persons = store.persons_after(after, PAGE).await?;
        let is_last = persons.len() < PAGE;
        for it in persons {
            after = Some(it.person);
            audit.persons += 1;
            if world.scopes_of(it.person) != Some(&it.scopes) {
                audit.found(format!(
                    "person {} lives in other scopes by the log",
                    it.person
                ));
            }
        }
        if is_last {
            break;
        }
    }
    let expected = world.persons().len();
    if expected != audit.persons {
        audit.found(format!(
            "{} persons are stored, the log makes {expected}",
            audit.persons
        ));
    }
    Ok(())
}

async fn compare_counts(store: &dyn CentralStore, audit: &mut Audit) -> StoreResult<()> {
    for scope in store.scopes().await? {
        if !agreement::is_right(store, &scope).await? {
            audit.found(format!(
                "scope {scope}: the number that is kept of its rows is not what they make"
            ));
        }
    }
    let stopped = store.disagreements().await?;
    let stopped = stopped
        .iter()
        .filter(|it| it.disagreement.state == DisagreementState::Stopped);
    for it in stopped {
        let Disagreement {
            scope, told, own, ..
        } = &it.disagreement;
        audit.found(format!(
            "device {} pulls {scope} no more: at {} it has {} rows, {} were counted here",
            it.device, told.head, own.count, told.tally.count
        ));
    }
    Ok(())
}

//! Compares what there is with what the model says there must be.

mod replicas;
mod screens;
mod watch;

pub use watch::{Unseen, Watch};

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{bail, ensure};
use rantang_core::ids::OpId;
use rantang_core::registers::{EntityRef, Row};
use rantang_core::sync::protocol::{HeldCause, Verdict};
use rantang_server::store::CentralStore;

use super::model::{ExpectedRow, Fate, Model, Receipt};
use super::office::Office;
use super::phone::Phone;

const PAGE: usize = 1_000;

/// What a story came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CameOfIt {
    pub conflicts: usize,
    pub duplicates: usize,
    pub deaths: usize,
    pub set_aside: usize,
}

/// Everything that must hold when the faults are over and all is quiet.
pub async fn all_is_well(
    office: &Office,
    phones: &[Phone],
    model: &Model,
) -> anyhow::Result<CameOfIt> {
    let receipts = receipts(&*office.store).await?;
    nothing_is_missing(phones, model, &receipts)?;
    let audit = rantang_server::audit::audit(&*office.store).await?;
    ensure!(
        audit.ok,
        "the server's log does not lead to its rows: {:?}",
        audit.findings
    );
    let rows = server_rows(&*office.store).await?;
    let expected = model.expected(&receipts);
    replicas::server(&rows, &expected)?;
    for (at, phone) in phones.iter().enumerate() {
        replicas::phone(phone, &rows)?;
        screens::phone(at, phone, model, &receipts)?;
    }
    Ok(CameOfIt {
        conflicts: expected.conflicts().len(),
        duplicates: expected
            .slots()
            .values()
            .map(|it| it.duplicates.len())
            .sum(),
        deaths: expected.deaths(),
        set_aside: receipts
            .values()
            .filter(|it| it.fate == Fate::SetAside)
            .count(),
    })
}

/// What the server fixed for each operation.
pub async fn receipts(store: &dyn CentralStore) -> anyhow::Result<BTreeMap<OpId, Receipt>> {
    let mut receipts = BTreeMap::new();
    let mut after = 0;
    loop {
        let entries = store.log_after(after, PAGE).await?;
        let Some(last) = entries.last() else {
            return Ok(receipts);
        };
        after = last.key;
        for entry in entries {
            let fate = match entry.verdict {
                Verdict::Applied { .. } | Verdict::Duplicate { .. } => Fate::Applied,
                Verdict::Held { .. } => Fate::Held,
                Verdict::Quarantined { .. } => Fate::SetAside,
            };
            let op = entry.operation.envelope.op_id;
            let why = match entry.verdict {
                Verdict::Quarantined { cause, .. } => cause.code(),
                Verdict::Held { cause, .. } => cause.code(),
                _ => "",
            };
            let receipt = Receipt {
                fate,
                at_ms: entry.time.at_ms,
                why,
            };
            ensure!(
                receipts.insert(op, receipt).is_none(),
                "operation {op} stands in the server's log twice"
            );
        }
    }
}

/// Every operation that a phone confirmed is on it and on the server, with the fate that its author
/// may expect.
fn nothing_is_missing(
    phones: &[Phone],
    model: &Model,
    receipts: &BTreeMap<OpId, Receipt>,
) -> anyhow::Result<()> {
    let logs = phones
        .iter()
        .map(Phone::log)
        .collect::<Result<Vec<_>, _>>()?;
    for said in model.said() {
        let name = phones[said.phone].holder.name;
        let Some(receipt) = receipts.get(&said.op) else {
            bail!(
                "{name} was told that {} is saved, and the server has not got it",
                said.op
            );
        };
        let state = logs[said.phone].get(&said.op).copied();
        let told = match receipt.fate {
            Fate::Applied => 1,
            Fate::Held => 2,
            Fate::SetAside => 3,
        };
        ensure!(
            state == Some(told),
            "{name}'s phone says {state:?} of {}, the server {:?}",
            said.op,
            receipt.fate
        );
        // A courier at a colleague's route: it waits until somebody allows it.
        let waits = receipt.fate == Fate::Held && receipt.why == HeldCause::AwaitingGrant.code();
        ensure!(
            receipt.fate == Fate::Applied
                || ((receipt.fate == Fate::SetAside || waits) && said.may_be_set_aside),
            "{name} {} ({}) is {:?}: {}",
            said.told,
            said.op,
            receipt.fate,
            receipt.why
        );
    }
    times_are_right(model, receipts)?;
    let ours = receipts.len();
    let known: BTreeSet<OpId> = logs.iter().flat_map(|log| log.keys().copied()).collect();
    ensure!(
        known.len() <= ours,
        "the phones hold {} operations, the server {ours}",
        known.len()
    );
    Ok(())
}

/// A wrong clock moves nothing that was done since the phone last heard the time.
fn times_are_right(model: &Model, receipts: &BTreeMap<OpId, Receipt>) -> anyhow::Result<()> {
    for said in model.said() {
        if let (Some(within_ms), Some(receipt)) = (said.within_ms, receipts.get(&said.op)) {
            let off_ms = receipt.at_ms - said.at_ms;
            ensure!(
                off_ms.abs() <= within_ms,
                "{} ({}) counts {off_ms} ms from when it was, and the phone knew the time within {within_ms}",
                said.told,
                said.op
            );
        }
    }
    Ok(())
}

pub async fn server_rows(store: &dyn CentralStore) -> anyhow::Result<BTreeMap<EntityRef, Row>> {
    let mut rows = BTreeMap::new();
    let mut after = 0;
    loop {
        let found = store.rows_after(after, PAGE).await?;
        let Some(last) = found.last() else {
            return Ok(rows);
        };
        after = last.place;
        rows.extend(found.into_iter().map(|it| (it.row.entity, it.row)));
    }
}

/// How a row's registers differ from what is expected; `with_times`: also in when each value counts.
fn differences(row: &Row, expected: &ExpectedRow, with_times: bool) -> Vec<String> {
    let mut found = Vec::new();
    let names: BTreeSet<&str> = row
        .registers
        .keys()
        .map(|name| name.as_str())
        .chain(expected.registers.keys().copied())
        .collect();
    for name in names {
        let is = row
            .registers
            .iter()
            .find(|(found, _)| found.as_str() == name);
        let (Some((_, is)), Some(should)) = (is, expected.registers.get(name)) else {
            found.push(format!("{name}: one of them lacks it"));
            continue;
        };
        let heads: Vec<OpId> = is.head_ids();
        let standing: Vec<OpId> = should.standing.keys().copied().collect();
        if heads != standing {
            found.push(format!("{name}: {heads:?} stand, expected {standing:?}"));
            continue;
        }
        for head in is.heads() {
            let should = &should.standing[&head.op];
            if head.value != should.value || head.author != should.author {
                found.push(format!("{name}: another value or author of {}", head.op));
            }
            if with_times && head.at_ms != should.at_ms {
                found.push(format!("{name}: {} counts at another time", head.op));
            }
        }
    }
    found
}

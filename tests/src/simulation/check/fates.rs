//! What became of every operation that people were told is saved.

use std::collections::BTreeMap;

use anyhow::{bail, ensure};
use rantang_core::ids::OpId;
use rantang_core::sync::protocol::{HeldCause, Verdict};
use rantang_device::store::Error;
use rantang_server::store::CentralStore;

use super::PAGE;
use crate::simulation::model::{Expects, Fate, Model, Receipt};
use crate::simulation::phone::Phone;

/// What the server fixed for each operation.
pub async fn receipts(store: &dyn CentralStore) -> anyhow::Result<BTreeMap<OpId, Receipt>> {
    let mut receipts: BTreeMap<OpId, Receipt> = BTreeMap::new();
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
            let why = match entry.verdict {
                Verdict::Quarantined { cause, .. } => cause.code(),
                Verdict::Held { cause, .. } => cause.code(),
                _ => "",
            };
            let op = entry.operation.envelope.op_id;
            let receipt = Receipt {
                fate,
                at_ms: entry.time.at_ms,
                why,
            };
            // The log of a phone that was set back, or cloned, names it again under another replica.
            if let Some(first) = receipts.insert(op, receipt) {
                ensure!(
                    first == receipt,
                    "operation {op} has two receipts: {first:?} and {receipt:?}"
                );
            }
        }
    }
}

/// Every operation that a phone confirmed is on it and on the server, with the fate that its author
/// may expect; except those whose only copy was destroyed.
pub fn nothing_is_missing(
    phones: &[&Phone],
    model: &Model,
    receipts: &BTreeMap<OpId, Receipt>,
) -> anyhow::Result<()> {
    let logs = phones
        .iter()
        .map(|phone| phone.log())
        .collect::<Result<Vec<_>, _>>()?;
    for (phone, log) in phones.iter().zip(&logs) {
        let name = &phone.holder.name;
        let lost = phone.wrote.iter().find(|op| !log.contains_key(op));
        ensure!(lost.is_none(), "{name}'s phone has lost {lost:?}");
        let invented = log.keys().find(|op| !phone.wrote.contains(op));
        ensure!(
            invented.is_none(),
            "{name}'s phone holds {invented:?}, which nobody wrote there"
        );
    }
    for said in model.said() {
        let Some(receipt) = receipts.get(&said.op) else {
            if model.is_destroyed(said.op) {
                continue;
            }
            bail!(
                "somebody was told that {} ({}) is saved, and the server has not got it",
                said.op,
                said.told
            );
        };
        // A courier at a colleague's route: it waits until somebody allows it.
        let waits = receipt.fate == Fate::Held
            && receipt.why == HeldCause::AwaitingGrant.code()
            && said.expects == Expects::MayBeSetAside;
        ensure!(
            waits || said.expects.allows(receipt.fate),
            "{} ({}) is {:?}: {}",
            said.told,
            said.op,
            receipt.fate,
            receipt.why
        );
        let should = match receipt.fate {
            Fate::Applied => 1,
            Fate::Held => 2,
            Fate::SetAside => 3,
        };
        for (phone, log) in phones.iter().zip(&logs) {
            let Some(state) = log.get(&said.op) else {
                continue;
            };
            // Set aside, and judged again since: the phone hears of it when it sends the range again.
            let not_heard = (*state == 2 || *state == 3)
                && receipt.fate == Fate::Applied
                && said.expects == Expects::MayBeSetAside;
            ensure!(
                *state == should || not_heard,
                "{}'s phone says {state} of {} ({}), the server {:?}",
                phone.holder.name,
                said.op,
                said.told,
                receipt.fate
            );
        }
    }
    let invented = receipts
        .keys()
        .find(|op| !model.said().iter().any(|said| said.op == **op));
    ensure!(
        invented.is_none(),
        "the server holds {invented:?}, which nobody wrote"
    );
    times_are_right(model, receipts)
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

/// Whatever version wrote it, the server keeps every body byte for byte.
pub async fn bodies_are_as_they_were_written(
    phones: &[&Phone],
    store: &dyn CentralStore,
) -> anyhow::Result<()> {
    let mut written: BTreeMap<OpId, Vec<u8>> = BTreeMap::new();
    for phone in phones {
        phone.device()?.read::<_, Error>(|db| {
            let mut statement = db.prepare_cached("SELECT op_id, body FROM log")?;
            let found =
                statement.query_map([], |row| Ok((OpId::from_bytes(row.get(0)?), row.get(1)?)))?;
            for found in found {
                let (op, body) = found?;
                written.insert(op, body);
            }
            Ok(())
        })?;
    }
    let mut after = 0;
    loop {
        let entries = store.log_after(after, PAGE).await?;
        let Some(last) = entries.last() else {
            return Ok(());
        };
        after = last.key;
        for entry in &entries {
            let op = entry.operation.envelope.op_id;
            ensure!(
                written
                    .get(&op)
                    .is_none_or(|body| *body == entry.operation.body),
                "the server has another body of {op} than the phone that wrote it"
            );
        }
    }
}

//! Compares what there is with what the model says there must be.

mod fates;
mod photos;
mod replicas;
mod screens;
mod watch;

pub use fates::receipts;
pub use photos::Places;
pub use watch::{Unseen, Watch};

use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;
use rantang_core::ids::OpId;
use rantang_core::registers::{EntityRef, Row};
use rantang_server::store::CentralStore;

use super::model::{ExpectedRow, Fate, Model};
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
    pub held: usize,
}

/// Everything that must hold when the faults are over and all is quiet.
pub async fn all_is_well(
    office: &Office,
    phones: &[&Phone],
    model: &Model,
) -> anyhow::Result<CameOfIt> {
    let receipts = receipts(&*office.store).await?;
    fates::nothing_is_missing(phones, model, &receipts)?;
    fates::bodies_are_as_they_were_written(phones, &*office.store).await?;
    let audit = rantang_server::audit::audit(&*office.store).await?;
    ensure!(
        audit.ok,
        "the server's log does not lead to its rows: {:?}",
        audit.findings
    );
    let rows = server_rows(&*office.store).await?;
    let expected = model.expected(&receipts);
    replicas::server(&rows, &expected)?;
    for phone in phones {
        let carries = expected.carries(phone.holder.user);
        replicas::phone(phone, &rows, &carries)?;
        screens::phone(phone, model, &receipts, &carries)?;
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
        held: receipts.values().filter(|it| it.fate == Fate::Held).count(),
    })
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

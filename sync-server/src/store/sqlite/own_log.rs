//! The server's own log: what the office's administrator does, as operations like any other.

use std::collections::BTreeMap;

use anyhow::anyhow;
use rusqlite::Transaction;

use super::{log, staff, take_in};
use crate::intake::{Intake, Origin, Taken, own_operation};
use crate::store::{OwnOperation, StoreError, StoreResult};

pub fn record(
    tx: &mut Transaction<'_>,
    operations: &[OwnOperation],
    now_ms: i64,
) -> StoreResult<Taken> {
    let server = staff::server(tx)?
        .ok_or_else(|| StoreError::Failed(anyhow!("the server was not set up")))?;
    let stored = log::replica(tx, server.replica)?.map_or_else(Default::default, |it| it.stored);
    let mut next = Vec::new();
    for own in operations {
        if log::existing(tx, own.op)?.is_empty() {
            let seq = stored.0 + next.len() as u64 + 1;
            next.push(own_operation(&server, own, seq));
        }
    }
    let intake = Intake {
        origin: Origin::Server,
        replica: server.replica,
        previous: stored.1,
        operations: next,
        head: None,
        received_ms: now_ms,
        times: BTreeMap::new(),
    };
    take_in::take_in(tx, &intake)?.map_err(|fault| StoreError::Failed(fault.into()))
}

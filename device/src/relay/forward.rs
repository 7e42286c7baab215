//! What was handed over here goes to the server when there is a line, each log in its order.

use std::sync::Arc;

use rantang_core::sync::protocol::{PushAnswer, path};
use rantang_core::sync::sealed::{CarriedAnswer, Deliver};
use rusqlite::Transaction;

use super::store::next_open;
use super::store::{self, Open};
use super::{blocking, overlay};
use crate::device::Device;
use crate::store::facts::{self, Pairing};
use crate::store::{Result, view};
use crate::sync::remote::{CallError, call_unsigned};

/// What the server refused is asked again after this: it may wait for an earlier range of the phone, or
/// for the phone to be paired again.
const REFUSED_PAUSE_MS: i64 = 15 * 60_000;

/// What came of an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forwarded {
    /// Records that the server has now.
    pub records: u32,
    /// Ranges that it refused for now.
    pub refused: u32,
    /// The line broke, or the server is busy.
    pub ended_early: bool,
}

/// Each time that the server was reached.
pub async fn run(device: Arc<Device>) {
    loop {
        device.relay.reached.notified().await;
        match forward(&device).await {
            Ok(forwarded) if 0 < forwarded.records => {
                tracing::info!(
                    records = forwarded.records,
                    "records of phones went on to the server"
                );
                device.changed();
                // The rows come with the next pull.
                device.wake.notify_one();
            }
            Ok(_) => {}
            Err(error) => tracing::error!(
                error = &error as &dyn std::error::Error,
                "what was handed over did not go on"
            ),
        }
    }
}

/// Asks the server for every range that waits.
pub async fn forward(device: &Arc<Device>) -> Result<Forwarded> {
    let mut forwarded = Forwarded::default();
    let mut after = 0;
    while let Some((pairing, open)) = next(device, after).await? {
        after = open.id;
        let message = Deliver {
            sealed: open.sealed.clone().into(),
        };
        let transport = &*device.platform.transport;
        let called = call_unsigned(transport, &pairing.url, path::SEALED, &message).await;
        let answer = match called {
            Ok(carried) => verified(&carried, &pairing, &open),
            Err(CallError::Refused(code)) => Err(crate::store::sql::code(&code)),
            Err(error) => {
                tracing::info!(
                    error = &error as &dyn std::error::Error,
                    "what was handed over waits for a line"
                );
                forwarded.ended_early = true;
                break;
            }
        };
        match &answer {
            Ok(answer) => forwarded.records += answer.verdicts.len() as u32,
            Err(cause) => {
                tracing::warn!(cause, "the server refused a range of a phone");
                forwarded.refused += 1;
            }
        }
        write(device, move |device, tx| {
            let now_ms = device.now_ms(tx)?;
            match answer {
                Ok(answer) => {
                    store::answered(tx, open.id, now_ms)?;
                    let touched = overlay::answered(tx, open.id, &answer)?;
                    view::refresh(tx, &touched)
                }
                Err(cause) => store::refused(tx, open.id, &cause, now_ms),
            }
        })
        .await?;
    }
    write(device, |device, tx| tidy(tx, device.now_ms(tx)?)).await?;
    Ok(forwarded)
}

/// The answer counts if the server signed it for exactly this range; otherwise it is as good as none.
fn verified(
    carried: &CarriedAnswer,
    pairing: &Pairing,
    open: &Open,
) -> std::result::Result<PushAnswer, String> {
    let other = || "other_answer".to_owned();
    let answer = carried.open(pairing.server_key).map_err(|_| other())?;
    let length = open.range.last_seq - open.range.first_seq + 1;
    let fits = carried.server == pairing.server
        && carried.replica == open.range.replica
        && carried.first_seq == open.range.first_seq
        && answer.verdicts.len() as u64 == length;
    fits.then_some(answer).ok_or_else(other)
}

/// Forgets what nobody asks for any more.
fn tidy(tx: &Transaction<'_>, now_ms: i64) -> Result<()> {
    let mut touched = overlay::give_up_waiting(tx, now_ms)?;
    for id in store::outlived(tx, now_ms)? {
        touched.extend(overlay::take_off_range(tx, id)?);
        store::forget(tx, id)?;
    }
    view::refresh(tx, &touched)
}

async fn next(device: &Arc<Device>, after: i64) -> Result<Option<(Pairing, Open)>> {
    blocking(device, move |device| {
        device.read(|db| {
            let refused_before_ms = device.now_ms(db)? - REFUSED_PAUSE_MS;
            let open = next_open(db, after, refused_before_ms)?;
            Ok(facts::PAIRING.get(db)?.zip(open))
        })
    })
    .await
}

async fn write(
    device: &Arc<Device>,
    work: impl FnOnce(&Device, &Transaction<'_>) -> Result<()> + Send + 'static,
) -> Result<()> {
    blocking(device, move |device| {
        device.store.write(|tx| work(device, tx))
    })
    .await
}

//! A coordinator asks what is to be looked at, after a pull.

use std::sync::Arc;

use rantang_core::sync::protocol::{ReviewAnswer, path};
use serde_bytes::ByteArray;

use super::remote::Remote;
use super::step::{StepError, blocking};
use crate::device::Device;
use crate::review::told;

/// `current`: what the hello named; `None`: the user is no coordinator. Nothing is asked where
/// nothing changed.
pub async fn ask(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    challenge: &[u8],
    current: Option<ByteArray<32>>,
) -> Result<(), StepError> {
    let Some(current) = current else {
        return Ok(());
    };
    let question = blocking(device, move |device| {
        device.read(|db| told::question(db, device.today(db)?, &current))
    })
    .await?;
    let Some(question) = question else {
        return Ok(());
    };
    let answer: ReviewAnswer = remote.call(path::REVIEW, challenge, &question).await?;
    blocking(device, move |device| {
        device
            .store
            .write(|tx| told::take_in(tx, &question.origins_of, &answer))
    })
    .await?;
    device.changed();
    Ok(())
}

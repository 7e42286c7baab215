//! What a screen asks about sending and receiving.

use std::sync::Arc;

use super::view::{SyncView, WaitingView};
use super::worker;
use crate::command::Failure;
use crate::device::Device;
use crate::store::Error;

pub fn status(device: &Device) -> Result<SyncView, Failure> {
    Ok(device.read::<_, Error>(|db| device.sync_view(db))?)
}

/// Each record that is counted as unsent.
pub fn waiting(device: &Device) -> Result<Vec<WaitingView>, Failure> {
    Ok(device.read::<_, Error>(|db| super::waiting::waiting(db, device.tried(db)?))?)
}

/// "Kirim sekarang": returns when the attempt ended, well or not.
pub async fn now(device: &Arc<Device>) -> Result<SyncView, Failure> {
    worker::attempt(device).await;
    let device = device.clone();
    tokio::task::spawn_blocking(move || status(&device))
        .await
        .map_err(|error| Failure::internal(&error))?
}

//! What the device says of its own accord reaches every window.

use std::sync::Arc;

use rantang_device::device::Device;
use rantang_device::sync::view::DeviceEvent;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// The name of the event on the side of the screens.
const EVENT: &str = "device";

pub fn bridge(app: &AppHandle, device: Arc<Device>) {
    let app = app.clone();
    let mut events = device.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                // Some were lost: the screens load again.
                Err(RecvError::Lagged(_)) => DeviceEvent::Changed,
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = app.emit(EVENT, event) {
                tracing::warn!(%error, "an event did not reach the screens");
            }
        }
    });
}

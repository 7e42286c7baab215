//! Records over the office's network while the internet is down.
//!
//! A coordinator's desktop is the relay: it keeps what phones hand over, shows her what she may read of
//! it, and hands the rest, which it cannot read, to the server later.
//!
//! # Invariants
//!
//! * Nothing leaves a phone's overlay because of a relay, and nothing counts as sent: the server alone
//!   says so. *Sudah di kantor* is a word beside *belum terkirim*.
//! * Whoever is not certified by the server is told no, and keeps no byte on this disk. What is kept is
//!   bounded for each device and in all.
//! * A relay forgets a range when the server has answered it, signed.
//! * Nothing personal goes over the network in clear.
//!
//! # Where to look
//!
//! On the desk: [`serve`] listens, `take_in` judges and stores, `forward` hands on, [`overlay`] lays what
//! came in over the mirror. On the phone: [`find`] looks for a relay, [`hand_over`] gives. [`announce`]
//! speaks mDNS for both, `certified` asks the server who is who.

pub mod announce;
pub mod certified;
mod commands;
mod connection;
mod desk;
pub mod find;
pub mod forward;
pub mod hand_over;
pub mod handlers;
mod limits;
pub mod overlay;
pub mod serve;
mod state;
mod store;
mod take_in;
pub mod view;

pub use commands::{RelayFound, RelaySet};
pub use state::Relay;
pub use store::taken_in;

use std::sync::Arc;

use crate::device::Device;
use crate::store::{Error, Result};

/// Where a relay listens unless somebody chooses: the word on a telephone's keys.
pub const PORT: u16 = 7264;

/// Everything that a relay and its phones do of their own accord, until the process ends.
pub async fn run(device: Arc<Device>) {
    tokio::join!(
        desk::run(device.clone()),
        forward::run(device.clone()),
        hand_over::run(device),
    );
}

/// The store blocks on the disk: not on the threads that drive the network.
async fn blocking<T: Send + 'static>(
    device: &Arc<Device>,
    work: impl FnOnce(&Device) -> Result<T> + Send + 'static,
) -> Result<T> {
    let device = device.clone();
    let done = tokio::task::spawn_blocking(move || work(&device)).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "a thread of the relay failed");
        Err(Error::Unreadable("what a thread left"))
    })
}

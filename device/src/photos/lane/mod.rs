//! The lane of photos: tus 1.0 beside the records, by byte, and always behind them.
//!
//! # Invariants
//!
//! * Nothing is sent or fetched while a record waits or a sync is under way; what is on the line when a
//!   record comes is dropped and continued later where the server says.
//! * A part is small enough to be over in a few seconds on the line that there is.
//! * Whatever fails is tried again, later and later, and at once when a sync of records succeeded.

mod parts;
mod remote;
mod work;

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rantang_core::sync::protocol::RefusalCode;
use rusqlite::Connection;

use super::room::to_let_go;
use super::view::PhotoLane;
use super::{removed, store};
use crate::device::Device;
use crate::store::{Error, Result, facts};
use crate::sync::remote::CallError;

pub use parts::Parts;
pub use remote::LaneError;
pub use work::work;

/// How often it is looked whether a record still waits, where no sync said so.
const WAY_LOOK: Duration = Duration::from_secs(30);
/// Without anything to do: whether stored photos came into a backup meanwhile.
const IDLE: Duration = Duration::from_secs(3_600);
const BACKOFF_S_FIRST: u64 = 5;
const BACKOFF_S_MAX: u64 = 900;

/// Sends and fetches until the process ends.
pub async fn run(device: Arc<Device>) {
    let mut failures = 0;
    let mut parts = Parts::default();
    loop {
        let wait = match work(&device, &mut parts).await {
            Ok(()) => {
                failures = 0;
                IDLE
            }
            // Records go first; then at once.
            Err(LaneError::MakesWay) => {
                make_way(&device).await;
                continue;
            }
            // The next hello brings another challenge, and its success wakes the lane.
            Err(LaneError::Call(CallError::Refused(RefusalCode::ChallengeExpired))) => {
                device.wake.notify_one();
                IDLE
            }
            Err(error) => {
                let wait_s = (BACKOFF_S_FIRST << failures.min(10)).min(BACKOFF_S_MAX);
                failures += 1;
                error.log();
                let asked = error.retry_after_s().unwrap_or(0);
                Duration::from_secs(wait_s.max(asked))
            }
        };
        tokio::select! {
            () = device.photos.wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
        make_way(&device).await;
    }
}

/// Until no record waits. One that cannot be sent keeps photos waiting too: they could not either.
async fn make_way(device: &Arc<Device>) {
    while device.records_wait().await {
        tokio::select! {
            () = device.photos.wake.notified() => {}
            () = tokio::time::sleep(WAY_LOOK) => {}
        }
    }
}

/// Work that blocks on the disk.
async fn blocking<T, E>(
    device: &Arc<Device>,
    work: impl FnOnce(&Device) -> std::result::Result<T, E> + Send + 'static,
) -> std::result::Result<T, LaneError>
where
    T: Send + 'static,
    E: Into<LaneError> + Send + 'static,
{
    let device = device.clone();
    match tokio::task::spawn_blocking(move || work(&device)).await {
        Ok(done) => done.map_err(Into::into),
        Err(_) => Err(LaneError::Nonsense),
    }
}

/// Asks the server at the next turn what came into a backup, however lately it was asked.
pub fn ask_anew(device: &Device) -> std::result::Result<(), Error> {
    device.store.write(store::forget_asked)?;
    device.photos.wake.notify_one();
    Ok(())
}

/// Whether photos may go over the connection that there is.
pub(super) fn may_use_line(device: &Device, db: &Connection) -> Result<bool> {
    let only_wifi = facts::SETTINGS
        .get(db)?
        .is_some_and(|settings| settings.photos_only_wifi);
    let metered = *device
        .photos
        .metered
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    // Who chose Wi-Fi and whose phone does not say what it has sends by hand.
    Ok(!only_wifi || metered == Some(false) || device.photos.send_now.load(Ordering::Relaxed))
}

pub(super) fn standing(device: &Device, db: &Connection) -> Result<PhotoLane> {
    let lane = store::lane(db)?;
    Ok(PhotoLane {
        waits_for_wifi: 0 < lane.waiting && !may_use_line(device, db)?,
        ..lane
    })
}

/// What somebody took away leaves, whether there is a line or not.
pub(super) fn let_go_of_removed(device: &Device) -> std::result::Result<(), LaneError> {
    for hash in device.read::<_, Error>(removed::for_good)? {
        device.photos.files.remove(&hash)?;
        device.store.write(|tx| removed::forget(tx, &hash))?;
    }
    Ok(())
}

/// Copies that are safe leave, oldest first, as far as room is needed.
pub(super) fn let_go(device: &Device) -> std::result::Result<(), Error> {
    let photos = &device.photos;
    let (kept, candidates) =
        device.read::<_, Error>(|db| Ok((store::kept_bytes(db)?, store::may_leave(db)?)))?;
    let mut open = to_let_go(photos.disk.free_bytes(photos.files.folder()), kept);
    for (hash, bytes) in candidates {
        if open == 0 {
            break;
        }
        // The mark first: a file without a mark is swept, a mark without a file would be a lie.
        device.store.write(|tx| store::set_gone(tx, &hash))?;
        if let Err(error) = photos.files.remove(&hash) {
            tracing::warn!(%error, "a photo that may leave stays until the next start");
        }
        open = open.saturating_sub(u64::from(bytes));
    }
    Ok(())
}

//! Finds what a receipt code stands for.

use rantang_core::ids::{DeviceId, UserId};
use rantang_core::sync::code::Code;
use rantang_core::sync::receipt::Notary;

use crate::store::{CentralStore, StoreResult};

/// So many places of each log are looked at, the last first.
const PLACES: usize = 5_000;

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Found {
    pub device: DeviceId,
    pub device_name: String,
    pub user: UserId,
    pub records: u64,
    /// When the last of them came.
    pub received_ms: i64,
    pub is_durable: bool,
}

/// `None`: it stands for no state of a device's log that this server has had lately.
pub async fn find(
    store: &dyn CentralStore,
    notary: &Notary,
    code: Code,
) -> StoreResult<Option<Found>> {
    let devices = store.devices().await?;
    for head in store.heads().await? {
        let owner = devices.iter().find(|it| Some(it.device) == head.device);
        let Some(owner) = owner else {
            continue;
        };
        let places = store.places_before(head.replica, u64::MAX, PLACES).await?;
        let place = places
            .into_iter()
            .find(|it| notary.code(head.replica, it.seq, it.hash) == code);
        if let Some(place) = place {
            return Ok(Some(Found {
                device: owner.device,
                device_name: owner.name.clone(),
                user: owner.user,
                records: place.seq,
                received_ms: place.received_ms,
                is_durable: place.seq <= head.durable,
            }));
        }
    }
    Ok(None)
}

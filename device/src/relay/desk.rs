//! The relay of a desk whose coordinator chose so, for as long as she does.

use std::sync::Arc;
use std::time::Duration;

use super::serve::Door;
use super::view::RelayProblem;
use super::{blocking, certified};
use crate::device::Device;
use crate::store::facts;

/// Another program may have the port for now.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// Listens while the choice says so and the server has certified this desk.
pub async fn run(device: Arc<Device>) {
    loop {
        let Some(port) = wanted(&device).await else {
            device.relay.chosen.notified().await;
            continue;
        };
        match Door::open(device.clone(), port).await {
            Ok(door) => {
                let served = door.serve(unwanted(&device, port)).await;
                if let Err(error) = served {
                    tracing::error!(%error, "the relay ended");
                }
            }
            Err(error) => {
                tracing::warn!(%error, port, "the relay cannot listen");
                device
                    .relay
                    .change(|listening| listening.problem = Some(RelayProblem::PortTaken));
                device.changed();
                tokio::select! {
                    () = device.relay.chosen.notified() => {}
                    () = tokio::time::sleep(TRY_AGAIN) => {}
                }
            }
        }
    }
}

async fn unwanted(device: &Arc<Device>, port: u16) {
    loop {
        device.relay.chosen.notified().await;
        if wanted(device).await != Some(port) {
            return;
        }
    }
}

/// The port on which to listen; `None`: not now.
async fn wanted(device: &Arc<Device>) -> Option<u16> {
    let read = blocking(device, |device| {
        device.read(|db| {
            let chosen = facts::RELAY.get(db)?.filter(|chosen| chosen.on);
            let own = certified::own(db, device.now_ms(db)?)?;
            let is_certified = own.is_some_and(|(_, own)| own.recipient.is_some());
            let problem = chosen
                .filter(|_| !is_certified)
                .map(|_| RelayProblem::NotCertified);
            device.relay.change(|listening| listening.problem = problem);
            let may = is_certified && certified::coordinates(db)?;
            Ok(chosen.filter(|_| may).map(|chosen| chosen.port))
        })
    });
    read.await.unwrap_or_else(|error| {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "whether to be a relay is not known"
        );
        None
    })
}

//! `host`: the screens in a browser, with the sync loop beside them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::args::HostArgs;
use super::output::Answer;
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::host::{Host, HostError};
use crate::sync::worker;

/// What is being answered may end; a screen that listens for events would never.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Prints the address once it listens; serves until Ctrl-C or a polite kill.
pub async fn host(device: Arc<Device>, args: HostArgs) -> Result<Answer, Failure> {
    let host = Host::bind(device.clone(), args.listen, args.ui).await?;
    println!("{}", host.address());
    let syncing = tokio::spawn(worker::run(device));
    let (tell, told) = tokio::sync::oneshot::channel::<()>();
    let serving = host.serve(async {
        // Dropped is as good as told.
        drop(told.await);
    });
    let stop = async {
        stopped().await;
        drop(tell);
        tokio::time::sleep(LAST_ANSWERS).await;
    };
    let served = tokio::select! {
        served = serving => served,
        () = stop => Ok(()),
    };
    syncing.abort();
    served.map_err(|error| Failure::internal(&error))?;
    Ok(Answer::done(Value::Null, ""))
}

/// Ctrl-C or a polite kill.
pub async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else {
            drop(interrupted.await);
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        let message = match &error {
            HostError::NotLoopback(address) => format!(
                "{address} bukan alamat komputer ini saja. Pakai 127.0.0.1, supaya orang lain di jaringan tidak bisa membuka data."
            ),
            HostError::Listen { address, source } => format!(
                "Tidak bisa mendengarkan di {address}: {source}. Pilih port lain dengan --listen."
            ),
            HostError::NoScreens(folder) => format!(
                "Layar aplikasi tidak ada di {}. Bangun dulu (make ui), atau tunjuk foldernya dengan --ui.",
                folder.display()
            ),
        };
        Self::new(ErrorCode::BadRequest, message)
    }
}

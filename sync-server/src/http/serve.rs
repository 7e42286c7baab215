//! Listens until it is told to end; calls under way are finished.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{App, router};

/// How long calls under way may take after the signal.
const GRACE: Duration = Duration::from_secs(20);

/// Serves until SIGINT or SIGTERM.
pub async fn serve(app: Arc<App>, listener: TcpListener) -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let (stop, stopped) = tokio::sync::watch::channel(());
    let mut graceful = stopped.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        // An error means that the sender is gone: end as well.
        let _ = graceful.changed().await;
    });
    let serving = tokio::spawn(server.into_future());
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("ending: calls under way are finished first");
    drop(stopped);
    stop.send_replace(());
    match tokio::time::timeout(GRACE, serving).await {
        Ok(served) => served?.context("the server failed"),
        Err(_) => {
            tracing::warn!("calls under way took too long and were cut");
            Ok(())
        }
    }
}

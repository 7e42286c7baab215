//! The loopback host: the same screens in a browser, over the same commands.
//!
//! It listens on this machine only, asks for a token that only its printed address holds, and
//! refuses requests that a foreign page made a browser send.

mod guard;
mod routes;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::net::TcpListener;

use crate::device::Device;

const TOKEN_BYTES: usize = 24;

/// A host that listens and has not begun to answer.
pub struct Host {
    listener: TcpListener,
    state: routes::HostState,
    ui: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum HostError {
    #[error("{0} is not an address of this machine alone")]
    NotLoopback(SocketAddr),
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("there are no built screens in {0}")]
    NoScreens(PathBuf),
}

impl Host {
    /// Binds `address`, port 0 for any that is free. `ui` holds the built screens.
    pub async fn bind(
        device: Arc<Device>,
        address: SocketAddr,
        ui: PathBuf,
    ) -> Result<Self, HostError> {
        if !address.ip().is_loopback() {
            return Err(HostError::NotLoopback(address));
        }
        if !ui.join("index.html").is_file() {
            return Err(HostError::NoScreens(ui));
        }
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| HostError::Listen { address, source })?;
        let mut token = [0; TOKEN_BYTES];
        device.platform.random.fill(&mut token);
        let token = URL_SAFE_NO_PAD.encode(token);
        Ok(Self {
            listener,
            state: routes::HostState {
                device,
                token: token.into(),
            },
            ui,
        })
    }

    /// What to open in a browser; whoever has it has the device.
    pub fn address(&self) -> String {
        let port = self
            .listener
            .local_addr()
            .map_or(0, |address| address.port());
        format!("http://127.0.0.1:{port}/#t={}", self.state.token)
    }

    /// Answers until `stop` resolves.
    pub async fn serve(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let app = routes::router(self.state, self.ui);
        axum::serve(self.listener, app)
            .with_graceful_shutdown(stop)
            .await
    }
}

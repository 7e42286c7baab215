//! What differs from machine to machine: clocks, chance, where keys are kept, how a server is reached.

mod clock;
mod network;
mod random;
mod transport;
mod vault;

use std::path::Path;
use std::sync::Arc;

pub use clock::{Clock, SystemClock};
pub use network::{Network, SystemNetwork};
pub use random::{Random, SystemRandom, mint_op_id, mint_uuid};
pub use transport::{
    HttpTransport, LaneReply, LaneRequest, LineError, Method, Reply, Request, Transport,
};
pub use vault::{FileVault, KeyVault, VaultError};

/// The platform under a device. Tests give their own parts.
#[derive(Clone)]
pub struct Platform {
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub vault: Arc<dyn KeyVault>,
    pub network: Arc<dyn Network>,
    pub transport: Arc<dyn Transport>,
}

impl Platform {
    /// A desktop: the system's clocks and generator, keys in a file of the data directory.
    pub fn desktop(data: &Path) -> Self {
        Self {
            clock: Arc::new(SystemClock::default()),
            random: Arc::new(SystemRandom),
            vault: Arc::new(FileVault::in_directory(data)),
            network: Arc::new(SystemNetwork),
            transport: Arc::new(HttpTransport::default()),
        }
    }
}

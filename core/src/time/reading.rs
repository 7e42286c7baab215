//! What a phone knows of the time when something is recorded.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One run of the machine between two starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BootId(pub Uuid);

/// The server's time at a moment of the boot clock: taken only from a hello that succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    pub boot: BootId,
    pub boot_ms: i64,
    pub server_ms: i64,
}

/// Recorded with every operation; nothing is refused for what stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// What the phone's clock said; may be 1970 or 2099.
    pub wall_ms: i64,
    pub boot: BootId,
    /// CLOCK_BOOTTIME: runs on in suspend, starts at zero with each boot.
    pub boot_ms: i64,
    /// The latest anchor at that moment.
    pub anchor: Option<Anchor>,
}

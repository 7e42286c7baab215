//! Photos, parafs and *Tidak difoto*: taken in, kept encrypted, and sent in a lane of their own.
//!
//! # Invariants
//!
//! * The ciphertext is durable on this device before a record names it. A file that no record names was
//!   cut off in between and is removed at the next start.
//! * What was made here is removed only when the server has it in a verified backup.
//! * The last room on the disk is kept for records: photos are refused first ([`room`]).
//! * The lane sends nothing while a record waits ([`lane`]).
//!
//! # Where to look
//!
//! [`intake`] makes a small photo of whatever was picked, [`seal`] encrypts it, [`files`] keeps it,
//! [`store`] says where each one is.

mod attach;
mod commands;
mod deliveries;
pub(crate) mod files;
pub mod handlers;
pub mod intake;
pub mod lane;
pub(crate) mod removed;
pub mod room;
pub mod seal;
pub(crate) mod store;
pub mod view;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

pub use attach::keep;
pub(crate) use attach::sweep;
pub use commands::*;

use files::Files;
use room::{Disk, SystemDisk};

/// What a device has of photos beside its store.
pub(crate) struct Photos {
    pub files: Files,
    pub disk: Arc<dyn Disk>,
    /// Wakes the lane.
    pub wake: Notify,
    /// A record came: whatever the lane has under way makes room.
    pub makes_way: Notify,
    /// Once, whatever the connection costs: "Kirim foto sekarang".
    pub send_now: AtomicBool,
    /// What a screen knows of the connection; `None`: nothing.
    pub metered: Mutex<Option<bool>>,
    /// What is on its way in this moment.
    pub sending: Mutex<Option<[u8; 32]>>,
}

impl Photos {
    pub fn in_directory(directory: &Path) -> Self {
        Self {
            files: Files::in_folder(directory.join("photos")),
            disk: Arc::new(SystemDisk),
            wake: Notify::new(),
            makes_way: Notify::new(),
            send_now: AtomicBool::new(false),
            metered: Mutex::default(),
            sending: Mutex::default(),
        }
    }
}

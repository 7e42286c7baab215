//! What reads bytes from outside: the network, a file that was carried, a QR code, an office's list.

pub mod targets;

/// The reader of rosters as the device has it, without the device's store around it.
#[path = "../../device/src/roster/file/mod.rs"]
pub mod roster_file;

//! Whether there is room for a photo: the last room on the disk is kept for records.

use std::path::Path;

/// So much of the disk is left to records and to the rest of the phone.
pub const RESERVE_BYTES: u64 = 100 * 1024 * 1024;
/// Copies that are safe on the server leave this device, oldest first, while there is less free than this.
pub const COMFORT_BYTES: u64 = 500 * 1024 * 1024;
/// And while there are more of them than this.
pub const KEPT_BYTES_MAX: u64 = 400 * 1024 * 1024;

/// Says how full the disk is.
pub trait Disk: Send + Sync {
    /// Free bytes where `folder` is or will be; `None`: this platform does not say.
    fn free_bytes(&self, folder: &Path) -> Option<u64>;
}

#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn free_bytes(&self, folder: &Path) -> Option<u64> {
        let existing = folder.ancestors().find(|it| it.exists())?;
        let found = rustix::fs::statvfs(existing).ok()?;
        Some(found.f_bavail.saturating_mul(found.f_frsize))
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn free_bytes(&self, _folder: &Path) -> Option<u64> {
        None
    }
}

/// Whether `bytes` more may be written.
pub fn has_room(free: Option<u64>, bytes: u64) -> bool {
    free.is_none_or(|free| RESERVE_BYTES.saturating_add(bytes) <= free)
}

/// How many bytes of safe copies should leave.
pub fn to_let_go(free: Option<u64>, kept: u64) -> u64 {
    let for_comfort = free.map_or(0, |free| COMFORT_BYTES.saturating_sub(free));
    for_comfort.max(kept.saturating_sub(KEPT_BYTES_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn the_last_room_is_kept_for_records() {
        assert!(has_room(None, MIB));
        assert!(has_room(Some(RESERVE_BYTES + MIB), MIB));
        assert!(!has_room(Some(RESERVE_BYTES + MIB - 1), MIB));
    }

    #[test]
    fn copies_leave_for_comfort_or_because_they_are_many() {
        assert_eq!(to_let_go(None, 10 * MIB), 0);
        assert_eq!(to_let_go(Some(600 * MIB), 10 * MIB), 0);
        assert_eq!(to_let_go(Some(450 * MIB), 10 * MIB), 50 * MIB);
        assert_eq!(to_let_go(Some(600 * MIB), 430 * MIB), 30 * MIB);
    }
}

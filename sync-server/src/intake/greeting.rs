//! What a hello means: what the device and the server have of one log, compared.

use rantang_core::ids::DeviceId;
use rantang_core::operation::ChainHash;
use rantang_core::sync::protocol::{Hello, HelloVerdict};

/// What the server has of the log that a hello names.
#[derive(Clone, Debug)]
pub struct KnownLog {
    /// `None`: the server's own.
    pub device: Option<DeviceId>,
    pub stored: (u64, ChainHash),
    /// The hash at the number that the hello calls acknowledged, if it is stored.
    pub at_acknowledged: Option<ChainHash>,
}

pub fn verdict_of_hello(
    device: DeviceId,
    hello: &Hello,
    known: Option<&KnownLog>,
    is_revoked: bool,
) -> HelloVerdict {
    let stored_seq = known.map_or(0, |known| known.stored.0);
    if known.is_some_and(|known| known.device != Some(device) || differs(known, hello)) {
        HelloVerdict::Forked
    } else if stored_seq < hello.acknowledged.0 {
        HelloVerdict::Recover
    } else if is_revoked {
        HelloVerdict::Revoked
    } else {
        HelloVerdict::Ok
    }
}

/// What the server has of the scopes that a hello names.
#[derive(Clone, Copy, Debug)]
pub struct KnownScopes {
    pub epoch: u64,
    /// When the epoch was raised last; `None`: never.
    pub raised_ms: Option<i64>,
    /// A cursor of the hello is beyond the head of its scope.
    pub are_behind: bool,
}

/// Nobody can prove a cursor. Whoever invents one, or keeps a wrong one, makes everybody fetch
/// everything anew, and no oftener than this.
pub const CURSORS_COUNT_EVERY_MS: i64 = 3_600_000;

/// The epoch that a hello raises the server to: it was set back and nobody said so. Once: a device
/// that greets again knows the new epoch only by our answer, and has no cursors from before.
pub fn raised_epoch(
    verdict: HelloVerdict,
    known: KnownScopes,
    hello: &Hello,
    now_ms: i64,
) -> Option<u64> {
    let holds_less = match verdict {
        HelloVerdict::Recover => true,
        // Who recorded nothing since has fetched what others did.
        HelloVerdict::Ok | HelloVerdict::Forked => known.are_behind && cursors_count(known, now_ms),
        HelloVerdict::Revoked => false,
    };
    if !holds_less || hello.epoch < known.epoch {
        return None;
    }
    let raised = epoch_of_restore(hello.epoch, now_ms).min(i64::MAX as u64);
    (known.epoch < raised).then_some(raised)
}

/// A time of raising that is still to come was told by a clock that has since been put right.
fn cursors_count(known: KnownScopes, now_ms: i64) -> bool {
    known.raised_ms.is_none_or(|raised_ms| {
        let apart_ms = now_ms.abs_diff(raised_ms);
        CURSORS_COUNT_EVERY_MS.unsigned_abs() <= apart_ms
    })
}

/// The server has operations that the device does not know, or others at the same numbers.
fn differs(known: &KnownLog, hello: &Hello) -> bool {
    let (stored_seq, stored_hash) = known.stored;
    if hello.head.0 < stored_seq || (hello.head.0 == stored_seq && hello.head.1 != stored_hash) {
        return true;
    }
    let (seq, hash) = hello.acknowledged;
    seq != 0 && seq <= stored_seq && known.at_acknowledged.is_some_and(|known| known != hash)
}

/// The second of a restore is its epoch: no two restores of one backup have the same, and none has
/// that of before. Nor has one that is set back twice the epoch of the time in between.
pub fn epoch_of_restore(epoch: u64, now_ms: i64) -> u64 {
    let now_s = u64::try_from(now_ms / 1_000).unwrap_or(0);
    now_s.max(epoch.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use rantang_core::ids::ReplicaId;
    use rantang_core::time::BootId;
    use uuid::Uuid;

    use super::*;

    /// In milliseconds; the epoch of a restore in that second is 2,000.
    const NOW_MS: i64 = 2_000_000;

    fn hello(epoch: u64) -> Hello {
        Hello {
            replica: ReplicaId(Uuid::nil()),
            head: (0, ChainHash::START),
            acknowledged: (0, ChainHash::START),
            epoch,
            schema: 1,
            wall_ms: NOW_MS,
            boot: BootId(Uuid::nil()),
            boot_ms: 0,
            cursors: Vec::new(),
            disagreements: Vec::new(),
            set_aside: Vec::new(),
            certify: None,
        }
    }

    const BEHIND: KnownScopes = KnownScopes {
        epoch: 7,
        raised_ms: None,
        are_behind: true,
    };

    #[test]
    fn a_cursor_beyond_its_scope_raises_the_epoch_of_whoever_knows_this_one_or_a_later_one() {
        let raised = |epoch| raised_epoch(HelloVerdict::Ok, BEHIND, &hello(epoch), NOW_MS);
        // It was raised since, or restored: the device is about to learn it.
        assert_eq!(raised(6), None);
        assert_eq!(raised(7), Some(2_000));
        assert_eq!(raised(9_000), Some(9_001));
        let whole = KnownScopes {
            are_behind: false,
            ..BEHIND
        };
        assert_eq!(
            raised_epoch(HelloVerdict::Ok, whole, &hello(7), NOW_MS),
            None
        );
    }

    #[test]
    fn a_wrong_cursor_raises_it_once_an_hour_and_a_lost_log_at_once() {
        let told = |verdict, ago_ms: i64| {
            let known = KnownScopes {
                raised_ms: Some(NOW_MS - ago_ms),
                ..BEHIND
            };
            raised_epoch(verdict, known, &hello(7), NOW_MS).is_some()
        };
        assert!(!told(HelloVerdict::Ok, CURSORS_COUNT_EVERY_MS - 1));
        assert!(told(HelloVerdict::Ok, CURSORS_COUNT_EVERY_MS));
        assert!(told(HelloVerdict::Recover, 1));
        // The server's clock was years ahead when it was raised last.
        assert!(told(HelloVerdict::Ok, -CURSORS_COUNT_EVERY_MS));
    }

    #[test]
    fn a_copy_of_a_phone_counts_and_a_revoked_one_does_not() {
        let raised = |verdict| raised_epoch(verdict, BEHIND, &hello(7), NOW_MS);
        assert!(raised(HelloVerdict::Forked).is_some());
        assert_eq!(raised(HelloVerdict::Revoked), None);
    }

    #[test]
    fn an_epoch_that_cannot_go_further_is_not_raised_again() {
        let last = KnownScopes {
            epoch: i64::MAX as u64,
            ..BEHIND
        };
        let told = hello(u64::MAX);
        assert_eq!(
            raised_epoch(HelloVerdict::Recover, last, &told, NOW_MS),
            None
        );
    }
}

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

/// The epoch that a hello raises the server to. Once for a restore: a device that greets again
/// knows the new epoch only by our answer.
pub fn raised_epoch(verdict: HelloVerdict, epoch: u64, hello: &Hello) -> Option<u64> {
    let is_raised = verdict == HelloVerdict::Recover && epoch <= hello.epoch;
    is_raised.then(|| hello.epoch.saturating_add(1).min(i64::MAX as u64))
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
/// that of before.
pub fn epoch_of_restore(epoch: u64, now_ms: i64) -> u64 {
    let now_s = u64::try_from(now_ms / 1_000).unwrap_or(0);
    now_s.max(epoch.saturating_add(1))
}

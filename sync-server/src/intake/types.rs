//! A batch on its way in.

use std::collections::BTreeMap;

use rantang_core::ids::{DeviceId, OpId, ReplicaId, UserId};
use rantang_core::operation::{ChainHash, Operation};
use rantang_core::sync::protocol::Verdict;
use rantang_core::sync::signing::SignedHead;
use rantang_core::time::Effective;

/// Whose log a batch continues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Device {
        device: DeviceId,
        user: UserId,
    },
    /// The server's own log: not judged.
    Server,
}

/// A batch whose signature was verified.
#[derive(Clone, Debug)]
pub struct Intake {
    pub origin: Origin,
    pub replica: ReplicaId,
    /// The hash before the first operation.
    pub previous: ChainHash,
    pub operations: Vec<Operation>,
    /// `None` for the server's own log.
    pub head: Option<SignedHead>,
    pub received_ms: i64,
    /// Times that this server fixed before it was restored, by its own receipts.
    pub times: BTreeMap<OpId, Effective>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub verdicts: Vec<(OpId, Verdict)>,
    pub stored: (u64, ChainHash),
}

/// A fault of the batch: nothing was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the batch does not continue the log: {0}")]
    Chain(super::ChainFault),
}

/// An operation that has no effect yet.
pub struct SetAside {
    pub key: i64,
    pub operation: Operation,
    pub time: Effective,
    pub device: Option<DeviceId>,
}

/// What of a verdict a store keeps in columns of their own: state and cause.
pub fn state_of(verdict: &Verdict) -> (&'static str, Option<&'static str>) {
    let state = match verdict {
        Verdict::Applied { .. } | Verdict::Duplicate { .. } => "applied",
        Verdict::Held { .. } => "held",
        Verdict::Quarantined { .. } => "quarantined",
    };
    (state, verdict.cause())
}

//! A batch on its way in.

use rantang_core::ids::{DeviceId, OpId, ReplicaId, UserId};
use rantang_core::operation::{ChainHash, Operation};
use rantang_core::sync::protocol::Verdict;
use rantang_core::sync::signing::SignedHead;

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

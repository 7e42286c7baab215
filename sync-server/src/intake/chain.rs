//! Whether a batch continues the log that the server has of its replica.

use std::collections::BTreeMap;

use rantang_core::operation::{ChainHash, next_hash};

use super::Intake;

/// What the server has of a replica's log.
#[derive(Clone, Debug, Default)]
pub struct LogState {
    pub stored: (u64, ChainHash),
    /// The hashes at the batch's sequence numbers, the one before and the signed head, as far as stored.
    pub known: BTreeMap<u64, ChainHash>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    #[error("the replica belongs to another device")]
    OtherDevice,
    #[error("operations before the batch are missing")]
    Hole,
    #[error("the hash before the batch is another one")]
    Previous,
    #[error("a stored operation of the range is another one")]
    Diverged,
    #[error("the signed head is not that of the batch")]
    Head,
}

/// The hashes of the batch, and how many of its operations are stored already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    pub hashes: Vec<ChainHash>,
    pub known: usize,
}

/// Verifies a batch with at least one operation.
pub fn continue_log(log: &LogState, intake: &Intake) -> Result<Continuation, ChainFault> {
    let first_seq = intake.operations.first().map_or(0, |it| it.envelope.seq);
    let (stored_seq, _) = log.stored;
    let Some(before) = first_seq.checked_sub(1) else {
        return Err(ChainFault::Hole);
    };
    if stored_seq < before {
        return Err(ChainFault::Hole);
    }
    let expected = if before == 0 {
        Some(&ChainHash::START)
    } else {
        log.known.get(&before)
    };
    if expected != Some(&intake.previous) {
        return Err(ChainFault::Previous);
    }
    let mut hash = intake.previous;
    let mut hashes = Vec::with_capacity(intake.operations.len());
    let mut known = 0;
    for operation in &intake.operations {
        hash = next_hash(hash, operation);
        hashes.push(hash);
        if operation.envelope.seq <= stored_seq {
            if log.known.get(&operation.envelope.seq) != Some(&hash) {
                return Err(ChainFault::Diverged);
            }
            known += 1;
        }
    }
    let last_seq = before + intake.operations.len() as u64;
    if let Some(head) = &intake.head {
        let at_head = if head.seq == last_seq {
            Some(&hash)
        } else {
            log.known.get(&head.seq).filter(|_| last_seq < head.seq)
        };
        if head.replica != intake.replica || at_head != Some(&head.hash) {
            return Err(ChainFault::Head);
        }
    }
    Ok(Continuation { hashes, known })
}

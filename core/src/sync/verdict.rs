//! What a server says of each operation that it took in.

use serde::{Deserialize, Serialize};

use crate::scopes::Scope;
use crate::time::Effective;

/// What became of one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Its effect stands at these positions; it leaves the overlay when the cursors passed them.
    Applied {
        positions: Vec<(Scope, u64)>,
        time: Effective,
        conflict: bool,
    },
    /// The same operation was here before, with this effect.
    Duplicate {
        positions: Vec<(Scope, u64)>,
        time: Effective,
    },
    /// Stored, without effect for now.
    Held { cause: HeldCause, time: Effective },
    /// Stored and set aside for a coordinator or the operator.
    Quarantined {
        cause: QuarantineCause,
        time: Effective,
    },
}

impl Verdict {
    /// The effective time, which is fixed whatever becomes of the operation.
    pub fn time(&self) -> Effective {
        match self {
            Self::Applied { time, .. }
            | Self::Duplicate { time, .. }
            | Self::Held { time, .. }
            | Self::Quarantined { time, .. } => *time,
        }
    }

    /// Why it has no effect; `None`: it has.
    pub fn cause(&self) -> Option<&'static str> {
        match self {
            Self::Applied { .. } | Self::Duplicate { .. } => None,
            Self::Held { cause, .. } => Some(cause.code()),
            Self::Quarantined { cause, .. } => Some(cause.code()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldCause {
    /// A newer app wrote it: waits for the server's upgrade.
    UnknownKind,
    /// The server failed on it: an alarm; tried again after an upgrade.
    ApplyError,
    /// At a colleague's route: waits for the cover or the hand-over that allows it.
    AwaitingGrant,
}

impl HeldCause {
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownKind => "unknown_kind",
            Self::ApplyError => "apply_error",
            Self::AwaitingGrant => "awaiting_grant",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineCause {
    /// The body does not hold what its kind says.
    Malformed,
    /// The author is not the device's user.
    WrongAuthor,
    /// The role does not do this.
    NotPermitted,
    /// The author has no grant for the scope.
    OutOfScope,
    /// The device's rights have been taken back.
    Revoked,
    /// The same id with other content was here before.
    IdReused,
}

impl QuarantineCause {
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::WrongAuthor => "wrong_author",
            Self::NotPermitted => "not_permitted",
            Self::OutOfScope => "out_of_scope",
            Self::Revoked => "revoked",
            Self::IdReused => "id_reused",
        }
    }
}

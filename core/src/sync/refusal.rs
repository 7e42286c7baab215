//! Why a call brought nothing.

use serde::{Deserialize, Serialize};

/// A fault of a request or batch: nothing was stored. The body of every answer that is not 200.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: RefusalCode,
    /// For the log, in English, without personal data.
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    /// The body cannot be read.
    BadMessage,
    TooLarge,
    /// A protocol of another version.
    ProtocolUnknown,
    UnknownDevice,
    BadSignature,
    /// Ask again with hello.
    ChallengeExpired,
    /// The batch does not continue the log.
    ChainBroken,
    /// A snapshot of another generation, or a chunk that is not of it: ask for the index anew.
    SnapshotGone,
    /// The code is wrong, used, or older than a day.
    InvitationInvalid,
    Busy,
    Internal,
}

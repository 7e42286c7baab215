//! What a receipt code stands for: asked at the desk, when a courier reads it out.

use serde::{Deserialize, Serialize};

use super::code::Code;
use crate::text::Line;

/// `POST /v1/verify`: only a coordinator is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    pub code: Code,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAnswer {
    /// `None`: it stands for no state of a log that this server has had lately, of nobody in the
    /// asker's area.
    pub found: Option<Verified>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// How colleagues call whose records they are.
    pub call_name: Line,
    pub device_name: String,
    pub records: u64,
    /// When the last of them came.
    pub received_ms: i64,
    /// All of them are in a backup.
    pub is_durable: bool,
}

//! What was found in a picture.

use serde::Serialize;
use ts_rs::TS;

/// A code that looks like one of ours; whether it holds is said where it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CodeSeen {
    /// No QR code, or none that is sharp enough.
    Nothing,
    Invitation {
        invitation: String,
    },
    /// Where a coordinator's computer takes records in.
    Relay {
        code: String,
    },
    /// Codes, and none of them ours.
    Other,
    /// Different ones of ours: nobody but the person can say which.
    Several,
}

//! What was found in a picture.

use serde::Serialize;
use ts_rs::TS;

/// An invitation that looks like one; whether it holds is said at the pairing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CodeSeen {
    /// No QR code, or none that is sharp enough.
    Nothing,
    Invitation {
        invitation: String,
    },
    /// Codes, and none of them an invitation.
    Other,
    /// Different invitations: nobody but the person can say which.
    Several,
}

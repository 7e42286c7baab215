//! How a roster enters: looked at first, then in one transaction.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::view::{RosterField, RosterFix};

/// The file as chosen. Writes nothing.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RosterPreview {
    pub file_name: String,
    pub bytes_base64: String,
    /// `None`: the sheet that looks most like a roster.
    pub sheet: Option<String>,
    /// By column letter; columns not named keep what was recognised. `None` in it: not used.
    pub columns: BTreeMap<String, Option<RosterField>>,
    pub fixes: Vec<RosterFix>,
    /// For rows that name no kelurahan; `None`: the user's own.
    pub kelurahan_code: Option<String>,
}

/// Writes what the preview said, in one transaction.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RosterCommit {
    pub preview_id: Uuid,
    /// Rows whose changes of people already here the coordinator accepts.
    pub accept_changes: Vec<u32>,
    /// People gone from the list whose enrolment ends.
    pub accept_gone: Vec<Uuid>,
}

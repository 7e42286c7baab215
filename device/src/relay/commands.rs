//! What a screen says about the office's network.

use serde::Deserialize;
use ts_rs::TS;

/// Whether this desk takes records in on the office's network.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RelaySet {
    pub on: bool,
    /// `None`: the one of before, or the usual one.
    pub port: Option<u16>,
}

/// The code of a relay, as it was scanned.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct RelayFound {
    pub code: String,
}

//! What the desk asks of a receipt code.

use serde::Deserialize;
use ts_rs::TS;

/// As the courier read it out, in any case and grouping.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ReceiptVerify {
    pub code: String,
}

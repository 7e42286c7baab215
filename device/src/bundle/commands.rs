//! What a screen says about a file that was carried.

use serde::Deserialize;
use ts_rs::TS;

/// A file as chosen: records to the server, or its answers back.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct BundleRead {
    pub bytes_base64: String,
}

//! What a screen says of a picture with a code.

use serde::Deserialize;
use ts_rs::TS;

/// A frame of the camera or a photo that was chosen: JPEG, PNG or WebP.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct CodeRead {
    pub bytes_base64: String,
}

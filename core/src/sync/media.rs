//! What is asked about the ciphertexts of photos before they are sent or fetched. The bytes themselves
//! travel by tus 1.0 in a lane of their own.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

/// More are asked about in no call.
pub const MEDIA_ASK_MAX: usize = 1_000;

/// `POST /v1/media-state`: where the server is with these ciphertexts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaAsk {
    pub hashes: Vec<ByteArray<32>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaAnswer {
    /// `Authorization: Bearer …` of every request below [`super::protocol::path::MEDIA`].
    pub token: String,
    /// For how many seconds the token is good.
    pub token_life_s: u32,
    /// In the order in which was asked.
    pub states: Vec<MediaState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// No record that has its effect names it, or none that this device may see: ask again later.
    NotYet,
    /// So many bytes of it are here, perhaps none.
    Wanted { offset: u32 },
    /// All of it is here and is what its name says.
    Stored,
    /// It is in a verified backup too: whoever made it may let it go.
    Durable,
}

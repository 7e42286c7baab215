//! What a store keeps of the ciphertexts that rows name. The bytes are elsewhere
//! ([`crate::media::MediaStore`]).

use std::collections::BTreeMap;

use rantang_core::ids::UserId;
use rantang_core::photos::{self, Entry};
use rantang_core::registers::Row;

/// BLAKE3 of a ciphertext.
pub type MediaHash = [u8; 32];

/// One ciphertext, as the asking device may deal with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRecord {
    pub bytes: u32,
    /// When its upload began; `None`: none is under way.
    pub begun_ms: Option<i64>,
    /// Where each part that arrived ends, in order.
    pub parts: Vec<u32>,
    /// Since when all of it is here.
    pub stored_ms: Option<i64>,
    /// It is in a verified backup.
    pub durable: bool,
    /// The row that names it stands in a scope that the device's user reads now.
    pub may_read: bool,
    /// Whoever may read it, and whoever attached it, however long ago.
    pub may_send: bool,
}

impl MediaRecord {
    /// So many bytes arrived.
    pub fn offset(&self) -> u32 {
        match self.stored_ms {
            Some(_) => self.bytes,
            None => self.parts.last().copied().unwrap_or(0),
        }
    }

    /// Everything arrived; whether it is what its name says is not known before it is stored.
    pub fn is_complete(&self) -> bool {
        self.offset() == self.bytes
    }
}

/// How the upload of one ciphertext goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaStep {
    Begin,
    /// A part arrived that continues the ones before.
    Part {
        from: u32,
        to: u32,
    },
    /// What arrived counts no more: given up, too old, or not what its name says.
    Forget,
    /// All of it is here and verified.
    Stored,
    /// Its bytes are gone: nothing names it any more, or a restored server lacks them.
    Gone,
}

/// What a row that has photos names now.
pub struct Named {
    pub bytes_and_author: BTreeMap<MediaHash, (u32, UserId)>,
}

impl Named {
    /// `None`: nothing was ever attached to it.
    pub fn of(row: &Row) -> Option<Self> {
        let register = row.register(&photos::registers::PHOTOS)?;
        let mut bytes_and_author = BTreeMap::new();
        for head in register.heads() {
            if let Some(Entry::Photo(photo)) = head.read() {
                for object in [photo.thumbnail, photo.full] {
                    bytes_and_author.insert(*object.hash, (object.bytes, head.author));
                }
            }
        }
        Some(Self { bytes_and_author })
    }
}

/// The `parts` of a row as they are stored.
pub fn parts_of(text: &str) -> Vec<u32> {
    text.split(',').filter_map(|end| end.parse().ok()).collect()
}

/// `parts` with one more.
pub fn with_part(parts: &str, to: u32) -> String {
    match parts {
        "" => to.to_string(),
        parts => format!("{parts},{to}"),
    }
}

//! What is said of a picture in which somebody looks for a code.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::sync::{invitation, relay};

use super::commands::CodeRead;
use super::picture::{BYTES_MAX, InvalidPicture, codes_in};
use super::view::CodeSeen;
use crate::command::{ErrorCode, Failure};

/// Takes its time: call it where nobody waits for the thread.
pub fn read(args: &CodeRead) -> Result<CodeSeen, Failure> {
    // Base64 writes four characters for three bytes.
    if BYTES_MAX < args.bytes_base64.len() / 4 * 3 {
        return Err(InvalidPicture::TooLarge.into());
    }
    let bytes = STANDARD
        .decode(&args.bytes_base64)
        .map_err(Failure::bad_request)?;
    let codes = codes_in(&bytes, |found| found.iter().any(|it| ours(it).is_some()))?;
    Ok(seen(codes))
}

fn seen(codes: BTreeSet<String>) -> CodeSeen {
    let is_empty = codes.is_empty();
    let mut ours = codes.iter().filter_map(|it| ours(it));
    match (ours.next(), ours.next()) {
        (Some(one), None) => one,
        (Some(_), Some(_)) => CodeSeen::Several,
        (None, _) if is_empty => CodeSeen::Nothing,
        (None, _) => CodeSeen::Other,
    }
}

fn ours(text: &str) -> Option<CodeSeen> {
    let text = text.to_owned();
    if text.starts_with(relay::PREFIX) {
        Some(CodeSeen::Relay { code: text })
    } else if text.starts_with(invitation::PREFIX) {
        Some(CodeSeen::Invitation { invitation: text })
    } else {
        None
    }
}

impl From<InvalidPicture> for Failure {
    fn from(invalid: InvalidPicture) -> Self {
        match invalid {
            InvalidPicture::TooLarge => Self::new(
                ErrorCode::PictureTooLarge,
                "Foto ini terlalu besar. Tidak ada yang berubah. Potret lagi dengan ukuran biasa, lalu pilih foto itu.",
            ),
            InvalidPicture::Unreadable => Self::new(
                ErrorCode::PictureUnreadable,
                "Foto ini rusak atau bukan JPEG, PNG, atau WebP. Tidak ada yang berubah. Potret lagi, atau tempel undangannya.",
            ),
        }
    }
}

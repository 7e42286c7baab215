//! What is said of a picture in which somebody looks for an invitation.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::sync::invitation::PREFIX;

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
    let codes = codes_in(&bytes, |found| found.iter().any(|it| is_invitation(it)))?;
    Ok(seen(codes))
}

fn seen(codes: BTreeSet<String>) -> CodeSeen {
    let is_empty = codes.is_empty();
    let mut invitations = codes.into_iter().filter(|it| is_invitation(it));
    match (invitations.next(), invitations.next()) {
        (Some(invitation), None) => CodeSeen::Invitation { invitation },
        (Some(_), Some(_)) => CodeSeen::Several,
        (None, _) if is_empty => CodeSeen::Nothing,
        (None, _) => CodeSeen::Other,
    }
}

fn is_invitation(text: &str) -> bool {
    text.starts_with(PREFIX)
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

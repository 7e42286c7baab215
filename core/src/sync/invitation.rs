//! The invitation that pairs one device: a line of text for a QR code, a message or a clipboard.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::signing::PublicKey;
use crate::ids::ServerId;

/// What stands before the encoded part, so that a phone knows what it scanned.
pub const PREFIX: &str = "rantang:";
/// Longer texts are not invitations.
const TEXT_CHARS_MAX: usize = 2_000;
const URL_CHARS_MAX: usize = 500;
const CODE_CHARS_MAX: usize = 100;

/// Where to pair, with which single-use code, and whom to expect there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// `http://` or `https://`, without a trailing slash.
    pub url: String,
    /// Good once, for at most 24 hours.
    pub code: String,
    pub server: ServerId,
    /// The server's identity: an answer by anybody else is refused.
    pub server_key: PublicKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidInvitation {
    #[error("an invitation begins with {PREFIX:?}")]
    NotAnInvitation,
    #[error("the invitation is not complete")]
    Damaged,
    #[error("the invitation names no address of a server")]
    Address,
}

impl Invitation {
    /// Takes what people paste: white space around and within, as messengers break long lines.
    pub fn parse(text: &str) -> Result<Self, InvalidInvitation> {
        if TEXT_CHARS_MAX < text.len() {
            return Err(InvalidInvitation::NotAnInvitation);
        }
        let text: String = text.split_whitespace().collect();
        let encoded = text
            .strip_prefix(PREFIX)
            .ok_or(InvalidInvitation::NotAnInvitation)?;
        let bytes = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| InvalidInvitation::Damaged)?;
        let invitation: Self =
            crate::cbor::decode(&bytes).map_err(|_| InvalidInvitation::Damaged)?;
        invitation.check()?;
        Ok(invitation)
    }

    fn check(&self) -> Result<(), InvalidInvitation> {
        let rest = ["http://", "https://"]
            .iter()
            .find_map(|scheme| self.url.strip_prefix(scheme))
            .ok_or(InvalidInvitation::Address)?;
        let is_plain = rest.bytes().all(|byte| byte.is_ascii_graphic());
        if rest.is_empty() || rest.ends_with('/') || !is_plain || URL_CHARS_MAX < self.url.len() {
            return Err(InvalidInvitation::Address);
        }
        if self.code.is_empty() || CODE_CHARS_MAX < self.code.len() {
            return Err(InvalidInvitation::Damaged);
        }
        Ok(())
    }
}

impl std::fmt::Display for Invitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = crate::cbor::encode(self);
        write!(f, "{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn sample() -> Invitation {
        Invitation {
            url: "http://127.0.0.1:5280".to_owned(),
            code: "7Q4K-2M9X".to_owned(),
            server: ServerId(Uuid::from_u128(1)),
            server_key: PublicKey([7; 32]),
        }
    }

    #[test]
    fn an_invitation_survives_a_messenger_that_breaks_lines() {
        let text = sample().to_string();
        let (head, tail) = text.split_at(40);
        assert_eq!(
            Invitation::parse(&format!(" {head}\n{tail} ")),
            Ok(sample())
        );
    }

    #[test]
    fn what_is_no_invitation_says_why() {
        let text = sample().to_string();
        assert_eq!(
            Invitation::parse("halo"),
            Err(InvalidInvitation::NotAnInvitation)
        );
        assert_eq!(
            Invitation::parse(&text[..text.len() - 9]),
            Err(InvalidInvitation::Damaged)
        );
        let elsewhere = Invitation {
            url: "file:///etc/passwd".to_owned(),
            ..sample()
        };
        assert_eq!(
            Invitation::parse(&elsewhere.to_string()),
            Err(InvalidInvitation::Address)
        );
    }

    proptest! {
        #[test]
        fn any_text_is_an_invitation_or_an_error(text in ".{0,80}") {
            let _ = Invitation::parse(&format!("rantang:{text}"));
        }
    }
}

//! Who speaks in the lane of photos: a device, by a token that a signed call gave it.
//!
//! Device (16 bytes), end (8 bytes, little endian), MAC (32 bytes); base64 of the URL alphabet. Made
//! without a table, so that any process can check any other's.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use rantang_core::ids::DeviceId;

use super::super::App;
use super::refused::MediaRefused;
use crate::identity;
use crate::store::DeviceRecord;

/// By the server's clock.
pub const LIFE_MS: i64 = 3_600_000;
const BODY_BYTES: usize = 24;
const TOKEN_CHARS_MAX: usize = 100;

pub struct Tokens {
    key: [u8; 32],
}

impl Tokens {
    pub fn new(identity: &SigningKey) -> Self {
        Self {
            key: identity::derived(identity, "rantang 2026 media token"),
        }
    }

    pub fn issue(&self, device: DeviceId, now_ms: i64) -> String {
        let mut bytes = device.as_bytes().to_vec();
        bytes.extend_from_slice(&now_ms.saturating_add(LIFE_MS).to_le_bytes());
        let mac = blake3::keyed_hash(&self.key, &bytes);
        bytes.extend_from_slice(mac.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whose token it is; `None`: it is not ours, or has ended.
    pub fn device(&self, token: &str, now_ms: i64) -> Option<DeviceId> {
        if TOKEN_CHARS_MAX < token.len() {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (body, mac) = bytes.split_at_checked(BODY_BYTES)?;
        let mac = blake3::Hash::from_bytes(mac.try_into().ok()?);
        // `blake3::Hash` compares in constant time.
        if blake3::keyed_hash(&self.key, body) != mac {
            return None;
        }
        let (device, end) = body.split_at(16);
        let end_ms = i64::from_le_bytes(end.try_into().ok()?);
        (now_ms < end_ms).then_some(DeviceId::from_bytes(device.try_into().ok()?))
    }
}

/// The sender of a request in the lane. A revoked device is nobody here.
pub struct Bearer(pub DeviceRecord);

impl FromRequestParts<Arc<App>> for Bearer {
    type Rejection = MediaRefused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, MediaRefused> {
        let header = parts.headers.get(AUTHORIZATION);
        let token = header
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or(MediaRefused::NoToken)?;
        let device = app.lane.tokens.device(token, app.clock.now_ms());
        let device = device.ok_or(MediaRefused::NoToken)?;
        let found = app.store.device(device).await?;
        found
            .filter(|device| !device.revoked)
            .map(Self)
            .ok_or(MediaRefused::NoToken)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_token_is_good_for_an_hour_and_for_one_server() {
        let tokens = Tokens::new(&SigningKey::from_bytes(&[7; 32]));
        let device = DeviceId(Uuid::from_u128(1));
        let token = tokens.issue(device, 1_000);
        assert_eq!(tokens.device(&token, 1_000 + LIFE_MS - 1), Some(device));
        assert_eq!(tokens.device(&token, 1_000 + LIFE_MS), None);
        let other = Tokens::new(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(other.device(&token, 1_000), None);
        for odd in [
            "",
            "x",
            &token[1..],
            &token.to_lowercase(),
            &"A".repeat(200),
        ] {
            assert_eq!(tokens.device(odd, 1_000), None, "{odd}");
        }
    }
}

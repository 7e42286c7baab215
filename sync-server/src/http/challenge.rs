//! Challenges: made without a table, so that any process can check any other's.
//!
//! Device (16 bytes), server time (8 bytes, little endian), MAC (32 bytes).

use ed25519_dalek::SigningKey;
use rantang_core::ids::DeviceId;

use crate::identity;

/// How long a challenge is good, by the server's clock.
const LIFE_MS: i64 = 10 * 60_000;
/// Processes of one server may differ by this much.
const SKEW_MS: i64 = 60_000;
const BODY_BYTES: usize = 24;

pub struct Challenges {
    key: [u8; 32],
}

impl Challenges {
    pub fn new(identity: &SigningKey) -> Self {
        Self {
            key: identity::derived(identity, "rantang 2026 request challenge"),
        }
    }

    pub fn issue(&self, device: DeviceId, now_ms: i64) -> Vec<u8> {
        let mut bytes = device.as_bytes().to_vec();
        bytes.extend_from_slice(&now_ms.to_le_bytes());
        let mac = blake3::keyed_hash(&self.key, &bytes);
        bytes.extend_from_slice(mac.as_bytes());
        bytes
    }

    /// Whether this server gave it to this device, within its life.
    pub fn is_good(&self, challenge: &[u8], device: DeviceId, now_ms: i64) -> bool {
        let Some((body, mac)) = challenge.split_at_checked(BODY_BYTES) else {
            return false;
        };
        let (of, issued) = body.split_at(16);
        let Ok(mac) = <[u8; 32]>::try_from(mac) else {
            return false;
        };
        // `blake3::Hash` compares in constant time.
        if blake3::keyed_hash(&self.key, body) != blake3::Hash::from_bytes(mac) {
            return false;
        }
        let issued_ms = <[u8; 8]>::try_from(issued).map_or(0, i64::from_le_bytes);
        let age_ms = now_ms.saturating_sub(issued_ms);
        of == device.as_bytes() && (-SKEW_MS..LIFE_MS).contains(&age_ms)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_challenge_has_the_bytes_that_the_page_shows() {
        let page = include_str!("../../../docs/vectors/challenge.json");
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let text = |name: &str| page[name].as_str().unwrap();
        let secret: [u8; 32] = hex::decode(text("identity")).unwrap().try_into().unwrap();
        let challenges = Challenges::new(&SigningKey::from_bytes(&secret));
        let device = DeviceId(Uuid::parse_str(text("device")).unwrap());
        let issued = challenges.issue(device, page["server_ms"].as_i64().unwrap());
        assert_eq!(hex::encode(issued), text("challenge"));
    }

    #[test]
    fn a_challenge_is_good_for_its_device_and_ten_minutes() {
        let challenges = Challenges::new(&SigningKey::from_bytes(&[7; 32]));
        let device = DeviceId(Uuid::from_u128(1));
        let issued = challenges.issue(device, 1_000_000);
        assert!(challenges.is_good(&issued, device, 1_000_000 + LIFE_MS - 1));
        assert!(!challenges.is_good(&issued, device, 1_000_000 + LIFE_MS));
        assert!(!challenges.is_good(&issued, DeviceId(Uuid::from_u128(2)), 1_000_000));
        let mut forged = issued.clone();
        forged[20] ^= 1;
        assert!(!challenges.is_good(&forged, device, 1_000_000));
        assert!(!challenges.is_good(&issued[..30], device, 1_000_000));
        let other = Challenges::new(&SigningKey::from_bytes(&[8; 32]));
        assert!(!other.is_good(&issued, device, 1_000_000));
    }
}

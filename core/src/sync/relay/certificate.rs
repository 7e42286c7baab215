//! Who somebody on the office's network is, by the word of the server.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::ids::{DeviceId, ServerId, UserId};
use crate::places::AreaCode;
use crate::staff::Role;
use crate::sync::signing::{BadSignature, PublicKey, fields, sign, verify};

/// How long a certificate is good: longer than the longest time that an office is without internet,
/// and short enough that a device whose rights ended is nobody to its colleagues soon.
pub const GOOD_FOR_MS: i64 = 30 * 24 * 3_600_000;
const RECIPIENT_CHARS_MAX: usize = 200;

/// What a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    pub server: ServerId,
    pub device: DeviceId,
    pub user: UserId,
    pub area: AreaCode,
    pub roles: Vec<Role>,
    /// The device signs with it.
    pub key: PublicKey,
    /// An `age` recipient of the device. With one it is a relay: only a coordinator's device is given it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Server time.
    pub until_ms: i64,
}

/// Who a device wants to be to others of its office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certify {
    /// An `age` recipient, to be a relay; counts for a coordinator's device only.
    pub recipient: Option<String>,
}

/// [`Certified`], vouched for by the server's identity. Public: it may be shown to anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// CBOR of a [`Certified`], signed as it stands.
    certified: ByteBuf,
    signature: ByteBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCertificate {
    #[error("the certificate is not signed by this server")]
    Signature,
    #[error("the certificate is not of its form")]
    Form,
    #[error("the certificate is of another server")]
    OtherServer,
    #[error("the certificate has expired")]
    Expired,
    #[error("the certificate is not of a relay")]
    NoRelay,
}

impl Certificate {
    pub fn sign(certified: &Certified, identity: &SigningKey) -> Self {
        let certified: ByteBuf = crate::cbor::encode(certified).into();
        let signature = sign(identity, &bytes(&certified));
        Self {
            certified,
            signature,
        }
    }

    /// What it says, if it is of this server and `now_ms`, the reader's best guess, is not past its end.
    pub fn open(
        &self,
        server: ServerId,
        identity: PublicKey,
        now_ms: i64,
    ) -> Result<Certified, InvalidCertificate> {
        verify(identity, &bytes(&self.certified), &self.signature)
            .map_err(|BadSignature| InvalidCertificate::Signature)?;
        let certified: Certified =
            crate::cbor::decode(&self.certified).map_err(|_| InvalidCertificate::Form)?;
        if certified.server != server {
            return Err(InvalidCertificate::OtherServer);
        }
        if certified.until_ms < now_ms {
            return Err(InvalidCertificate::Expired);
        }
        Ok(certified)
    }

    /// The same for the certificate of a relay, with whom to seal to.
    pub fn open_relay(
        &self,
        server: ServerId,
        identity: PublicKey,
        now_ms: i64,
    ) -> Result<(Certified, String), InvalidCertificate> {
        let certified = self.open(server, identity, now_ms)?;
        let recipient = certified.recipient.clone();
        let recipient = recipient.ok_or(InvalidCertificate::NoRelay)?;
        Ok((certified, recipient))
    }
}

/// Whether a device's wish to be a relay can be granted: the form alone, its right is another matter.
pub fn is_recipient(text: &str) -> bool {
    text.len() <= RECIPIENT_CHARS_MAX
        && text.starts_with("age1")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn bytes(certified: &[u8]) -> Vec<u8> {
    fields(&[b"rantang.certificate.v1", certified])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SERVER: ServerId = ServerId(Uuid::from_u128(1));

    fn certified(recipient: Option<&str>) -> Certified {
        Certified {
            server: SERVER,
            device: DeviceId(Uuid::from_u128(2)),
            user: UserId(Uuid::from_u128(3)),
            area: AreaCode::parse("31.71.08.1002").unwrap(),
            roles: vec![Role::Koordinator],
            key: PublicKey([5; 32]),
            recipient: recipient.map(str::to_owned),
            until_ms: 1_000,
        }
    }

    #[test]
    fn a_certificate_counts_until_its_end_and_only_if_this_server_gave_it() {
        let identity = SigningKey::from_bytes(&[9; 32]);
        let public = PublicKey(identity.verifying_key().to_bytes());
        let certificate = Certificate::sign(&certified(Some("age1contoh")), &identity);
        let open = |at_ms| certificate.open_relay(SERVER, public, at_ms);
        assert_eq!(open(1_000).unwrap().1, "age1contoh");
        assert_eq!(open(1_001), Err(InvalidCertificate::Expired));
        let elsewhere = ServerId(Uuid::from_u128(7));
        let other = certificate.open(elsewhere, public, 0);
        assert_eq!(other, Err(InvalidCertificate::OtherServer));
        let stranger = SigningKey::from_bytes(&[8; 32]);
        let forged = Certificate::sign(&certified(Some("age1contoh")), &stranger);
        let found = forged.open(SERVER, public, 0);
        assert_eq!(found, Err(InvalidCertificate::Signature));
    }

    #[test]
    fn a_couriers_certificate_makes_no_relay() {
        let identity = SigningKey::from_bytes(&[9; 32]);
        let public = PublicKey(identity.verifying_key().to_bytes());
        let certificate = Certificate::sign(&certified(None), &identity);
        assert!(certificate.open(SERVER, public, 0).is_ok());
        let relay = certificate.open_relay(SERVER, public, 0);
        assert_eq!(relay, Err(InvalidCertificate::NoRelay));
    }
}

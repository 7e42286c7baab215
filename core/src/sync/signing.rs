//! Who vouches for what: a device signs the head of its log and each of its requests.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::ids::{ReplicaId, ServerId};
use crate::operation::ChainHash;

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey(pub [u8; 32]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not fit")]
pub struct BadSignature;

/// The end of a log, vouched for: with it any range before it can be verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    pub replica: ReplicaId,
    pub seq: u64,
    pub hash: ChainHash,
    pub signature: ByteBuf,
}

impl SignedHead {
    pub fn sign(
        server: ServerId,
        replica: ReplicaId,
        seq: u64,
        hash: ChainHash,
        key: &SigningKey,
    ) -> Self {
        let signature = sign(key, &head_bytes(server, replica, seq, hash));
        Self {
            replica,
            seq,
            hash,
            signature,
        }
    }

    pub fn verify(&self, server: ServerId, key: PublicKey) -> Result<(), BadSignature> {
        verify(
            key,
            &head_bytes(server, self.replica, self.seq, self.hash),
            &self.signature,
        )
    }
}

/// What a request's signature covers. No clock: the challenge bounds its life.
#[derive(Clone, Copy, Debug)]
pub struct RequestToSign<'a> {
    pub server: ServerId,
    /// "POST".
    pub method: &'a str,
    /// "/v1/push".
    pub path: &'a str,
    pub body: &'a [u8],
    /// Empty for a hello, which asks for one.
    pub challenge: &'a [u8],
}

impl RequestToSign<'_> {
    pub fn sign(&self, key: &SigningKey) -> Vec<u8> {
        sign(key, &self.bytes()).into_vec()
    }

    pub fn verify(&self, key: PublicKey, signature: &[u8]) -> Result<(), BadSignature> {
        verify(key, &self.bytes(), signature)
    }

    fn bytes(&self) -> Vec<u8> {
        fields(&[
            b"rantang.request.v1",
            self.server.as_bytes(),
            self.method.as_bytes(),
            self.path.as_bytes(),
            blake3::hash(self.body).as_bytes(),
            self.challenge,
        ])
    }
}

fn head_bytes(server: ServerId, replica: ReplicaId, seq: u64, hash: ChainHash) -> Vec<u8> {
    fields(&[
        b"rantang.head.v1",
        server.as_bytes(),
        replica.as_bytes(),
        &seq.to_le_bytes(),
        &hash.0,
    ])
}

/// Each field with its length before it, so that no two lists of fields have the same bytes.
pub(super) fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(160);
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u32).to_le_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

pub(super) fn sign(key: &SigningKey, message: &[u8]) -> ByteBuf {
    key.sign(message).to_bytes().to_vec().into()
}

pub(super) fn verify(key: PublicKey, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
    let key = VerifyingKey::from_bytes(&key.0).map_err(|_| BadSignature)?;
    let signature = Signature::from_slice(signature).map_err(|_| BadSignature)?;
    key.verify_strict(message, &signature)
        .map_err(|_| BadSignature)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_signature_is_good_for_one_request_to_one_server() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = PublicKey(key.verifying_key().to_bytes());
        let request = RequestToSign {
            server: ServerId(Uuid::from_u128(1)),
            method: "POST",
            path: "/v1/push",
            body: b"batch",
            challenge: b"once",
        };
        let signature = request.sign(&key);
        assert_eq!(request.verify(public, &signature), Ok(()));
        let elsewhere = RequestToSign {
            server: ServerId(Uuid::from_u128(2)),
            ..request
        };
        assert_eq!(elsewhere.verify(public, &signature), Err(BadSignature));
        let other_body = RequestToSign {
            body: b"other",
            ..request
        };
        assert_eq!(other_body.verify(public, &signature), Err(BadSignature));
        assert_eq!(request.verify(public, &signature[..63]), Err(BadSignature));
    }
}

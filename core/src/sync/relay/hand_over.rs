//! What a phone gives to a relay, and what the relay answers.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::certificate::{Certificate, Certified, InvalidCertificate};
use crate::ids::{DeviceId, ReplicaId, ServerId};
use crate::operation::{ChainHash, Envelope, Operation};
use crate::sync::batch::OPERATIONS_MAX;
use crate::sync::signing::{BadSignature, PublicKey, fields, sign, verify};

/// The answer to somebody who asks who is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub certificate: Certificate,
}

/// What travels: an `age` file to the relay's recipient, around a [`HandOver`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub sealed: ByteBuf,
}

/// Which part of which log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    pub replica: ReplicaId,
    pub first_seq: u64,
    pub last_seq: u64,
    /// Of the chain at `last_seq`.
    pub hash: ChainHash,
}

/// One range of a log, for the server; and what the relay's coordinator may read of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// Of the device that gives.
    pub certificate: Certificate,
    pub range: Range,
    /// For the server: an `age` file around a [`crate::sync::sealed::SealedPush`].
    pub for_server: ByteBuf,
    /// CBOR of [`ClearOperation`]s, signed as it stands.
    clear: ByteBuf,
    signature: ByteBuf,
}

/// An operation as the relay may read it, as hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearOperation {
    pub envelope: ByteBuf,
    pub body: ByteBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidHandOver {
    #[error("who gives this is not known")]
    Certificate(#[from] InvalidCertificate),
    #[error("the device that is named did not sign this")]
    Signature,
    #[error("the range ends before it begins, or is too long")]
    Range,
    #[error("the operations are not of this range")]
    Operations,
}

impl HandOver {
    pub fn sign(
        (server, relay): (ServerId, DeviceId),
        certificate: Certificate,
        range: Range,
        for_server: Vec<u8>,
        clear: &[ClearOperation],
        key: &SigningKey,
    ) -> Self {
        let mut given = Self {
            certificate,
            range,
            for_server: for_server.into(),
            clear: crate::cbor::encode(&clear).into(),
            signature: ByteBuf::new(),
        };
        given.signature = sign(key, &given.bytes(server, relay));
        given
    }

    /// Who gives this, and the operations that may be read: by their author, in order, within the range.
    pub fn open(
        &self,
        (server, relay): (ServerId, DeviceId),
        identity: PublicKey,
        now_ms: i64,
    ) -> Result<(Certified, Vec<Operation>), InvalidHandOver> {
        let giver = self.certificate.open(server, identity, now_ms)?;
        verify(giver.key, &self.bytes(server, relay), &self.signature)
            .map_err(|BadSignature| InvalidHandOver::Signature)?;
        let Range {
            replica,
            first_seq,
            last_seq,
            ..
        } = self.range;
        let length = last_seq.checked_sub(first_seq);
        if first_seq == 0 || length.is_none_or(|length| OPERATIONS_MAX as u64 <= length) {
            return Err(InvalidHandOver::Range);
        }
        let clear: Vec<ClearOperation> =
            crate::cbor::decode(&self.clear).map_err(|_| InvalidHandOver::Operations)?;
        let mut before = first_seq - 1;
        let mut operations = Vec::with_capacity(clear.len().min(OPERATIONS_MAX));
        for ClearOperation { envelope, body } in clear {
            let envelope = Envelope::decode(&envelope).map_err(|_| InvalidHandOver::Operations)?;
            let is_of_range = envelope.replica == replica
                && before < envelope.seq
                && envelope.seq <= last_seq
                && envelope.author == giver.user;
            if !is_of_range {
                return Err(InvalidHandOver::Operations);
            }
            before = envelope.seq;
            operations.push(Operation {
                envelope,
                body: body.into_vec(),
            });
        }
        Ok((giver, operations))
    }

    fn bytes(&self, server: ServerId, relay: DeviceId) -> Vec<u8> {
        fields(&[
            b"rantang.handover.v1",
            server.as_bytes(),
            relay.as_bytes(),
            &range_bytes(&self.range),
            blake3::hash(&self.for_server).as_bytes(),
            blake3::hash(&self.clear).as_bytes(),
        ])
    }
}

/// *Sudah di kantor*: the relay has the range on its disk. It says nothing of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeReceipt {
    pub range: Range,
    /// By the relay's clock.
    pub at_ms: i64,
    signature: ByteBuf,
}

impl OfficeReceipt {
    pub fn sign(
        (server, relay): (ServerId, DeviceId),
        range: Range,
        at_ms: i64,
        key: &SigningKey,
    ) -> Self {
        let signature = sign(key, &receipt_bytes(server, relay, &range, at_ms));
        Self {
            range,
            at_ms,
            signature,
        }
    }

    /// Whether this relay signed it for this range.
    pub fn verify(
        &self,
        server: ServerId,
        relay: &Certified,
        range: &Range,
    ) -> Result<(), BadSignature> {
        if self.range != *range {
            return Err(BadSignature);
        }
        let bytes = receipt_bytes(server, relay.device, range, self.at_ms);
        verify(relay.key, &bytes, &self.signature)
    }
}

fn range_bytes(range: &Range) -> Vec<u8> {
    fields(&[
        range.replica.as_bytes(),
        &range.first_seq.to_le_bytes(),
        &range.last_seq.to_le_bytes(),
        &range.hash.0,
    ])
}

fn receipt_bytes(server: ServerId, relay: DeviceId, range: &Range, at_ms: i64) -> Vec<u8> {
    fields(&[
        b"rantang.office.v1",
        server.as_bytes(),
        relay.as_bytes(),
        &range_bytes(range),
        &at_ms.to_le_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::UserId;
    use crate::operation::tests::sample;
    use crate::places::AreaCode;
    use crate::staff::Role;

    const SERVER: ServerId = ServerId(Uuid::from_u128(1));
    const RELAY: DeviceId = DeviceId(Uuid::from_u128(2));

    fn keys() -> (SigningKey, SigningKey, PublicKey) {
        let identity = SigningKey::from_bytes(&[9; 32]);
        let public = PublicKey(identity.verifying_key().to_bytes());
        (identity, SigningKey::from_bytes(&[4; 32]), public)
    }

    fn certified(user: UserId, key: &SigningKey) -> Certified {
        Certified {
            server: SERVER,
            device: DeviceId(Uuid::from_u128(3)),
            user,
            area: AreaCode::parse("31.71.08.1002").unwrap(),
            roles: vec![Role::Kurir],
            key: PublicKey(key.verifying_key().to_bytes()),
            recipient: None,
            until_ms: 1_000,
        }
    }

    fn range(operation: &Operation) -> Range {
        let seq = operation.envelope.seq;
        Range {
            replica: operation.envelope.replica,
            first_seq: seq,
            last_seq: seq,
            hash: ChainHash([7; 32]),
        }
    }

    fn given(user: UserId, signed_by: &SigningKey) -> HandOver {
        let (identity, key, _) = keys();
        let operation = sample();
        let clear = [ClearOperation {
            envelope: operation.envelope.encode().into(),
            body: operation.body.clone().into(),
        }];
        let certificate = Certificate::sign(&certified(user, &key), &identity);
        HandOver::sign(
            (SERVER, RELAY),
            certificate,
            range(&operation),
            b"sealed".to_vec(),
            &clear,
            signed_by,
        )
    }

    #[test]
    fn what_is_handed_over_counts_for_the_relay_that_it_was_signed_for_and_nobody_else() {
        let (_, key, public) = keys();
        let operation = sample();
        let given = given(operation.envelope.author, &key);
        let (_, read) = given.open((SERVER, RELAY), public, 0).unwrap();
        assert_eq!(read, [operation]);
        let other = DeviceId(Uuid::from_u128(8));
        let found = given.open((SERVER, other), public, 0);
        assert_eq!(found, Err(InvalidHandOver::Signature));
        let mut altered = given.clone();
        altered.for_server.push(0);
        let found = altered.open((SERVER, RELAY), public, 0);
        assert_eq!(found, Err(InvalidHandOver::Signature));
        let expired = given.open((SERVER, RELAY), public, 1_001);
        let why = InvalidHandOver::Certificate(InvalidCertificate::Expired);
        assert_eq!(expired, Err(why));
    }

    #[test]
    fn nobody_hands_over_with_another_key_or_in_the_name_of_another() {
        let (_, key, public) = keys();
        let author = sample().envelope.author;
        let stranger = given(author, &SigningKey::from_bytes(&[6; 32]));
        let found = stranger.open((SERVER, RELAY), public, 0);
        assert_eq!(found, Err(InvalidHandOver::Signature));
        let somebody = UserId(Uuid::from_u128(99));
        let found = given(somebody, &key).open((SERVER, RELAY), public, 0);
        assert_eq!(found, Err(InvalidHandOver::Operations));
    }

    #[test]
    fn a_receipt_is_for_one_range_by_one_relay() {
        let (_, key, _) = keys();
        let operation = sample();
        let mut relay = certified(operation.envelope.author, &key);
        relay.device = RELAY;
        let range = range(&operation);
        let receipt = OfficeReceipt::sign((SERVER, RELAY), range, 5, &key);
        assert_eq!(receipt.verify(SERVER, &relay, &range), Ok(()));
        let longer = Range {
            last_seq: range.last_seq + 1,
            ..range
        };
        let forged = OfficeReceipt {
            range: longer,
            ..receipt.clone()
        };
        assert!(forged.verify(SERVER, &relay, &longer).is_err());
        assert!(receipt.verify(SERVER, &relay, &longer).is_err());
    }
}

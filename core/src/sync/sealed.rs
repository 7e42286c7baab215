//! Records on their way without a line: sealed to the server, carried by whoever has a connection.
//!
//! # Invariants
//!
//! * A carrier reads nothing: a range is an `age` file that only the server's sealing key opens.
//! * A carrier forges nothing: inside is what `push` would have sent, under a head that the device
//!   signed; the answer is certified by the server's identity.
//! * Nothing is lost by carrying: a range stays unsent on its device until the device has seen a
//!   verdict, and whatever arrives twice is a duplicate.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::protocol::{Push, PushAnswer};
use super::signing::{BadSignature, PublicKey, fields, sign, verify};
use crate::cbor;
use crate::ids::{DeviceId, ReplicaId, ServerId};

/// The most bytes of one carried file: more than any device has unsent.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The most ranges or answers in one file.
pub const RANGES_MAX: usize = 1_000;
const RECIPIENT_CHARS_MAX: usize = 200;

/// Whom to seal to: an `age` recipient (`age1…`), vouched for by the server's identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKey {
    pub recipient: String,
    signature: ByteBuf,
}

impl SealingKey {
    pub fn sign(server: ServerId, recipient: String, identity: &SigningKey) -> Self {
        let signature = sign(identity, &sealing_bytes(server, &recipient));
        Self {
            recipient,
            signature,
        }
    }

    pub fn verify(&self, server: ServerId, identity: PublicKey) -> Result<(), BadSignature> {
        if RECIPIENT_CHARS_MAX < self.recipient.len() {
            return Err(BadSignature);
        }
        let bytes = sealing_bytes(server, &self.recipient);
        verify(identity, &bytes, &self.signature)
    }
}

/// What lies in a sealed range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPush {
    /// Whose key signed the head.
    pub device: DeviceId,
    pub push: Push,
}

/// `POST /v1/sealed`: needs no login, whoever has a connection may deliver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliver {
    /// One `age` file.
    pub sealed: ByteBuf,
}

/// The answer to a range, for its device; whoever delivered may carry it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedAnswer {
    pub server: ServerId,
    /// Positions of one epoch say nothing in another.
    pub epoch: u64,
    pub replica: ReplicaId,
    pub first_seq: u64,
    /// CBOR of a [`PushAnswer`], signed as it stands.
    answer: ByteBuf,
    signature: ByteBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAnswer {
    #[error("the server has not signed this")]
    Signature,
    #[error("the answer is not of its form")]
    Form,
}

impl CarriedAnswer {
    pub fn sign(
        (server, epoch): (ServerId, u64),
        replica: ReplicaId,
        first_seq: u64,
        answer: &PushAnswer,
        identity: &SigningKey,
    ) -> Self {
        let mut carried = Self {
            server,
            epoch,
            replica,
            first_seq,
            answer: cbor::encode(answer).into(),
            signature: ByteBuf::new(),
        };
        carried.signature = sign(identity, &carried.bytes());
        carried
    }

    /// What the server said, if it was this server.
    pub fn open(&self, identity: PublicKey) -> Result<PushAnswer, InvalidAnswer> {
        verify(identity, &self.bytes(), &self.signature).map_err(|_| InvalidAnswer::Signature)?;
        cbor::decode(&self.answer).map_err(|_| InvalidAnswer::Form)
    }
}

impl CarriedAnswer {
    fn bytes(&self) -> Vec<u8> {
        fields(&[
            b"rantang.answer.v1",
            self.server.as_bytes(),
            &self.epoch.to_le_bytes(),
            self.replica.as_bytes(),
            &self.first_seq.to_le_bytes(),
            blake3::hash(&self.answer).as_bytes(),
        ])
    }
}

/// A file that people carry: on a stick, by a messenger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CarriedFile {
    /// To the server.
    #[serde(rename = "rantang.bundle.v1")]
    Bundle {
        server: ServerId,
        /// Each one range of one log, in order.
        sealed: Vec<ByteBuf>,
    },
    /// Back to the devices.
    #[serde(rename = "rantang.answers.v1")]
    Answers {
        server: ServerId,
        answers: Vec<CarriedAnswer>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFile {
    #[error("the file is larger than any of ours")]
    TooLarge,
    #[error("the file is none of ours, or is damaged")]
    Form,
}

impl CarriedFile {
    /// The bytes of the file: CBOR, which is what ranges compress to already.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    pub fn parse(bytes: &[u8]) -> Result<Self, InvalidFile> {
        if FILE_BYTES_MAX < bytes.len() {
            return Err(InvalidFile::TooLarge);
        }
        let file: Self = cbor::decode(bytes).map_err(|_| InvalidFile::Form)?;
        let parts = match &file {
            Self::Bundle { sealed, .. } => sealed.len(),
            Self::Answers { answers, .. } => answers.len(),
        };
        if RANGES_MAX < parts {
            return Err(InvalidFile::TooLarge);
        }
        Ok(file)
    }
}

fn sealing_bytes(server: ServerId, recipient: &str) -> Vec<u8> {
    fields(&[
        b"rantang.sealing.v1",
        server.as_bytes(),
        recipient.as_bytes(),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::operation::ChainHash;

    const SERVER: ServerId = ServerId(Uuid::from_u128(1));
    const REPLICA: ReplicaId = ReplicaId(Uuid::from_u128(2));

    fn identity() -> (SigningKey, PublicKey) {
        let key = SigningKey::from_bytes(&[9; 32]);
        let public = PublicKey(key.verifying_key().to_bytes());
        (key, public)
    }

    fn answer() -> PushAnswer {
        PushAnswer {
            verdicts: Vec::new(),
            stored: (3, ChainHash([7; 32])),
            receipts: ByteBuf::new(),
            code: None,
        }
    }

    #[test]
    fn a_key_to_seal_to_counts_only_if_the_server_vouches_for_it() {
        let (key, public) = identity();
        let mut sealing = SealingKey::sign(SERVER, "age1contoh".to_owned(), &key);
        assert_eq!(sealing.verify(SERVER, public), Ok(()));
        let elsewhere = ServerId(Uuid::from_u128(3));
        assert_eq!(sealing.verify(elsewhere, public), Err(BadSignature));
        sealing.recipient.push('x');
        assert_eq!(sealing.verify(SERVER, public), Err(BadSignature));
    }

    #[test]
    fn a_carried_answer_cannot_be_altered_on_its_way() {
        let (key, public) = identity();
        let carried = CarriedAnswer::sign((SERVER, 1), REPLICA, 1, &answer(), &key);
        assert_eq!(carried.open(public), Ok(answer()));
        let mut forged = carried.clone();
        forged.first_seq = 2;
        assert_eq!(forged.open(public), Err(InvalidAnswer::Signature));
        let mut forged = carried.clone();
        forged.epoch = 2;
        assert_eq!(forged.open(public), Err(InvalidAnswer::Signature));
        let mut forged = carried;
        forged.answer[5] ^= 1;
        assert_eq!(forged.open(public), Err(InvalidAnswer::Signature));
    }

    #[test]
    fn a_carried_file_says_which_way_it_goes() {
        let bundle = CarriedFile::Bundle {
            server: SERVER,
            sealed: vec![ByteBuf::from(vec![1, 2, 3])],
        };
        assert_eq!(CarriedFile::parse(&bundle.to_bytes()), Ok(bundle));
        let (key, _) = identity();
        let answers = CarriedFile::Answers {
            server: SERVER,
            answers: vec![CarriedAnswer::sign(
                (SERVER, 1),
                REPLICA,
                1,
                &answer(),
                &key,
            )],
        };
        assert_eq!(CarriedFile::parse(&answers.to_bytes()), Ok(answers));
        assert_eq!(CarriedFile::parse(b"PK\x03\x04"), Err(InvalidFile::Form));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_carried_file_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = CarriedFile::parse(&bytes);
        }
    }
}

//! What the server vouches for, so that it can be shown to the server itself: the time that it fixed
//! for an operation, and how much of a log it holds.
//!
//! Both are MACs under keys that follow from the server's identity. A device keeps them and cannot
//! read them; a server that was restored with its key believes nobody else.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::batch::BatchError;
use super::code::{CODE_BYTES, Code};
use crate::ids::{ReplicaId, ServerId};
use crate::operation::ChainHash;
#[cfg(doc)]
use crate::operation::Operation;
use crate::time::Effective;

const MAC_BYTES: usize = 16;

/// BLAKE3 keyed, cut to 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mac(pub [u8; MAC_BYTES]);

impl Mac {
    /// As a hash, which compares in constant time.
    fn whole(self) -> blake3::Hash {
        let mut bytes = [0; 32];
        bytes[..MAC_BYTES].copy_from_slice(&self.0);
        blake3::Hash::from_bytes(bytes)
    }
}

/// The effective time of an operation as a server fixed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub time: Effective,
    pub mac: Mac,
}

/// One server's hand.
pub struct Notary {
    server: ServerId,
    receipts: [u8; 32],
    codes: [u8; 32],
}

impl Notary {
    pub fn new(server: ServerId, identity: &SigningKey) -> Self {
        let secret = identity.to_bytes();
        Self {
            server,
            receipts: blake3::derive_key("rantang 2026 operation receipt", &secret),
            codes: blake3::derive_key("rantang 2026 receipt code", &secret),
        }
    }

    /// Vouches for the time of an operation, by [`Operation::content_hash`]: under whatever replica
    /// it comes back.
    pub fn vouch(&self, content: &blake3::Hash, time: Effective) -> Mac {
        let mut hasher = blake3::Hasher::new_keyed(&self.receipts);
        hasher
            .update(self.server.as_bytes())
            .update(content.as_bytes())
            .update(&time.at_ms.to_le_bytes())
            .update(&time.uncertainty_ms.to_le_bytes());
        Mac(first(&hasher))
    }

    /// The time in a receipt, where this server gave it for this operation.
    pub fn time_of(&self, content: &blake3::Hash, receipt: &Receipt) -> Option<Effective> {
        let expected = self.vouch(content, receipt.time);
        (expected.whole() == receipt.mac.whole()).then_some(receipt.time)
    }

    /// Says that the server holds a log up to `seq`. The same for the same state, whenever asked.
    pub fn code(&self, replica: ReplicaId, seq: u64, hash: ChainHash) -> Code {
        let mut hasher = blake3::Hasher::new_keyed(&self.codes);
        hasher
            .update(self.server.as_bytes())
            .update(replica.as_bytes())
            .update(&seq.to_le_bytes())
            .update(&hash.0);
        Code::from_bytes(first::<CODE_BYTES>(&hasher))
    }
}

fn first<const N: usize>(hasher: &blake3::Hasher) -> [u8; N] {
    let hash = hasher.finalize();
    std::array::from_fn(|at| hash.as_bytes()[at])
}

/// The receipts of a batch, by column. An operation without one has a MAC of zeros, which is
/// nobody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    /// Differences to the one before.
    at_ms: Vec<i64>,
    uncertainty_ms: Vec<i64>,
    /// 16 bytes each.
    macs: ByteBuf,
}

impl Receipts {
    /// `None`: no operation has one, as whenever something is sent for the first time.
    pub fn of(receipts: &[Option<Receipt>]) -> Option<Self> {
        receipts.iter().any(Option::is_some).then(|| {
            let mut columns = Self {
                at_ms: Vec::with_capacity(receipts.len()),
                uncertainty_ms: Vec::with_capacity(receipts.len()),
                macs: ByteBuf::with_capacity(receipts.len() * MAC_BYTES),
            };
            let mut last_ms = 0i64;
            for receipt in receipts {
                let at_ms = receipt.map_or(last_ms, |it| it.time.at_ms);
                columns.at_ms.push(at_ms.wrapping_sub(last_ms));
                last_ms = at_ms;
                let uncertainty_ms = receipt.map_or(0, |it| it.time.uncertainty_ms);
                columns.uncertainty_ms.push(uncertainty_ms);
                let mac = receipt.map_or([0; MAC_BYTES], |it| it.mac.0);
                columns.macs.extend_from_slice(&mac);
            }
            columns
        })
    }

    /// One for each of `count` operations.
    ///
    /// # Errors
    ///
    /// [`BatchError::Ragged`] where the columns have other lengths.
    pub fn read(&self, count: usize) -> Result<Vec<Receipt>, BatchError> {
        let macs = read_macs(&self.macs).filter(|macs| macs.len() == count);
        let Some(macs) = macs else {
            return Err(BatchError::Ragged);
        };
        if self.at_ms.len() != count || self.uncertainty_ms.len() != count {
            return Err(BatchError::Ragged);
        }
        let mut at_ms = 0i64;
        let times = self.at_ms.iter().zip(&self.uncertainty_ms);
        let receipts = times.zip(macs).map(|((difference, uncertainty), mac)| {
            at_ms = at_ms.wrapping_add(*difference);
            let time = Effective {
                at_ms,
                uncertainty_ms: *uncertainty,
            };
            Receipt { time, mac }
        });
        Ok(receipts.collect())
    }
}

/// MACs end to end, as an answer carries them.
pub fn write_macs(macs: impl Iterator<Item = Mac>) -> ByteBuf {
    macs.flat_map(|mac| mac.0).collect::<Vec<u8>>().into()
}

/// `None`: the bytes do not divide into MACs.
pub fn read_macs(bytes: &[u8]) -> Option<Vec<Mac>> {
    let (macs, rest) = bytes.as_chunks::<MAC_BYTES>();
    rest.is_empty()
        .then(|| macs.iter().copied().map(Mac).collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::operation::tests::sample;

    const TIME: Effective = Effective {
        at_ms: 1_795_485_600_000,
        uncertainty_ms: 1_000,
    };

    fn notary(key: u8) -> Notary {
        Notary::new(
            ServerId(Uuid::from_u128(1)),
            &SigningKey::from_bytes(&[key; 32]),
        )
    }

    #[test]
    fn a_receipt_is_good_for_one_content_one_time_and_one_server() {
        let operation = sample();
        let mac = notary(7).vouch(&operation.content_hash(), TIME);
        let receipt = Receipt { time: TIME, mac };
        assert_eq!(
            notary(7).time_of(&operation.content_hash(), &receipt),
            Some(TIME)
        );
        let mut rechained = operation.clone();
        rechained.envelope.replica = ReplicaId(Uuid::from_u128(99));
        rechained.envelope.seq += 5;
        assert_eq!(
            notary(7).time_of(&rechained.content_hash(), &receipt),
            Some(TIME)
        );

        let mut moved = receipt;
        moved.time.at_ms += 1;
        assert_eq!(notary(7).time_of(&operation.content_hash(), &moved), None);
        assert_eq!(notary(8).time_of(&operation.content_hash(), &receipt), None);
        let mut other = operation;
        other.body.push(0);
        assert_eq!(notary(7).time_of(&other.content_hash(), &receipt), None);
    }

    #[test]
    fn receipts_travel_beside_operations_that_have_none() {
        let receipt = Receipt {
            time: TIME,
            mac: Mac([5; 16]),
        };
        let columns = Receipts::of(&[None, Some(receipt), None, Some(receipt)]).unwrap();
        let read = columns.read(4).unwrap();
        assert_eq!([read[1], read[3]], [receipt; 2]);
        assert_eq!(notary(7).time_of(&sample().content_hash(), &read[0]), None);
        assert_eq!(columns.read(3), Err(BatchError::Ragged));
        assert_eq!(Receipts::of(&[None, None]), None);
    }

    #[test]
    fn a_code_stands_for_one_state_of_one_log() {
        let replica = ReplicaId(Uuid::from_u128(3));
        let (hash, other) = (ChainHash([1; 32]), ChainHash([2; 32]));
        let code = notary(7).code(replica, 214, hash);
        assert_eq!(notary(7).code(replica, 214, hash), code);
        for different in [
            notary(8).code(replica, 214, hash),
            notary(7).code(replica, 213, hash),
            notary(7).code(replica, 214, other),
            notary(7).code(ReplicaId(Uuid::from_u128(4)), 214, hash),
        ] {
            assert_ne!(different, code);
        }
    }
}

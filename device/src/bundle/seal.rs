//! All that is unsent, sealed to the server range by range.

use age::x25519::Recipient;
use ed25519_dalek::SigningKey;
use rantang_core::ids::ReplicaId;
use rantang_core::operation::ChainHash;
use rantang_core::sync::batch::Batch;
use rantang_core::sync::protocol::Push;
use rantang_core::sync::sealed::{CarriedFile, FILE_BYTES_MAX, RANGES_MAX, SealedPush};
use rantang_core::sync::signing::SignedHead;
use rantang_core::sync::wire;
use rusqlite::Connection;
use serde_bytes::ByteBuf;

use crate::command::{ErrorCode, Failure};
use crate::log::outgoing::{Outgoing, outgoing_after};
use crate::store::facts::Pairing;
use crate::store::{Error, facts};
use crate::sync::pair::signing_key;

/// A file, and how many records lie in it.
pub struct Sealed {
    pub records: u32,
    pub bytes: Vec<u8>,
}

/// Seals what is unsent, the oldest first; what finds no room stays for the next file.
pub fn unsent(db: &Connection, most: usize) -> Result<Sealed, Failure> {
    let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
    let replica = facts::REPLICA.get(db)?.ok_or(Error::NotPaired)?;
    let recipient = recipient(db)?;
    let key = signing_key(db)?;
    let mut at: (u64, ChainHash) = facts::ACKNOWLEDGED.get(db)?.unwrap_or_default();
    let (mut records, mut bytes) = (0, 0);
    let mut sealed: Vec<ByteBuf> = Vec::new();
    while sealed.len() < RANGES_MAX
        && let Some(out) = outgoing_after(db, at, most)?
    {
        let seq = at.0 + out.operations.len() as u64;
        let hash = out.hash;
        let length = out.operations.len();
        let range = range(&pairing, replica, out, seq, &key, &recipient)?;
        bytes += range.len();
        // Less than the limit by what the file says around its ranges.
        if FILE_BYTES_MAX / 2 < bytes {
            break;
        }
        records += length as u32;
        sealed.push(range.into());
        at = (seq, hash);
    }
    if records == 0 {
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            "Tidak ada catatan yang belum terkirim. Tidak perlu dibawa dengan berkas.",
        ));
    }
    let server = pairing.server;
    Ok(Sealed {
        records,
        bytes: CarriedFile::Bundle { server, sealed }.to_bytes(),
    })
}

/// Seals one range that ends at `seq`: what would be pushed, for the server alone.
pub fn range(
    pairing: &Pairing,
    replica: ReplicaId,
    out: Outgoing,
    seq: u64,
    key: &SigningKey,
    recipient: &Recipient,
) -> Result<Vec<u8>, Failure> {
    let range = SealedPush {
        device: pairing.device,
        push: Push {
            previous: out.previous,
            batch: Batch::of(&out.operations),
            head: SignedHead::sign(pairing.server, replica, seq, out.hash, key),
            receipts: out.receipts,
        },
    };
    age::encrypt(recipient, &wire::encode(&range)).map_err(|error| Failure::internal(&error))
}

fn recipient(db: &Connection) -> Result<Recipient, Failure> {
    let known = facts::SEALING.get(db)?;
    known.and_then(|it| it.parse().ok()).ok_or_else(|| {
        Failure::new(
            ErrorCode::SealingKeyMissing,
            "Perangkat ini belum tahu kunci server, jadi catatan belum bisa dibawa dengan berkas. \
             Catatan aman di sini. Sambungkan sekali ke server, lalu coba lagi.",
        )
    })
}

//! All that is unsent, sealed to the server range by range.

use age::x25519::Recipient;
use rantang_core::operation::ChainHash;
use rantang_core::sync::batch::Batch;
use rantang_core::sync::protocol::Push;
use rantang_core::sync::sealed::{CarriedFile, FILE_BYTES_MAX, RANGES_MAX, SealedPush};
use rantang_core::sync::signing::SignedHead;
use rantang_core::sync::wire;
use rusqlite::Connection;
use serde_bytes::ByteBuf;

use crate::command::{ErrorCode, Failure};
use crate::log::outgoing::outgoing_after;
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
        let range = SealedPush {
            device: pairing.device,
            push: Push {
                previous: out.previous,
                batch: Batch::of(&out.operations),
                head: SignedHead::sign(pairing.server, replica, seq, out.hash, &key),
                receipts: out.receipts,
            },
        };
        let range = age::encrypt(&recipient, &wire::encode(&range))
            .map_err(|error| Failure::internal(&error))?;
        bytes += range.len();
        // Less than the limit by what the file says around its ranges.
        if FILE_BYTES_MAX / 2 < bytes {
            break;
        }
        records += out.operations.len() as u32;
        sealed.push(range.into());
        at = (seq, out.hash);
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

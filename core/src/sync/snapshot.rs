//! Snapshots: a scope as it stood at one position, in chunks, for whoever has nothing of it yet.
//!
//! The server makes one for all who ask. Its index is signed and names each chunk by its hash, so that
//! whatever carries the chunks need not be trusted.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::agreement::Manifest;
use super::signing::{BadSignature, PublicKey, fields, sign, verify};
use crate::ids::ServerId;
use crate::registers::Row;
use crate::scopes::Scope;

/// BLAKE3 of a chunk as it travels.
pub type ChunkHash = [u8; 32];

/// What a snapshot is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotIndex {
    pub scope: Scope,
    /// Of the moment at which it was made; the pull goes on from its head.
    pub manifest: Manifest,
    /// The hashes of the chunks in order, end to end.
    pub chunks: ByteBuf,
    /// By the server's identity.
    pub signature: ByteBuf,
}

impl SnapshotIndex {
    pub fn sign(
        server: ServerId,
        scope: Scope,
        manifest: Manifest,
        chunks: &[ChunkHash],
        key: &SigningKey,
    ) -> Self {
        let mut index = Self {
            scope,
            manifest,
            chunks: chunks.concat().into(),
            signature: ByteBuf::new(),
        };
        index.signature = sign(key, &index.bytes(server));
        index
    }

    pub fn verify(&self, server: ServerId, key: PublicKey) -> Result<(), BadSignature> {
        verify(key, &self.bytes(server), &self.signature)
    }

    /// The hash of a chunk; `None`: there are not so many.
    pub fn chunk(&self, at: usize) -> Option<ChunkHash> {
        self.chunks.chunks_exact(32).nth(at)?.try_into().ok()
    }

    pub fn len(&self) -> usize {
        self.chunks.len() / 32
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn bytes(&self, server: ServerId) -> Vec<u8> {
        let Manifest {
            head,
            generation,
            tally,
        } = self.manifest;
        fields(&[
            b"rantang.snapshot.v1",
            server.as_bytes(),
            self.scope.to_string().as_bytes(),
            &generation.to_le_bytes(),
            &head.to_le_bytes(),
            &tally.count.to_le_bytes(),
            &tally.checksum.to_le_bytes(),
            &self.chunks,
        ])
    }
}

/// Some of the rows of a scope. All chunks together hold them in the order of kind and id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotChunk {
    pub rows: Vec<Row>,
}

/// What follows the path of the call to ask for an index.
pub fn index_resource(scope: &Scope) -> String {
    // A scope holds no other character that a path may not.
    format!("/{}", scope.to_string().replace('/', "%2F"))
}

/// What follows the path of the call to ask for a chunk.
pub fn chunk_resource(scope: &Scope, generation: u64, chunk: &ChunkHash) -> String {
    format!(
        "{}/{generation}/{}",
        index_resource(scope),
        blake3::Hash::from_bytes(*chunk).to_hex()
    )
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::places::AreaCode;
    use crate::sync::agreement::Tally;

    #[test]
    fn an_index_is_good_for_its_scope_moment_and_chunks_only() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = PublicKey(key.verifying_key().to_bytes());
        let server = ServerId(Uuid::from_u128(1));
        let area = AreaCode::parse("31.71.08.1002").unwrap();
        let scope = Scope::Delivery {
            kelurahan: area.clone(),
            route: None,
        };
        let manifest = Manifest {
            head: 9,
            generation: 2,
            tally: Tally::of_digest(5),
        };
        let index = SnapshotIndex::sign(server, scope, manifest, &[[1; 32], [2; 32]], &key);
        assert_eq!(index.verify(server, public), Ok(()));
        assert_eq!((index.len(), index.chunk(1)), (2, Some([2; 32])));
        assert_eq!(index.chunk(2), None);
        let mut forged = vec![index.clone(); 4];
        forged[0].scope = Scope::Plan { area };
        forged[1].manifest.head = 10;
        forged[2].manifest.tally.count = 2;
        forged[3].chunks[40] ^= 1;
        for forged in forged {
            assert_eq!(forged.verify(server, public), Err(BadSignature));
        }
        let elsewhere = ServerId(Uuid::from_u128(2));
        assert_eq!(index.verify(elsewhere, public), Err(BadSignature));
    }

    #[test]
    fn a_resource_is_one_segment_for_the_scope() {
        let area = AreaCode::parse("31.71.08.1002").unwrap();
        let scope = Scope::Case {
            kelurahan: area,
            rw: None,
        };
        let resource = chunk_resource(&scope, 3, &[0xab; 32]);
        let hash = "ab".repeat(32);
        assert_eq!(resource, format!("/case%2F31.71.08.1002%2F-/3/{hash}"));
    }
}

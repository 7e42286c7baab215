//! Each replica's log is a chain: a signed head vouches for all before it.

use serde::{Deserialize, Serialize};

use super::Operation;

/// The hash of a log up to and including one operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ChainHash(pub [u8; 32]);

impl ChainHash {
    /// Of a log without operations.
    pub const START: ChainHash = ChainHash([0; 32]);
}

/// `BLAKE3(previous hash, envelope bytes, BLAKE3(body))`.
pub fn next_hash(previous: ChainHash, operation: &Operation) -> ChainHash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&previous.0);
    hasher.update(&operation.envelope.encode());
    hasher.update(operation.body_hash().as_bytes());
    ChainHash(*hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::envelope::tests::sample;
    use super::*;

    #[test]
    fn a_changed_body_breaks_every_hash_after_it() {
        let first = sample();
        let mut forged = first.clone();
        forged.body[3] ^= 1;
        let end = |start: &Operation| next_hash(next_hash(ChainHash::START, start), &first);
        assert_ne!(end(&first), end(&forged));
    }
}

//! Each ciphertext under its own key, named by its hash.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use rantang_core::photos::Object;
use serde_bytes::ByteArray;

use crate::platform::Random;

/// A ciphertext is longer than what it holds by the tag.
pub const OVERHEAD_BYTES: usize = 16;
const TAG: &[u8] = b"rantang.photo.v1";

/// A ciphertext, and what a record says of it.
pub struct Sealed {
    pub object: Object,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOpened {
    #[error("the bytes are not those that the record names")]
    OtherBytes,
    #[error("the key does not open it")]
    OtherKey,
}

/// Encrypts under a new key. A key is used once, so the nonce may stand still.
pub fn seal(plain: &[u8], random: &dyn Random) -> Option<Sealed> {
    let mut key = [0; 32];
    random.fill(&mut key);
    let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).ok()?);
    let mut bytes = plain.to_vec();
    cipher
        .seal_in_place_append_tag(nonce(), Aad::from(TAG), &mut bytes)
        .ok()?;
    let object = Object {
        hash: ByteArray::new(*blake3::hash(&bytes).as_bytes()),
        bytes: u32::try_from(bytes.len()).ok()?,
        key: ByteArray::new(key),
    };
    Some(Sealed { object, bytes })
}

pub fn open(object: &Object, mut bytes: Vec<u8>) -> Result<Vec<u8>, NotOpened> {
    if blake3::hash(&bytes).as_bytes() != &*object.hash {
        return Err(NotOpened::OtherBytes);
    }
    let key = UnboundKey::new(&AES_256_GCM, &*object.key).map_err(|_| NotOpened::OtherKey)?;
    let opened = LessSafeKey::new(key)
        .open_in_place(nonce(), Aad::from(TAG), &mut bytes)
        .map_err(|_| NotOpened::OtherKey)?
        .len();
    bytes.truncate(opened);
    Ok(bytes)
}

fn nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; NONCE_LEN])
}

#[cfg(test)]
mod tests {
    use super::super::files::name;
    use super::*;
    use crate::platform::SystemRandom;

    /// Draws the key of a vector.
    struct Drawn(Vec<u8>);

    impl Random for Drawn {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }
    }

    #[test]
    fn photos_are_sealed_and_named_as_the_vectors_show() {
        let page = include_str!("../../../docs/vectors/photo.json");
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let bytes = |it: &serde_json::Value| hex::decode(it.as_str().unwrap()).unwrap();
        assert_eq!(page["tag"].as_str().unwrap().as_bytes(), TAG);
        assert_eq!(bytes(&page["nonce"]), nonce().as_ref());
        let objects = page["objects"].as_array().unwrap();
        assert!(!objects.is_empty());
        for vector in objects {
            let plain = bytes(&vector["plain"]);
            let sealed = seal(&plain, &Drawn(bytes(&vector["key"]))).unwrap();
            assert_eq!(sealed.bytes, bytes(&vector["ciphertext"]), "{vector}");
            assert_eq!(sealed.object.key.to_vec(), bytes(&vector["key"]));
            assert_eq!(u64::from(sealed.object.bytes), vector["bytes"]);
            assert_eq!(name(&sealed.object.hash), vector["hash"]);
            assert_eq!(open(&sealed.object, sealed.bytes).unwrap(), plain);
        }
    }

    #[test]
    fn only_its_own_key_opens_a_photo_and_no_byte_of_it_can_be_changed() {
        let sealed = seal(b"sebuah foto", &SystemRandom).unwrap();
        assert_eq!(sealed.bytes.len(), 11 + OVERHEAD_BYTES);
        assert_eq!(
            open(&sealed.object, sealed.bytes.clone()).unwrap(),
            b"sebuah foto"
        );
        let other = seal(b"sebuah foto", &SystemRandom).unwrap();
        assert_ne!(other.object.hash, sealed.object.hash);
        let swapped = Object {
            key: other.object.key,
            ..sealed.object.clone()
        };
        assert_eq!(
            open(&swapped, sealed.bytes.clone()),
            Err(NotOpened::OtherKey)
        );
        let mut damaged = sealed.bytes.clone();
        damaged[3] ^= 1;
        assert_eq!(open(&sealed.object, damaged), Err(NotOpened::OtherBytes));
    }
}

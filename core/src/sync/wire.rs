//! The bytes of a message: CBOR, compressed with zstd, bounded before and after.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::cbor;

/// The version of the protocol, as it stands in the media type.
pub const PROTOCOL: u16 = 1;
/// The media type of every request and answer.
pub const MEDIA_TYPE: &str = "application/vnd.rantang.v1+cbor+zstd";
/// The most that a message may have on the wire.
pub const WIRE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most that a message may hold once decompressed.
const PLAIN_BYTES_MAX: usize = 32 * 1024 * 1024;
const LEVEL: i32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    #[error("the message is larger than allowed")]
    TooLarge,
    #[error("the message is not compressed as it should be, or ends too early")]
    NotZstd,
    #[error("the message is not CBOR of the expected form")]
    NotCbor,
}

pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    let plain = cbor::encode(message);
    zstd::bulk::compress(&plain, LEVEL).expect("compressing memory does not fail")
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    if WIRE_BYTES_MAX < bytes.len() {
        return Err(WireError::TooLarge);
    }
    let size = zstd::zstd_safe::get_frame_content_size(bytes).map_err(|_| WireError::NotZstd)?;
    if size.is_some_and(|size| PLAIN_BYTES_MAX as u64 <= size) {
        return Err(WireError::TooLarge);
    }
    let capacity = size.map_or(PLAIN_BYTES_MAX, |size| size as usize);
    let plain = zstd::bulk::decompress(bytes, capacity).map_err(|_| WireError::NotZstd)?;
    cbor::decode(&plain).map_err(|_| WireError::NotCbor)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_message_reads_back_what_it_writes() {
        let message = vec![("satu".to_owned(), 1u64), ("dua".to_owned(), 2)];
        assert_eq!(decode(&encode(&message)), Ok(message));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bomb = zstd::bulk::compress(&vec![0u8; PLAIN_BYTES_MAX + 1], 19).unwrap();
        assert_eq!(decode::<Vec<u8>>(&bomb), Err(WireError::TooLarge));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode::<Vec<u64>>(&bytes);
        }

        #[test]
        fn a_truncated_message_is_an_error(cut in 0usize..40) {
            let bytes = encode(&vec!["tetangga kiri, pintu biru"; 3]);
            prop_assume!(cut < bytes.len());
            prop_assert!(decode::<Vec<String>>(&bytes[..cut]).is_err());
        }
    }
}

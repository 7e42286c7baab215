//! Values as CBOR: what bodies, heads, messages and stored facts hold.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes do not hold what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not CBOR of the expected form")]
pub struct NotCbor;

/// The bytes of a value that is ours: writing to memory does not fail.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    encode_into(Vec::new(), value)
}

/// Appends the bytes of a value that is ours.
pub fn encode_into<T: Serialize>(bytes: Vec<u8>, value: &T) -> Vec<u8> {
    cbor4ii::serde::to_vec(bytes, value).expect("a value of ours is CBOR")
}

/// Reads a value; what stands behind it is not looked at.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, NotCbor> {
    cbor4ii::serde::from_slice(bytes).map_err(|_| NotCbor)
}

//! Everything that a person does is an operation: a named intent in the device's log.

mod chain;
mod effect;
mod envelope;
#[cfg(test)]
pub(crate) use envelope::tests;
mod payload;
mod resolve;

pub use chain::{ChainHash, next_hash};
pub use effect::{Effect, Home, Intent, InvalidIntent};
pub use envelope::{BODY_BYTES_MAX, DecodeError, Envelope, Operation, SALT_BYTES, SCHEMA};
pub use payload::{KIND_CHARS_MAX, Payload, PayloadError};
pub use resolve::Resolve;

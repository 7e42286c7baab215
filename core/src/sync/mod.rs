//! How devices and servers talk, without a socket: messages, their bytes, and what follows from them.
//!
//! # Invariants
//!
//! * A fault of a batch (signature, chain, size) refuses it and stores nothing; a fault of an
//!   operation never does: it is stored and gets a verdict.
//! * Every call is idempotent: a repeated request has no further effect.
//! * No request is judged by the device's clock.
//!
//! # Where to look
//!
//! [`protocol`] has the messages, [`wire`] and [`batch`] their bytes, [`signing`] who vouches for
//! them, [`receipt`] what the server itself vouches for, [`client`] the device's state machine,
//! [`judge`] the server's verdicts, [`agreement`] whether both hold the same, [`snapshot`] how a
//! scope is fetched whole, [`horizon`] how far back a device keeps facts, [`keep`] how long its own log,
//! [`sealed`] what goes by hand where there is no line, [`buckets`] how often strangers may call, [`relay`] what goes over the office's network.

pub mod agreement;
pub mod batch;
pub mod buckets;
pub mod client;
pub mod code;
mod columns;
pub mod horizon;
pub mod invitation;
pub mod judge;
pub mod keep;
pub mod media;
pub mod protocol;
pub mod receipt;
pub mod refusal;
pub mod relay;
pub mod sealed;
pub mod signing;
pub mod snapshot;
mod verdict;
pub mod verify;
pub mod wire;

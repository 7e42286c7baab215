//! The relay: a coordinator's desktop that takes records in on the office's network while the internet
//! is down, and hands them to the server later.
//!
//! # Invariants
//!
//! * A relay and a phone know each other by a [`Certificate`] of the server's identity, and by nothing
//!   else: no address, no name on the network counts.
//! * The range for the server is sealed to the server; what the relay may read is sealed to the relay.
//!   Nothing personal travels in clear.
//! * A receipt of a relay says that the office has the records. What the server has, the server says.
//!
//! # Where to look
//!
//! [`certificate`] says who is who, [`hand_over`] what is given and what is answered, [`address`] how a
//! relay is found.

pub mod address;
pub mod certificate;
pub mod hand_over;

pub use address::{Instance, PREFIX, RelayAddress};
pub use certificate::{Certificate, Certified, Certify, InvalidCertificate};
pub use hand_over::{ClearOperation, HandOver, InvalidHandOver, OfficeReceipt, Range, Sealed, Who};

/// Where a relay is asked.
pub mod path {
    /// Empty body; answered with [`super::Who`].
    pub const WHO: &str = "/relay/v1/who";
    /// Takes a [`super::Sealed`], answers with an [`super::OfficeReceipt`].
    pub const HAND_OVER: &str = "/relay/v1/hand-over";
}

/// The most bytes of one [`Sealed`] on the wire: two copies of the largest batch, and what is around them.
pub const HAND_OVER_BYTES_MAX: usize = 1024 * 1024;

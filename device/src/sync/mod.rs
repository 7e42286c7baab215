//! Sending and receiving: the loop that talks to the server.
//!
//! # Invariants
//!
//! * No transaction stays open across the network; a cursor is saved with its rows, a verdict with
//!   its effect.
//! * One attempt at a time, whoever asks.
//! * What is unsent is never given up: the loop comes back, later and later, until it is told yes.
//!
//! # Where to look
//!
//! [`worker`] drives the state machine of `core`, [`remote`] makes the calls, `hello` and `exchange`
//! store what comes back, `agreement` compares it, `fetch` and `snapshot` bring a scope whole, [`pair`]
//! makes a device of an invitation.

mod agreement;
pub(crate) mod exchange;
mod fetch;
pub mod handlers;
pub(crate) mod hello;
pub mod pair;
pub mod remote;
mod review;
mod snapshot;
mod standing;
mod step;
#[cfg(test)]
mod tests;
pub mod view;
mod waiting;
pub mod worker;

use rantang_core::sync::batch::OPERATIONS_MAX;

pub use handlers::{now, status, waiting};
pub use standing::Standing;

/// How much one call carries at most: on a line that often breaks, less is more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portions {
    /// At most [`OPERATIONS_MAX`].
    pub operations: usize,
    /// A page is applied in one short transaction.
    pub rows: u32,
}

impl Default for Portions {
    fn default() -> Self {
        Self {
            operations: OPERATIONS_MAX,
            rows: 1_000,
        }
    }
}

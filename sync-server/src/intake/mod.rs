//! What becomes of pushed operations: pure, so that every store decides alike.
//!
//! A store locks the replica, loads what [`Needs`] names, lets [`Decider`] decide, and writes
//! [`Decided`] in the same transaction.
//!
//! # Invariants
//!
//! * Nothing is dropped: an operation is applied, held or quarantined, and stored in each case.
//! * An operation has one effect: a further copy is a *duplicate* with the receipt of the first.
//! * An effect reaches no further than the author's grants, whatever the envelope says.

mod chain;
mod decide;
mod greeting;
mod own;
mod phones;
mod placed;
pub mod review;
pub mod rights;
mod types;
mod world;

pub use chain::{ChainFault, Continuation, LogState, continue_log};
pub use decide::{
    Acceptance, Decided, Decider, Entry, Existing, Fresh, Gained, Outcome, Vouching, as_copy,
};
pub use greeting::{KnownLog, KnownScopes, epoch_of_restore, raised_epoch, verdict_of_hello};
pub use own::own_operation;
pub use phones::{Holding, phones_under};
pub use placed::{Placed, Receipt, place, scopes_of};
pub use types::{Fault, Intake, Origin, SetAside, Taken, state_of};
pub use world::{Needs, World, needs, payload_of};

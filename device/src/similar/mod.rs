//! Who is like whom: before somebody is registered, and afterwards, where two devices registered one
//! person without knowing of each other.
//!
//! `rantang_core::similar` weighs; here is who is worth weighing (`store`, by the indexes of the view). Who is
//! new or changed is compared beside everything else (`comparing`) and what is found is kept; *Perlu dicek*
//! reads the pairs of people lately registered (`pairs`).

mod commands;
mod comparing;
pub mod handlers;
mod pairs;
mod store;
pub mod view;

pub use commands::*;
pub use comparing::compare_due;
pub(crate) use comparing::keep_compared;
pub(crate) use pairs::{Pairs, lately};
pub(crate) use store::near;

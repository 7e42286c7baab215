//! Who is like whom: before somebody is registered, and afterwards, where two devices registered one
//! person without knowing of each other.
//!
//! `rantang_core::similar` weighs; here is who is worth weighing (`store`, by the indexes of the view), and
//! the pairs of people lately registered (`pairs`, kept in memory and mended after each write).

mod commands;
pub mod handlers;
mod pairs;
mod store;
pub mod view;

pub use commands::*;
pub(crate) use pairs::PairCache;
pub(crate) use store::near;

//! Routes: who carries to whom, in which order.

pub mod commands;
mod edit;
pub mod handlers;
mod order;
pub(crate) mod store;
pub mod view;

pub use commands::*;

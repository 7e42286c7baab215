//! Routes: who carries to whom, in which order.

pub mod commands;
pub mod view;

pub use commands::*;

//! The day as the coordinator follows it.

pub mod commands;
pub mod view;

pub use commands::*;

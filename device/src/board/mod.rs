//! The day as the coordinator follows it.

pub mod assemble;
pub mod commands;
pub mod handlers;
pub mod view;

pub use commands::*;

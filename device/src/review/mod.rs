//! What needs checking, and how it is settled.

pub mod commands;
pub mod view;

pub use commands::*;

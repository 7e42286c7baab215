//! Recipients: their table, their page, and edits by field.

pub mod commands;
pub mod view;

pub use commands::*;

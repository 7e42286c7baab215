//! What remains of a day: recap, files, printed sheet.

pub mod commands;
pub mod view;

pub use commands::*;

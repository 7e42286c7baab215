//! What remains of a day: recap, files, printed sheet.

pub mod assemble;
pub mod commands;
mod files;
pub mod handlers;
pub mod view;

pub use commands::*;

//! The roster: a spreadsheet kept by hand becomes people.

pub mod commands;
pub mod file;
pub mod view;

pub use commands::*;

//! The roster: a spreadsheet kept by hand becomes people.

pub mod commands;
pub mod file;
pub mod preview;
pub mod report;
pub mod view;
pub mod writing;

#[cfg(test)]
mod tests;

pub use commands::*;

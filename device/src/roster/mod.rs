//! The roster: a spreadsheet kept by hand becomes people.

pub mod commands;
pub mod drafts;
pub mod file;
pub mod handlers;
pub mod preview;
pub mod report;
pub mod store;
pub mod view;
pub mod writing;

#[cfg(test)]
mod tests;

pub use commands::*;

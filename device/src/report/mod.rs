//! The monthly report of a PSM: who was visited, what was done, what follows; as a screen, PDF and XLSX.
//!
//! The words of the files are Indonesian, whatever the screen speaks: an office files them. Typst and its
//! fonts are touched by [`pdf`] alone, when somebody asks for the file.

mod collect;
mod commands;
pub mod handlers;
mod pdf;
mod pictures;
pub mod view;
mod words;
mod xlsx;

pub use commands::*;

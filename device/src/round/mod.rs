//! The courier's round: today's list, what is recorded at a door, and how the day ends.

pub mod commands;
pub mod view;

pub use commands::*;

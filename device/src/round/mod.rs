//! The courier's round: today's list, what is recorded at a door, and how the day ends.

pub mod assemble;
pub mod commands;
pub mod doors;
pub mod handlers;
pub mod record;
mod store;
pub mod view;

pub use commands::*;

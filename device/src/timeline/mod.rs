//! What happened to a person, or to everybody of a household, latest first and a page at a time: deliveries,
//! visits, checks with their scores, edits, contacts, holds, obstacles on the way.

mod commands;
pub(crate) mod gather;
pub mod handlers;
pub mod view;

pub use commands::*;

//! Recipients: their table, their page, and edits by field.
//!
//! # Where to look
//!
//! [`handlers`] are the commands. The table works on an index of everybody in memory (`index`, read
//! by `load`); a person's page (`page`, with `days` and `history`) reads that person alone. `edit`
//! makes operations of what was typed, by way of `values`, which refuses what cannot be right; `moves`
//! hands people to other kelurahan.

pub mod commands;
mod days;
pub(crate) mod edit;
mod found;
pub mod handlers;
pub(crate) mod history;
pub(crate) mod index;
pub(crate) mod list;
pub(crate) mod load;
pub(crate) mod moves;
pub(crate) mod names;
mod order;
mod page;
pub(crate) mod setting;
mod today;
mod values;
pub mod view;
pub(crate) mod words;

pub use commands::*;
pub(crate) use index::PeopleCache;

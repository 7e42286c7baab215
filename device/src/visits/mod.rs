//! Household visits: my visits, a visit, and what the coordinator hands out and verifies.

mod commands;
mod draft;
pub mod handlers;
mod proposals;
mod record;
mod store;
pub mod view;

pub use commands::*;
pub(crate) use draft::{Draft, drop_draft, load_draft, save_draft};
pub(crate) use store::{coordinator, visitors};

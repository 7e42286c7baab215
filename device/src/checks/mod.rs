//! *Cek keadaan lengkap*: a form is opened, answered tap by tap, and recorded part by part.

mod commands;
pub mod handlers;
mod record;
pub(crate) mod store;
pub mod view;

pub use commands::*;

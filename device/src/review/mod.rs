//! What needs checking, and how it is settled.
//!
//! Every item is derived from the records under an id hashed from what it is about, so that
//! `review.settle` hides it on every device.

pub mod commands;
mod conflicts;
mod decide;
mod deliveries;
pub mod handlers;
mod off_list;
mod same_person;
mod set_aside;
pub(crate) mod told;
mod uncertain;
pub mod view;

pub use commands::*;
pub use handlers::count;
pub use set_aside::own_open;

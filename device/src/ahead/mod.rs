//! The lists of the coming days, to look through before they are due.

pub mod handlers;
pub mod view;

//! Who carries a route instead of its courier: for some days, or for the rest of a round.

mod commands;
pub mod handlers;
pub mod store;
mod view;

pub use commands::{CoverEnd, CoverGive, RunSplit};
pub use view::{CoverView, SplitView};

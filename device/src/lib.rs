//! One device without a window: encrypted store, use cases, sync loop.
//!
//! [`Device`] is the door: `read` for what screens show, `record` for what people do. A command of
//! a screen ([`command`]) is one function of the feature it belongs to.

pub mod ahead;
pub mod board;
pub mod bundle;
pub mod checks;
pub mod cli;
pub mod command;
pub mod covers;
pub mod day;
pub mod device;
pub mod host;
pub mod log;
pub mod people;
pub mod photos;
pub mod platform;
pub mod recap;
pub mod receipts;
pub mod relay;
pub mod report;
pub mod review;
pub mod roster;
pub mod round;
pub mod routes;
pub mod scan;
pub mod session;
pub mod similar;
pub mod store;
pub mod sync;
pub mod timeline;
pub mod visits;

pub use device::{Device, author};
pub use log::Draft;

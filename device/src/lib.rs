//! One device without a window: encrypted store, use cases, sync loop.

pub mod board;
pub mod command;
pub mod people;
pub mod recap;
pub mod review;
pub mod roster;
pub mod round;
pub mod routes;
pub mod session;
pub mod sync;

//! The device as its shells use it: a data directory, records, and what is shown of them.

mod roster;
mod round;
mod store;
mod support;

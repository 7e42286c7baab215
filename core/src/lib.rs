//! The domain of Rantang: the same code on every side.
//!
//! No network, clock, randomness, async or SQL: whatever varies is passed in.

pub mod areas;
pub mod deliveries;
pub mod identity;

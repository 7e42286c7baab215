//! Places: administrative codes down to RT, and the address that a courier finds.

mod address;
mod code;

pub use address::Address;
pub use code::{AreaCode, AreaLevel, InvalidPlace, Rt, Rw};

//! A city's couriers before one server: thousands of virtual phones that speak the real protocol with real
//! keys, at times that were set before (an open loop), so that a slow server does not slow down who asks it.

mod city;
mod figures;
mod invented;
mod phone;
mod serving;
mod stage;

pub use city::City;
pub use figures::{Figures, Times};
pub use phone::{Phone, Pushed};
pub use serving::{Serving, StoreKind, database, found};
pub use stage::{Plan, morning, reconnect};

//! Routes: a courier's list of doors in order. Who is on a route is a register of the enrolment.

pub mod operations;

use serde::{Deserialize, Serialize};

use crate::text::Line;

/// Names of the registers of a route.
pub mod registers {
    use crate::registers::RegisterName;

    pub const PROFILE: RegisterName = RegisterName::new("profile");
    pub const COURIER: RegisterName = RegisterName::new("courier");
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteProfile {
    pub name: Line,
}

//! The address as one register: its parts are only right together.

use serde::{Deserialize, Serialize};

use super::{AreaCode, Rt, Rw};
use crate::text::{Line, Note};

/// Where somebody lives. In the alleys of Jakarta the patokan finds the door, the number rarely does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub kelurahan: AreaCode,
    pub rw: Option<Rw>,
    pub rt: Option<Rt>,
    pub gang: Line,
    pub house_no: Line,
    /// Patokan.
    pub landmark: Note,
}

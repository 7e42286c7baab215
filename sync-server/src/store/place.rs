//! A place: the number of a scope or log above, the position in it below, so that one key orders both.

use rantang_core::sync::agreement::Manifest;

use super::ScopeState;

/// Bits of a place that hold the position.
pub const POSITION_BITS: u32 = 40;
const POSITION_MASK: i64 = (1 << POSITION_BITS) - 1;

pub fn place_of(number: i64, position: u64) -> i64 {
    number << POSITION_BITS | (position as i64 & POSITION_MASK)
}

pub fn position_of(place: i64) -> u64 {
    (place & POSITION_MASK) as u64
}

/// The scope or log of a place.
pub fn number_of(place: i64) -> i64 {
    place >> POSITION_BITS
}

/// A scope that has ever had a row.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub number: i64,
    pub manifest: Manifest,
    pub compacted_through: u64,
}

impl Known {
    /// A scope that never had a row.
    pub const NONE: Self = Self {
        number: 0,
        manifest: Manifest::EMPTY,
        compacted_through: 0,
    };

    pub fn state(&self) -> ScopeState {
        ScopeState {
            manifest: self.manifest,
            compacted_through: self.compacted_through,
        }
    }
}

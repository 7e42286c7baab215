//! What happened in a world.

use super::check::CameOfIt;
use super::network::OnTheWay;

/// Kept so that nobody takes an empty world for a proof.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// That people were told are saved.
    pub operations: usize,
    /// Syncs of each phone until all was quiet.
    pub rounds: u32,
    pub crashes: usize,
    pub batches_in_a_row: usize,
    pub on_the_way: OnTheWay,
    pub came_of_it: CameOfIt,
}

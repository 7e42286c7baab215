//! What happened in a world.

use std::collections::BTreeMap;

use super::check::CameOfIt;

/// Kept so that nobody takes an empty world for a proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// That people were told are saved.
    pub operations: usize,
    /// Syncs of each phone, at most, until all was quiet.
    pub rounds: u32,
    pub device_days: usize,
    pub batches_in_a_row: usize,
    /// Whose only copy was on a disk that a fault replaced by an older one.
    pub destroyed: usize,
    /// Photos that came to the server, and those whose only bytes a fault destroyed.
    pub photos: usize,
    pub photos_destroyed: usize,
    pub faults: BTreeMap<&'static str, usize>,
    pub came_of_it: CameOfIt,
}

impl Counts {
    pub fn fault(&mut self, kind: &'static str) {
        *self.faults.entry(kind).or_default() += 1;
    }

    pub fn of(&self, kind: &str) -> usize {
        self.faults.get(kind).copied().unwrap_or(0)
    }

    /// Two worlds together.
    pub fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.rounds = self.rounds.max(other.rounds);
        self.device_days += other.device_days;
        self.batches_in_a_row += other.batches_in_a_row;
        self.destroyed += other.destroyed;
        self.photos += other.photos;
        self.photos_destroyed += other.photos_destroyed;
        for (kind, count) in &other.faults {
            *self.faults.entry(kind).or_default() += count;
        }
        self.came_of_it.conflicts += other.came_of_it.conflicts;
        self.came_of_it.duplicates += other.came_of_it.duplicates;
        self.came_of_it.deaths += other.came_of_it.deaths;
        self.came_of_it.set_aside += other.came_of_it.set_aside;
        self.came_of_it.held += other.came_of_it.held;
    }
}

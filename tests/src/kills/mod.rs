//! Real programs that are killed again and again, on a bad line and a disk that forgets what was not
//! synced. At the end nothing that a command confirmed may be missing.
//!
//! What was confirmed is tallied here, from what the commands print, and compared with what the
//! phone, the desk and the server hold; the tally knows nothing of how they keep it.

mod acts;
mod check;
mod stores;
mod world;

use std::collections::BTreeMap;

use acts::Act;
use world::World;

/// What a run saw.
#[derive(Debug, Default)]
pub struct Counts {
    pub kills: usize,
    /// By what was under way.
    pub kills_during: BTreeMap<&'static str, usize>,
    pub power_losses: usize,
    /// Writes that were not synced and went with the power.
    pub writes_lost: usize,
    pub commands: usize,
    /// Commands whose disk was full or failed.
    pub troubled_disks: usize,
    /// Calls that were cut, delayed, repeated or truncated.
    pub troubled_calls: usize,
    /// Records that a command confirmed.
    pub confirmed: usize,
    /// Records on the server at the end.
    pub on_server: usize,
}

/// Runs until so many programs were killed, then heals everything and checks.
///
/// # Panics
///
/// When something that was confirmed is missing, or a program does not come up again.
pub fn run(kills: usize, seed: u64) -> Counts {
    let mut world = World::open(seed);
    while world.counts.kills < kills {
        let act = Act::drawn(&mut world.dice);
        world.perform(act);
    }
    world.heal();
    check::check(&mut world);
    world.counts
}

//! A world from a seed: real devices, the real server, a bad network, and a model that knows what
//! must come of it.
//!
//! Devices are the real stores, log and sync loop on a platform of the world's making; the server is
//! its real router and store; every message is the real bytes. There is no socket and no sleep: one
//! thing moves at a time, chosen by the seed, so that a seed tells the same story every time.
//!
//! # What is checked
//!
//! At every step: no cursor and no acknowledgement goes back, the server's epoch stays, nothing that
//! a person was told is saved disappears from the phone or from the screen. At the end, on a network
//! that works, within a bounded number of syncs: every such operation has the fate that its author
//! may expect, the server's log leads to its rows, the server equals the `model`, every phone
//! equals the server in the scopes of its user and holds nothing else, and the screens say so.
//!
//! # Where to look
//!
//! `world` is the order of things, `acts` what people do, `network` what goes wrong, `check` what must
//! hold, `sabotage` the bugs that show that this finds bugs.

mod acts;
mod check;
mod counts;
mod disk;
mod draws;
mod model;
mod network;
mod office;
mod phone;
mod platform;
mod sabotage;
mod setting;
mod trace;
mod world;

use std::fmt;
use std::path::Path;

use anyhow::Context;

pub use counts::Counts;
pub use sabotage::Sabotage;

use draws::Draws;
use setting::PHONES_MAX;
use world::World;

/// One world in so many has a PostgreSQL: each of them starts one.
const ON_POSTGRES_EVERY: u64 = 40;

/// One world to be.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    pub seed: u64,
    /// 2 to 8.
    pub phones: usize,
    /// 200 to 2,000.
    pub steps: u32,
    /// Whether the server keeps its data there, not in a file of its own.
    pub on_postgres: bool,
    /// The faults end after this step, to find where something goes wrong.
    pub until: Option<u32>,
    pub sabotage: Option<Sabotage>,
}

impl Plan {
    /// The world of a seed.
    pub fn of(seed: u64) -> Self {
        let mut draws = Draws::new(seed, 2);
        // Most worlds are small, so that there can be many.
        let phones = match draws.between(0, 99) {
            0..=74 => draws.between(2, 4),
            75..=91 => draws.between(5, 6),
            _ => draws.between(7, PHONES_MAX as i64),
        };
        let steps = match draws.between(0, 99) {
            0..=84 => draws.between(200, 320),
            85..=97 => draws.between(320, 700),
            _ => draws.between(700, 2_000),
        };
        Self {
            seed,
            phones: phones as usize,
            steps: steps as u32,
            on_postgres: seed % ON_POSTGRES_EVERY == ON_POSTGRES_EVERY - 1,
            until: None,
            sabotage: None,
        }
    }

    pub fn with(self, sabotage: Sabotage) -> Self {
        Self {
            sabotage: Some(sabotage),
            ..self
        }
    }

    /// Lets it happen.
    ///
    /// # Errors
    ///
    /// The first thing that is not as it must be, with the story that led to it.
    pub fn run(self) -> Result<Story, Failed> {
        let failed = |step, finding: anyhow::Error, trace| Failed {
            plan: self,
            step,
            finding: format!("{finding:#}"),
            trace,
        };
        let (runtime, directory) = match ground() {
            Ok(ground) => ground,
            Err(error) => return Err(failed(0, error, String::new())),
        };
        runtime.block_on(async {
            let mut world = World::new(self, directory.path())
                .await
                .map_err(|error| failed(0, error, String::new()))?;
            match world.live().await {
                Ok(()) => Ok(Story {
                    hash: world.trace.hash().to_string(),
                    trace: world.trace.whole(),
                    phones: world.phones().len(),
                    steps: world.step,
                    counts: world.counts,
                }),
                Err(finding) => Err(failed(world.step, finding, world.trace.whole())),
            }
        })
    }
}

fn ground() -> anyhow::Result<(tokio::runtime::Runtime, tempfile::TempDir)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // In memory where the machine offers it: what a disk loses is the crash tests' business.
    let memory = Path::new("/dev/shm");
    let directory = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    Ok((runtime, directory.context("no place for a world")?))
}

/// A world in which everything came right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Equal for equal stories.
    pub hash: String,
    /// What happened, line by line.
    pub trace: String,
    pub phones: usize,
    pub steps: u32,
    pub counts: Counts,
}

/// A world in which something did not.
#[derive(Clone, Debug)]
pub struct Failed {
    pub plan: Plan,
    pub step: u32,
    pub finding: String,
    trace: String,
}

impl Failed {
    /// One seed told two stories.
    pub fn unlike(plan: Plan, once: &Story, again: &Story) -> Self {
        Self {
            plan,
            step: 0,
            finding: "it told two stories, from here on".to_owned(),
            trace: trace::parting(&once.trace, &again.trace),
        }
    }
}

/// With the end of its story; the alternate form has all of it.
impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { seed, phones, .. } = self.plan;
        let Self {
            step,
            finding,
            trace,
            ..
        } = self;
        let trace = if f.alternate() {
            trace.clone()
        } else {
            trace::end(trace)
        };
        write!(
            f,
            "seed {seed}, {phones} phones, step {step}: {finding}\n\n{trace}\n\n\
             to replay: make simulate FROM={seed} SEEDS=1\n"
        )
    }
}

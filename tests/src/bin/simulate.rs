//! Runs many simulated worlds, on all cores, and tells every one in which something goes wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::Instant;

use clap::{Parser, ValueEnum};
use rantang_tests::simulation::{Counts, Failed, Plan, Sabotage, Story};

/// Lets worlds happen, one for each seed: real devices, the real server, a network that fails.
///
/// A seed tells the same story every time. Every seed in which something goes wrong is printed with
/// what happened; then the run ends with 1.
#[derive(Parser)]
struct Arguments {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// The faults end after this step: where something goes wrong lies between two of them.
    #[arg(long)]
    until: Option<u32>,
    /// Finds the first step after which the faults must not end, of one seed that fails.
    #[arg(long)]
    shrink: bool,
    /// With a bug made to order: the first seed that finds it ends the run.
    #[arg(long, value_enum)]
    sabotage: Option<Sabotage>,
    /// Prints all that happened, and in worlds that are well, too.
    #[arg(long)]
    tell: bool,
    /// Names the bugs made to order.
    #[arg(long)]
    list_bugs: bool,
    /// Where a long run notes how far it came; the same run goes on from there.
    #[arg(long)]
    state: Option<PathBuf>,
    /// So many failures are enough.
    #[arg(long, default_value_t = 5)]
    failures: usize,
}

/// One seed in so many is run twice: it has to tell the same story.
const TWICE_EVERY: u64 = 100;
const TOLD_EVERY: u64 = 100;

#[derive(Default)]
struct Sum {
    seeds: u64,
    steps: u64,
    counts: Counts,
    failed: Vec<Failed>,
    /// Done, and not yet part of `through`.
    ahead: BTreeMap<u64, ()>,
    /// All below are done.
    through: u64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list_bugs {
        for bug in Sabotage::value_variants() {
            let value = bug.to_possible_value();
            println!(
                "{}",
                value.map_or_else(String::new, |it| it.get_name().to_owned())
            );
        }
        return ExitCode::SUCCESS;
    }
    if arguments.shrink {
        return shrink(arguments.from);
    }
    let first = arguments.from;
    let end = first.saturating_add(arguments.seeds);
    let begun = Instant::now();
    let resumed = arguments
        .state
        .as_deref()
        .and_then(|state| read(state, first, end));
    let through = resumed.unwrap_or(first);
    if through != first {
        eprintln!("going on from seed {through}");
    }
    let sum = Mutex::new(Sum {
        through,
        ..Sum::default()
    });
    let next = AtomicU64::new(through);
    let is_over = AtomicBool::new(false);
    let workers = available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if end <= seed {
                        return;
                    }
                    let outcome = run(seed, &arguments);
                    if lock(&sum).take(seed, outcome, &arguments) {
                        is_over.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let sum = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(state) = &arguments.state
        && sum.through == end
    {
        // It is done: the same run begins anew. There is none when it was short.
        let _ = std::fs::remove_file(state);
    }
    sum.print(begun);
    if sum.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn run(seed: u64, arguments: &Arguments) -> Result<Story, Failed> {
    let plan = Plan {
        sabotage: arguments.sabotage,
        until: arguments.until,
        ..Plan::of(seed)
    };
    let story = plan.run()?;
    if seed.is_multiple_of(TWICE_EVERY) {
        let again = plan.run()?;
        if again != story {
            return Err(Failed::unlike(plan, &story, &again));
        }
    }
    Ok(story)
}

impl Sum {
    /// Says whether that is enough.
    fn take(&mut self, seed: u64, outcome: Result<Story, Failed>, arguments: &Arguments) -> bool {
        self.seeds += 1;
        match outcome {
            Ok(story) => {
                if arguments.tell {
                    println!("{}", story.trace);
                }
                self.steps += u64::from(story.steps);
                self.counts.add(&story.counts);
            }
            Err(failed) => {
                if arguments.tell {
                    eprintln!("{failed:#}");
                } else {
                    eprintln!("{failed}");
                }
                self.failed.push(failed);
                let enough = if arguments.sabotage.is_some() {
                    1
                } else {
                    arguments.failures
                };
                if enough <= self.failed.len() {
                    return true;
                }
            }
        }
        self.ahead.insert(seed, ());
        while self.ahead.remove(&self.through).is_some() {
            self.through += 1;
            if self.through.is_multiple_of(TOLD_EVERY) {
                eprintln!(
                    "through seed {}: {} failures",
                    self.through - 1,
                    self.failed.len()
                );
                if let Some(state) = &arguments.state {
                    write(state, arguments, self);
                }
            }
        }
        false
    }

    fn print(&self, begun: Instant) {
        let Self {
            seeds,
            steps,
            counts,
            failed,
            ..
        } = self;
        println!(
            "{seeds} seeds, {steps} steps, {} device-days, {} operations; {} failures",
            counts.device_days,
            counts.operations,
            failed.len()
        );
        for (kind, count) in &counts.faults {
            println!("{count:>9} {kind}");
        }
        let came = &counts.came_of_it;
        for (count, what) in [
            (
                counts.destroyed,
                "operations whose only copy a fault destroyed",
            ),
            (counts.photos, "photos that came to the server"),
            (counts.photos_destroyed, "photos that a fault destroyed"),
            (came.conflicts, "conflicts that stood at the end"),
            (came.duplicates, "hand-overs too many"),
            (came.deaths, "deaths"),
            (came.set_aside, "operations set aside"),
            (came.held, "operations held"),
        ] {
            println!("{count:>9} {what}");
        }
        let which: Vec<u64> = failed.iter().map(|failed| failed.plan.seed).collect();
        if !which.is_empty() {
            println!("failed: {which:?}");
        }
        let took_s = begun.elapsed().as_secs_f64();
        println!(
            "{took_s:.0} s, {:.3} s a seed",
            took_s / (*seeds).max(1) as f64
        );
    }
}

/// The first step after which a quiet hour does not bring everything right.
fn shrink(seed: u64) -> ExitCode {
    let whole = Plan::of(seed);
    let fails = |until: u32| {
        Plan {
            until: Some(until),
            ..whole
        }
        .run()
        .err()
    };
    let Err(mut failed) = whole.run() else {
        println!("seed {seed}: all is well");
        return ExitCode::SUCCESS;
    };
    let (mut well, mut ill) = (0, failed.step.min(whole.steps));
    while well + 1 < ill {
        let middle = well + (ill - well) / 2;
        match fails(middle) {
            Some(earlier) => {
                ill = middle;
                failed = earlier;
            }
            None => well = middle,
        }
    }
    println!(
        "with the faults over after step {ill} it fails, after step {well} it does not:\n{failed}"
    );
    ExitCode::FAILURE
}

fn lock(sum: &Mutex<Sum>) -> MutexGuard<'_, Sum> {
    sum.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far a run of the same seeds came.
fn read(state: &Path, first: u64, end: u64) -> Option<u64> {
    let text = std::fs::read_to_string(state).ok()?;
    let mut numbers = text.split_whitespace().map(str::parse::<u64>);
    let found = [numbers.next()?, numbers.next()?, numbers.next()?];
    match found {
        [Ok(from), Ok(to), Ok(through)] if (from, to) == (first, end) && through < end => {
            Some(through)
        }
        _ => None,
    }
}

/// A run that failed begins anew: what was wrong may have been mended.
fn write(state: &Path, arguments: &Arguments, sum: &Sum) {
    if !sum.failed.is_empty() {
        let _ = std::fs::remove_file(state);
        return;
    }
    let end = arguments.from.saturating_add(arguments.seeds);
    let text = format!("{} {end} {}\n", arguments.from, sum.through);
    if let Err(error) = std::fs::write(state, text) {
        eprintln!(
            "cannot note how far this came in {}: {error}",
            state.display()
        );
    }
}

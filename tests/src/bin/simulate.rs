//! Runs many simulated worlds and stops at the first in which something goes wrong.

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use rantang_tests::simulation::{Plan, Sabotage};

/// Lets worlds happen, one for each seed: real devices, the real server, a network that fails.
///
/// Ends with 1 at the first seed that fails, after printing what happened. The same seed tells the
/// same story.
#[derive(Parser)]
struct Arguments {
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many.
    #[arg(long, default_value_t = 200)]
    seeds: u64,
    /// With a bug made to order, to see how soon it is found.
    #[arg(long, value_enum)]
    sabotage: Option<Sabotage>,
}

/// So that a long run that was cut short can go on from there.
const TOLD_EVERY: u64 = 100;

fn main() -> ExitCode {
    let Arguments {
        from,
        seeds,
        sabotage,
    } = Arguments::parse();
    let begun = Instant::now();
    let (mut operations, mut steps) = (0, 0);
    for seed in from..from.saturating_add(seeds) {
        let plan = Plan {
            sabotage,
            ..Plan::of(seed)
        };
        match plan.run() {
            Ok(story) => {
                if (seed + 1) % TOLD_EVERY == 0 {
                    eprintln!("all well up to seed {seed}");
                }
                operations += story.counts.operations;
                steps += story.steps;
            }
            Err(failed) => {
                eprintln!("{failed}");
                return ExitCode::FAILURE;
            }
        }
    }
    let took_s = begun.elapsed().as_secs_f64();
    println!(
        "{seeds} seeds from {from}: {steps} steps, {operations} operations, all well; {:.2} s a seed",
        took_s / seeds.max(1) as f64
    );
    ExitCode::SUCCESS
}

//! Kills real programs as often as it is told to, in mornings of a few hundred kills each.

use std::process::ExitCode;

use clap::Parser;
use rantang_tests::kills::run;

/// Server and devices as processes, killed at random moments on a bad line and a forgetful disk.
///
/// Ends with an error at the first morning in which something that was confirmed is missing; the
/// same seed draws the same acts, though not the same moments.
#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 600)]
    kills: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Kills in one morning.
    #[arg(long, default_value_t = 200)]
    each: usize,
}

fn main() -> ExitCode {
    let Arguments { kills, seed, each } = Arguments::parse();
    let mut done = 0;
    for morning in seed.. {
        if kills <= done {
            break;
        }
        let counts = run(each.min(kills - done), morning);
        done += counts.kills;
        println!("seed {morning}: {counts:?}");
    }
    println!("{done} kills, nothing is missing");
    ExitCode::SUCCESS
}

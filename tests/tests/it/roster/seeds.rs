//! Which files of all possible ones a run looks at.

use std::{env, process::Command};

/// Looked at in every run.
const FIXED: std::ops::Range<u64> = 0..10;
const FRESH_COUNT: u64 = 10;

/// The fixed seeds and as many that nobody has looked at before this commit. `SEED=<n>` replays
/// one, `SEED=<n>..<m>` runs many.
pub fn seeds() -> Vec<u64> {
    if let Ok(seed) = env::var("SEED") {
        let number = |text: &str| {
            text.parse()
                .expect("SEED is a number, or two with .. between")
        };
        return match seed.split_once("..") {
            None => vec![number(&seed)],
            Some((from, to)) => (number(from)..number(to)).collect(),
        };
    }
    let fresh = first_fresh_seed();
    FIXED.chain(fresh..fresh + FRESH_COUNT).collect()
}

/// Where each seed costs a server and a device.
pub fn one_fixed_and_one_fresh() -> [u64; 2] {
    [FIXED.end, first_fresh_seed() + FRESH_COUNT]
}

/// From the commit, so that everybody who looks at it sees the same; it prints in every failure.
fn first_fresh_seed() -> u64 {
    let commit = Command::new("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok())
        // Sources without their history: the process is as good a die.
        .unwrap_or_else(|| format!("{:07x}", std::process::id()));
    let digits = commit.trim().get(..7).unwrap_or("0");
    u64::from_str_radix(digits, 16).expect("a commit is hexadecimal") * FRESH_COUNT
}

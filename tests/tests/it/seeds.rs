//! Which of all possible seeds a run looks at.

use std::{env, ops::Range, process::Command};

/// The fixed seeds, and `fresh` more that nobody has looked at before this commit. `SEED=<n>` replays
/// one, `SEED=<n>..<m>` runs many.
pub fn seeds(fixed: Range<u64>, fresh: u64) -> Vec<u64> {
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
    let first = first_fresh_seed(fresh);
    fixed.chain(first..first + fresh).collect()
}

/// From the commit, so that everybody who looks at it sees the same; it prints in every failure.
pub fn first_fresh_seed(fresh: u64) -> u64 {
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
    u64::from_str_radix(digits, 16).expect("a commit is hexadecimal") * fresh
}

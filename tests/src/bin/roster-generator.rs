//! Writes one messy roster and, beside it, what an importer must make of it.

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use clap::Parser;
use rantang_tests::roster_generator::{Format, generate};

/// Writes a roster as an office would keep it, messy from a seed, and the expected report as JSON.
///
/// All people are invented. The same seed and format give the same file.
#[derive(Parser)]
struct Arguments {
    /// Which of all possible files.
    #[arg(long)]
    seed: u64,
    #[arg(long, value_enum)]
    format: Format,
    /// The folder to write into; made if it is not there.
    #[arg(long)]
    out: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let Arguments { seed, format, out } = Arguments::parse();
    let roster = generate(seed, format)?;
    fs::create_dir_all(&out).with_context(|| format!("{} cannot be made", out.display()))?;
    let file = out.join(format!("roster-{seed}.{}", format.extension()));
    let expected = out.join(format!("roster-{seed}.{}.json", format.extension()));
    fs::write(&file, roster.bytes)?;
    fs::write(&expected, serde_json::to_vec_pretty(&roster.expected)?)?;
    println!("{}\n{}", file.display(), expected.display());
    Ok(())
}

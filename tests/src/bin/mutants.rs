//! Builds the wrong merges of `rantang_tests::mutants` in a copy of the sources, and lets the simulator
//! look for each of them.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, bail, ensure};
use clap::Parser;
use rantang_tests::mutants::{self, CHOSEN_BY};

/// Ends with 1 when one of them is not found.
#[derive(Parser)]
struct Arguments {
    /// The most seeds that each is looked for in.
    #[arg(long, default_value_t = 300)]
    seeds: u64,
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this one.
    #[arg(long)]
    only: Option<u32>,
}

fn main() -> ExitCode {
    match look(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("mutants: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn look(arguments: &Arguments) -> anyhow::Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("tests/ lies in the root")?;
    let simulate = build(root)?;
    // The copy itself, with no mutant chosen, is well.
    let healthy = first_finding(&simulate, 0, 20, arguments.from)?;
    ensure!(
        healthy.is_none(),
        "the sources themselves fail: {healthy:?}"
    );
    let mut all_found = true;
    for mutant in mutants::all() {
        if arguments.only.is_some_and(|only| only != mutant.number) {
            continue;
        }
        let found = first_finding(&simulate, mutant.number, arguments.seeds, arguments.from)?;
        match found {
            Some(finding) => println!("{:>2}  {}: {finding}", mutant.number, mutant.is),
            None => {
                all_found = false;
                println!("{:>2}  {}: NOT FOUND", mutant.number, mutant.is);
            }
        }
    }
    Ok(all_found)
}

fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let target = root.join("target");
    let copy = target.join("mutants");
    if copy.exists() {
        std::fs::remove_dir_all(&copy)?;
    }
    for part in [
        "Cargo.toml",
        "Cargo.lock",
        "core",
        "device",
        "src-tauri",
        "sync-server",
        "tests",
    ] {
        copy_all(&root.join(part), &copy.join(part))?;
    }
    mutants::write_into(&copy)?;
    // The same dependencies, and another place for what is made of the copy.
    let built = Command::new("cargo")
        .args([
            "build",
            "--locked",
            "--offline",
            "-p",
            "rantang-tests",
            "--bin",
            "simulate",
        ])
        .current_dir(&copy)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .status()?;
    ensure!(built.success(), "the copy does not build");
    let simulate = copy.join("simulate");
    std::fs::copy(target.join("debug/simulate"), &simulate)?;
    // What is not a mutant is built again where it belongs.
    std::fs::remove_file(target.join("debug/simulate"))?;
    Ok(simulate)
}

fn copy_all(from: &Path, to: &Path) -> anyhow::Result<()> {
    if from.is_dir() {
        std::fs::create_dir_all(to)?;
        for entry in std::fs::read_dir(from)? {
            let name = entry?.file_name();
            if name != "node_modules" && name != "target" {
                copy_all(&from.join(&name), &to.join(&name))?;
            }
        }
    } else if from.exists() {
        std::fs::copy(from, to)?;
    }
    Ok(())
}

/// What the first seed says that something is wrong in.
fn first_finding(
    simulate: &Path,
    number: u32,
    seeds: u64,
    from: u64,
) -> anyhow::Result<Option<String>> {
    let output = Command::new(simulate)
        .args([
            "--failures",
            "1",
            "--from",
            &from.to_string(),
            "--seeds",
            &seeds.to_string(),
        ])
        .env(CHOSEN_BY, number.to_string())
        .stdin(Stdio::null())
        .output()?;
    if output.status.success() {
        return Ok(None);
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let first = told.lines().find(|line| line.starts_with("seed "));
    match first {
        Some(first) => Ok(Some(first.to_owned())),
        None => bail!("the simulator ended without a word: {told}"),
    }
}

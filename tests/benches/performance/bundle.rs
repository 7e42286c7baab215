//! What the screens weigh on their way to a phone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::measure::row;

/// Fonts and pictures are compressed already and fetched once.
const COUNTED: &[&str] = &["js", "css", "html"];

pub fn measure() -> Result<()> {
    let screens = screens();
    let mut files = Vec::new();
    collect(&screens, &mut files)
        .with_context(|| format!("{} cannot be read: make ui builds it", screens.display()))?;
    let mut bytes = 0;
    for file in &files {
        bytes += gzipped(&fs::read(file)?)?;
    }
    let measured = format!("{:.0} KB in {} files", bytes as f64 / 1_000.0, files.len());
    row("screens gzipped, without fonts", "200 KB", &measured);
    Ok(())
}

/// The folder of the built screens.
pub fn screens() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist")
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, into)?;
        } else if path
            .extension()
            .is_some_and(|found| COUNTED.iter().any(|counted| found == *counted))
        {
            into.push(path);
        }
    }
    Ok(())
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut gzip = Command::new("gzip")
        .arg("-c")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("gzip cannot be started")?;
    let mut input = gzip.stdin.take().context("standard input is piped")?;
    let copy = bytes.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&copy));
    let output = gzip.wait_with_output()?;
    ensure!(
        output.status.success() && matches!(writing.join(), Ok(Ok(()))),
        "gzip failed"
    );
    Ok(output.stdout.len())
}

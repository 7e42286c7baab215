//! PouchDB beside ours, where somebody installed it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{Cost, Figures};

/// Names a folder in which `npm install pouchdb express@4 express-pouchdb` was run.
pub const FOLDER: &str = "RANTANG_BENCH_POUCHDB";

/// What the script prints: seconds and bytes of the whole run.
#[derive(Deserialize)]
struct Printed {
    push: Spent,
    pull: Spent,
    merge: Spent,
    up: f64,
    down: f64,
    own: f64,
    pulled: f64,
    served: f64,
}

#[derive(Deserialize)]
struct Spent {
    wall: f64,
    cpu: f64,
}

impl From<Spent> for Cost {
    fn from(spent: Spent) -> Self {
        Self {
            wall: Duration::from_secs_f64(spent.wall),
            cpu: Duration::from_secs_f64(spent.cpu),
        }
    }
}

/// `None`: it is not installed.
pub fn measure(count: usize) -> Result<Option<Figures>> {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return Ok(None);
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/pouchdb/bench.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(&folder)
        .arg(count.to_string())
        .output()
        .context("node cannot be started")?;
    ensure!(
        output.status.success(),
        "PouchDB failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed: Printed = serde_json::from_slice(&output.stdout)?;
    let each = |bytes: f64| bytes / count as f64;
    Ok(Some(Figures {
        push: printed.push.into(),
        pull: printed.pull.into(),
        merge: printed.merge.into(),
        wire_up: each(printed.up),
        wire_down: each(printed.down),
        disk_own: each(printed.own),
        disk_pulled: each(printed.pulled),
        disk_server: each(printed.served),
    }))
}

//! The server that is measured: its own process, before its own store.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::ValueEnum;
use rantang_core::places::AreaCode;
use rantang_server::clock::SystemClock;
use rantang_server::office::Office;
use rantang_server::site::Site;

use crate::programs::program;
use crate::throwaway_postgres::ThrowawayPostgres;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StoreKind {
    Sqlite,
    Postgres,
}

/// PostgreSQL as an office of a city has it: what it says is durable is.
const DATABASE: &str = "-c shared_buffers=256MB -c max_wal_size=2GB";

/// A database server of its own.
pub fn database() -> ThrowawayPostgres {
    ThrowawayPostgres::start(DATABASE)
}

/// Ends its server when dropped.
pub struct Serving {
    process: Child,
    pub url: String,
}

/// An office in an empty folder, and in a database of its own where one is asked for.
pub async fn found(data: &Path, address: Option<&str>) -> Result<Office> {
    let site = Site {
        data: data.to_owned(),
        database: address.map(str::parse).transpose()?,
        photos: None,
    };
    let area = AreaCode::parse("31.71.08.1002").context("Kampung Rawa has a code")?;
    let clock = Arc::new(SystemClock);
    Ok(Office::create(site, area, "Contoh", false, clock).await?)
}

impl Serving {
    /// Serves an office that was founded in `data`, in the database at `address` where there is one.
    pub fn start(data: &Path, address: Option<&str>) -> Result<Self> {
        let mut command = Command::new(program("rantang-server")?);
        command
            .args(["serve", "--json", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped());
        if let Some(address) = address {
            command.args(["--database-url", address]);
        }
        let mut process = command.spawn()?;
        let output = process.stdout.as_mut().context("its output is piped")?;
        let mut first = String::new();
        BufReader::new(output).read_line(&mut first)?;
        let said: serde_json::Value =
            serde_json::from_str(&first).context("the server ended before it listened")?;
        let address = said["listening"].as_str().context("it names its address")?;
        Ok(Self {
            url: format!("http://{address}"),
            process,
        })
    }

    /// The most memory that its process has held, in MB, since it was asked last.
    pub fn memory_mb(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|text| text.trim().strip_suffix(" kB")?.trim().parse().ok());
        kib.map_or_else(
            || "unknown".to_owned(),
            |kib: u64| format!("{} MB", kib / 1024),
        )
    }

    /// Whether its process is still there.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

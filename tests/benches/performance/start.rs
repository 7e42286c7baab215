//! From the start of the device's program to its first answer.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::bundle::screens;
use crate::measure::{Times, ms, row};
use crate::office::{Office, first_line, program};

const ROUNDS: usize = 7;

/// Returns the most memory that the program took.
pub fn measure(office: &Office, data: &Path) -> Result<String> {
    let mut times = Times::default();
    let mut memory = String::new();
    for round in 0..=ROUNDS {
        let (time, peak) = office.runtime().block_on(once(data))?;
        memory = peak;
        if 0 < round {
            times.add(time);
        }
    }
    let measured = format!("p50 {}, at most {}", ms(times.median()), ms(times.at(100)));
    row(
        "cold start: program started to today's round answered",
        "1 s",
        &measured,
    );
    Ok(memory)
}

async fn once(data: &Path) -> Result<(Duration, String)> {
    let started = Instant::now();
    let mut host = Host(
        Command::new(program("rantang-device"))
            .args([Path::new("--data"), data])
            .args(["host", "--listen", "127.0.0.1:0"])
            .args([Path::new("--ui"), &screens()])
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()?,
    );
    let line = first_line(&mut host.0)?;
    let (url, token) = line
        .trim()
        .split_once("/#t=")
        .context("the host prints its address")?;
    let answer = reqwest::Client::new()
        .post(format!("{url}/api"))
        .header("x-rantang-token", token)
        .header("content-type", "application/json")
        .body(r#"{"command":"round_today","args":{"date":null,"sitting":null}}"#)
        .send()
        .await?;
    let status = answer.status();
    let body = answer.bytes().await?;
    let time = started.elapsed();
    ensure!(
        status.is_success(),
        "the host refused: {}",
        String::from_utf8_lossy(&body)
    );
    Ok((time, host.memory()))
}

/// Ends its program when dropped.
struct Host(Child);

impl Host {
    /// As the system counts it; empty where it does not tell.
    fn memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()));
        let peak = status.unwrap_or_default();
        let kib: Option<u64> = peak
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))
            .and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
        kib.map_or_else(String::new, |kib| format!("{} MB", kib / 1024))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

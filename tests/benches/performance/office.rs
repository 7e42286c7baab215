//! A real server in its own process, and devices that are paired with it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rantang_core::ids::UserId;
use rantang_device::Device;
use rantang_device::platform::Platform;
use rantang_device::session::{self, Pair};
use rantang_device::sync::worker::{Report, attempt};
use rusqlite::Connection;
use tokio::runtime::Runtime;

use crate::invented::AREA;
use crate::measure::{BYTES, Cpu, number};
use crate::wire::Wire;

const COORDINATOR: &str = "Bu Ratna";

/// Ends its server when dropped.
pub struct Office {
    data: PathBuf,
    server: Child,
    pub wire: Wire,
    runtime: Runtime,
}

impl Office {
    /// Sets an office of one coordinator up, who also carries a route.
    pub fn open(data: &Path) -> Result<Self> {
        let of = |command: &mut Command| run(command.args([Path::new("--data"), data]));
        of(server().args(["init", "--area", AREA]))?;
        of(server()
            .args([
                "user",
                "add",
                "--name",
                "Ratna Contoh",
                "--call-name",
                COORDINATOR,
            ])
            .args(["--role", "koordinator", "--role", "kurir"]))?;
        let mut serving = server()
            .args(["serve", "--json", "--listen", "127.0.0.1:0"])
            .args([Path::new("--data"), data])
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()?;
        let listening: serde_json::Value = serde_json::from_str(&first_line(&mut serving)?)?;
        let address: SocketAddr = listening["listening"]
            .as_str()
            .context("the server names its address")?
            .parse()?;
        let cpu = Cpu::with(serving.id());
        Ok(Self {
            data: data.to_owned(),
            server: serving,
            wire: Wire::before(address, cpu)?,
            runtime: Runtime::new()?,
        })
    }

    /// A fresh device of the coordinator, paired and not yet synced.
    pub fn device(&self, directory: &Path) -> Result<(Arc<Device>, UserId)> {
        let printed = run(server()
            .args([
                "invite",
                "--json",
                "--user",
                COORDINATOR,
                "--url",
                &self.wire.url,
            ])
            .args([Path::new("--data"), &self.data]))?;
        let document: serde_json::Value = serde_json::from_slice(&printed)?;
        let invitation = document["invitation"]
            .as_str()
            .context("the server prints an invitation")?
            .to_owned();
        let device = Arc::new(Device::open(directory, Platform::desktop(directory))?);
        let paired = self
            .runtime
            .block_on(session::pair(&device, Pair { invitation }))
            .map_err(|failure| anyhow::anyhow!("pairing failed: {failure:?}"))?;
        let user = paired.user.context("a paired device has a user")?.id;
        Ok((device, UserId(user)))
    }

    /// One sync from hello to the last page.
    pub fn sync(&self, device: &Arc<Device>) -> Result<Report> {
        let (report, _) = self.runtime.block_on(attempt(device));
        ensure!(report.problem.is_none(), "a sync failed: {report:?}");
        Ok(report)
    }

    /// Of this process and the server.
    pub fn cpu(&self) -> &Cpu {
        &self.wire.cpu
    }

    /// The bytes of the server's database, without its journal.
    pub fn bytes(&self) -> Result<usize> {
        let db = Connection::open(self.data.join("rantang.db"))?;
        Ok(number(&db, BYTES)?)
    }

    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

/// A program of the project, built like this bench: both lie in one folder.
pub fn program(name: &str) -> PathBuf {
    let ours = std::env::current_exe().unwrap_or_default();
    let folder = ours.ancestors().nth(2).unwrap_or(Path::new("."));
    folder.join(name)
}

/// What a program says first; without it the program has failed.
pub fn first_line(child: &mut Child) -> Result<String> {
    let output = child.stdout.as_mut().context("standard output is piped")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    ensure!(!line.is_empty(), "a program ended before it was ready");
    Ok(line)
}

fn server() -> Command {
    Command::new(program("rantang-server"))
}

fn run(command: &mut Command) -> Result<Vec<u8>> {
    let output = command
        .output()
        .with_context(|| format!("{command:?} cannot be started: make bench builds it first"))?;
    ensure!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(output.stdout)
}

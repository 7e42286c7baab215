//! A server of one kelurahan and its coordinator's device, as offices set them up.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context as _, ensure};
use rantang_tests::programs::program;
use serde_json::Value;
use tempfile::TempDir;

pub struct Office {
    folder: TempDir,
    server: Child,
    url: String,
}

impl Office {
    pub fn open(kelurahan: &str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("server");
        let on =
            |arguments: &[&str]| run(Command::new(program("rantang-server")?), &data, arguments);
        on(&["init", "--area", kelurahan])?;
        on(&[
            "user",
            "add",
            "--name",
            "Ratna Dewi",
            "--role",
            "koordinator",
        ])?;
        let mut server = Command::new(program("rantang-server")?)
            .args(["serve", "--listen", "127.0.0.1:0", "--json", "--data"])
            .arg(&data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        let output = server.stdout.take().context("its output is piped")?;
        BufReader::new(output).read_line(&mut line)?;
        let listening: Value = serde_json::from_str(&line).context("it says where it listens")?;
        let address = listening["listening"]
            .as_str()
            .context("it listens somewhere")?;
        Ok(Self {
            url: format!("http://{address}"),
            folder,
            server,
        })
    }

    /// A fresh device of the coordinator.
    pub fn device(&self, name: &str) -> anyhow::Result<Device> {
        let server = self.folder.path().join("server");
        let arguments = ["invite", "--user", "Ratna Dewi", "--url", &self.url];
        let invited = run(
            Command::new(program("rantang-server")?),
            &server,
            &arguments,
        )?;
        let invitation = invited["invitation"]
            .as_str()
            .context("it is a line of text")?;
        let device = Device {
            data: self.folder.path().join(name),
        };
        device.run(&["pair", invitation])?;
        Ok(device)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        // It has ended already where that fails.
        _ = self.server.kill();
        _ = self.server.wait();
    }
}

pub struct Device {
    data: PathBuf,
}

impl Device {
    /// Runs one command with `--json` and reads the one document that it prints.
    pub fn run(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        run(
            Command::new(program("rantang-device")?),
            &self.data,
            arguments,
        )
    }
}

fn run(mut program: Command, data: &Path, arguments: &[&str]) -> anyhow::Result<Value> {
    // Either place is fine: before the command or after it.
    let output = program
        .args(arguments)
        .arg("--json")
        .env("RANTANG_DATA", data)
        .output()?;
    ensure!(
        output.status.success(),
        "{arguments:?} ended with {}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8_lossy(&output.stdout);
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("{arguments:?} printed {printed}"))
}

//! The built programs, as people run them: on a disk that can be told to forget or to fail.

mod disk;
mod office;

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::Value;

pub use disk::{Disk, Trouble};
pub use office::{Door, SampleOffice, text};

use crate::programs::program;

/// Where the programs are, and the disk they write to.
pub struct Programs {
    device: PathBuf,
    server: PathBuf,
    pub disk: Disk,
}

impl Programs {
    /// `folder` holds every data directory of the test.
    pub fn built(folder: &Path) -> Self {
        let built = |name| program(name).expect("it is built");
        Self {
            device: built("rantang-device"),
            server: built("rantang-server"),
            disk: Disk::below(folder),
        }
    }

    pub fn device(&self, data: &Path, words: &[&str]) -> Command {
        self.command(&self.device, data, words)
    }

    pub fn server(&self, data: &Path, words: &[&str]) -> Command {
        self.command(&self.server, data, words)
    }

    fn command(&self, program: &Path, data: &Path, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        self.disk.under(&mut command);
        prepared(command, data, words)
    }
}

fn prepared(mut command: Command, data: &Path, words: &[&str]) -> Command {
    command
        .args(words)
        .arg("--json")
        .arg("--data")
        .arg(data)
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The one document of a command that succeeds.
pub fn answer(mut command: Command) -> Value {
    let output = command.output().expect("it runs");
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("one document")
}

/// How a command ended that had only so much time.
pub enum Ended {
    /// By itself; `None`: it failed and said why elsewhere.
    ByItself(Option<Value>),
    /// By SIGKILL, after it printed this.
    Killed(Option<Value>),
}

/// Runs a command and kills it when its time is over.
pub fn run_for(mut command: Command, time: Duration) -> Ended {
    let mut child = command.spawn().expect("it starts");
    let mut stdout = child.stdout.take().expect("piped");
    let (ended, end) = channel();
    let reader = std::thread::spawn(move || {
        let mut printed = Vec::new();
        // A kill in the middle of a write leaves what was written.
        let _ = stdout.read_to_end(&mut printed);
        let _ = ended.send(());
        serde_json::from_slice(&printed).ok()
    });
    let in_time = end.recv_timeout(time);
    if in_time == Err(RecvTimeoutError::Timeout) {
        // It may have ended just now.
        let _ = child.kill();
    }
    let status = child.wait().expect("it ends");
    let printed: Option<Value> = reader.join().expect("the output is read");
    match status.code() {
        Some(0) => Ended::ByItself(printed),
        Some(_) => Ended::ByItself(None),
        None => Ended::Killed(printed),
    }
}

/// A server that listens; it ends with the value.
pub struct Serving {
    child: Child,
    pub address: SocketAddr,
}

impl Serving {
    /// On a port that is free.
    ///
    /// # Panics
    ///
    /// When it does not come up.
    pub fn start(programs: &Programs, data: &Path) -> Self {
        let command = programs.server(data, &["serve", "--listen", "127.0.0.1:0"]);
        Self::from(command).expect("it says where it listens")
    }

    /// `None`: it ended before it listened.
    pub fn from(mut command: Command) -> Option<Self> {
        let child = command.stderr(Stdio::null()).spawn().expect("it starts");
        // Ends the program where nothing comes of it.
        let mut serving = Self {
            child,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        let stdout = serving.child.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).ok()?;
        let said: Value = serde_json::from_str(&line).ok()?;
        serving.address = said["listening"].as_str()?.parse().ok()?;
        Some(serving)
    }
}

/// SIGKILL: nothing is finished first.
impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already: then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! The built programs, as people run them.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rantang_tests::programs::program;
use serde_json::Value;

/// Where the programs are.
pub struct Programs {
    device: PathBuf,
    server: PathBuf,
}

impl Programs {
    pub fn built() -> Self {
        let built = |name| program(name).expect("it is built");
        Self {
            device: built("rantang-device"),
            server: built("rantang-server"),
        }
    }

    pub fn device(&self, data: &Path, words: &[&str]) -> Command {
        command(&self.device, data, words)
    }

    pub fn server(&self, data: &Path, words: &[&str]) -> Command {
        command(&self.server, data, words)
    }
}

fn command(program: &Path, data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(program);
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
    pub address: String,
}

impl Serving {
    /// `listen` with port 0 takes any that is free.
    pub fn start(programs: &Programs, data: &Path, listen: &str) -> Self {
        let mut command = programs.server(data, &["serve", "--listen", listen]);
        let mut child = command.stderr(Stdio::null()).spawn().expect("it starts");
        let stdout = child.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("it says where it listens");
        let said: Value = serde_json::from_str(&line).expect("one document");
        let address = said["listening"].as_str().expect("an address").to_owned();
        Self { child, address }
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

//! The sample day's server and its devices as programs, each with a folder of its own, and a line between them.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::{Programs, Serving, answer};
use crate::proxy::Proxy;

pub struct SampleOffice {
    folder: TempDir,
    pub programs: Programs,
    /// The server's data directory.
    pub data: PathBuf,
    /// The day on which the sample has its doors.
    pub date: String,
    line: Proxy,
    serving: Option<Serving>,
}

/// One row of `run list`.
#[derive(Clone, Debug)]
pub struct Door {
    pub person: String,
    pub route: String,
    pub outcome: Option<String>,
}

impl SampleOffice {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = Programs::built(folder.path());
        let data = folder.path().join("office");
        let demo = answer(programs.server(&data, &["demo"]));
        let serving = Serving::start(&programs, &data);
        let line = Proxy::to(serving.address, 1).expect("a line");
        line.heal();
        Self {
            date: text(&demo["date"]),
            folder,
            programs,
            data,
            line,
            serving: Some(serving),
        }
    }

    /// The same with some devices, each by its name and its user's.
    pub fn with(devices: &[(&str, &str)]) -> Self {
        let office = Self::open();
        for (device, user) in devices {
            office.on(device, &["pair", &office.invitation(user)]);
        }
        office
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same for a command line.
    pub fn file(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    pub fn server(&self, words: &[&str]) -> Value {
        answer(self.programs.server(&self.data, words))
    }

    /// Hashes every chain again, verifies every signature and plans every operation again.
    ///
    /// # Panics
    ///
    /// When something does not hold.
    pub fn check(&self) {
        let checked = self.server(&["check"]);
        assert_eq!(checked["ok"], true, "{checked}");
    }

    pub fn invitation(&self, user: &str) -> String {
        let url = format!("http://{}", self.line.address);
        text(&self.server(&["invite", "--user", user, "--url", &url])["invitation"])
    }

    pub fn command(&self, device: &str, words: &[&str]) -> Command {
        self.programs.device(&self.path(device), words)
    }

    /// The document of a command that succeeds.
    pub fn on(&self, device: &str, words: &[&str]) -> Value {
        answer(self.command(device, words))
    }

    /// The exit code and the document of a command that does not succeed.
    pub fn refused(&self, device: &str, words: &[&str]) -> (Option<i32>, Value) {
        let output = self.command(device, words).output().expect("it runs");
        let Output { status, stdout, .. } = output;
        assert!(!status.success(), "{words:?} succeeded");
        // Words that are not understood are answered for people.
        (
            status.code(),
            serde_json::from_slice(&stdout).unwrap_or_default(),
        )
    }

    /// Sends and fetches, and nothing waits afterwards.
    pub fn sync(&self, device: &str) {
        let synced = self.on(device, &["sync"]);
        assert_eq!(synced["pending"], 0, "{device}: {synced}");
    }

    /// The doors of the day that a device shows.
    pub fn doors(&self, device: &str) -> Vec<Door> {
        let doors = self.on(device, &["run", "list", "--date", &self.date]);
        let doors = doors.as_array().expect("a list of doors").iter();
        let of_people = doors.filter(|door| door["person_id"].is_string());
        of_people
            .map(|door| Door {
                person: text(&door["person_id"]),
                route: text(&door["route_id"]),
                outcome: door["outcome"].as_str().map(str::to_owned),
            })
            .collect()
    }

    /// A delivery that the elder took; the operation's id.
    pub fn deliver(&self, device: &str, person: &str) -> String {
        let whom = ["delivery", "record", "--person", person, "--slot", "both"];
        let what = ["--date", &self.date, "--outcome", "received_self"];
        text(&self.on(device, &[&whom[..], &what[..]].concat())["operation"])
    }

    pub fn stop_serving(&mut self) {
        self.serving = None;
    }

    /// The same line leads there again.
    pub fn serve_again(&mut self) {
        let serving = Serving::start(&self.programs, &self.data);
        self.line.leads_to(serving.address);
        self.serving = Some(serving);
    }
}

/// A text of a document.
///
/// # Panics
///
/// When it is none.
pub fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

//! A phone that was paired after the backup from which its server came back.

use std::path::{Path, PathBuf};
use std::process::Command;

use rantang_tests::processes::{Programs, Serving, answer};
use rantang_tests::proxy::Proxy;
use serde_json::Value;

struct Office {
    folder: tempfile::TempDir,
    programs: Programs,
    line: Proxy,
    serving: Option<Serving>,
    data: PathBuf,
    date: String,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let programs = Programs::built(folder.path());
        let data = folder.path().join("office");
        let demo = answer(programs.server(&data, &["demo"]));
        let serving = Serving::start(&programs, &data);
        let line = Proxy::to(serving.address, 1).expect("a line");
        line.heal();
        Self {
            date: demo["date"].as_str().expect("a date").to_owned(),
            folder,
            programs,
            line,
            serving: Some(serving),
            data,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn invitation(&self, user: &str) -> String {
        let url = format!("http://{}", self.line.address);
        let words = ["invite", "--user", user, "--url", &url];
        let invited = answer(self.programs.server(&self.data, &words));
        invited["invitation"].as_str().expect("a line").to_owned()
    }

    fn on(&self, device: &str, words: &[&str]) -> Value {
        answer(self.programs.device(&self.path(device), words))
    }

    /// What a command prints that does not succeed.
    fn refused(&self, device: &str, words: &[&str]) -> Value {
        let output = self.programs.device(&self.path(device), words).output();
        let output = output.expect("it runs");
        assert!(!output.status.success(), "{words:?} succeeded");
        serde_json::from_slice(&output.stdout).expect("one document")
    }

    fn records_at(&self, device: &str, door: &str) -> String {
        let record = ["delivery", "record", "--person", door, "--date", &self.date];
        let words = [
            &record[..],
            &["--slot", "both", "--outcome", "received_self"],
        ]
        .concat();
        let recorded = self.on(device, &words);
        recorded["operation"].as_str().expect("an id").to_owned()
    }

    fn doors(&self, device: &str) -> Vec<String> {
        let doors = self.on(device, &["run", "list", "--date", &self.date]);
        let doors = doors.as_array().expect("doors").iter();
        let id = |door: &Value| door["person_id"].as_str().expect("an id").to_owned();
        doors.map(id).collect()
    }

    fn with(&self, words: &[&str], path: &Path) -> Command {
        let path = path.to_string_lossy();
        self.programs
            .server(&self.data, &[words, &[&path]].concat())
    }

    /// The machine is lost, and another serves what a backup holds.
    fn comes_back_from(&mut self, backup: &Path, keys: &Path) {
        self.serving = None;
        let data = self.path("again");
        let keys = keys.to_string_lossy();
        let words = ["restore", &backup.to_string_lossy(), "--keys", &keys];
        answer(self.programs.server(&data, &words));
        let serving = Serving::start(&self.programs, &data);
        self.line.leads_to(serving.address);
        self.serving = Some(serving);
        self.data = data;
    }
}

#[test]
fn a_phone_that_a_restored_server_does_not_know_is_paired_again_and_loses_nothing() {
    let mut office = Office::new();
    let (backup, keys) = (office.path("backup"), office.path("keys"));
    answer(office.with(&["backup-keys"], &keys));
    answer(office.with(&["backup"], &backup));

    office.on("phone", &["pair", &office.invitation("Pak Dedi")]);
    let doors = office.doors("phone");
    let arrived = office.records_at("phone", &doors[0]);
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
    office.comes_back_from(&backup, &keys);
    let waiting = office.records_at("phone", &doors[1]);

    let said = office.refused("phone", &["sync"]);
    assert_eq!(said["problem"], "unknown_device");
    assert_eq!(said["pending"], 1, "nothing is gone: {said}");

    let of_another = office.invitation("Bu Ratna");
    let said = office.refused("phone", &["pair", &of_another]);
    assert_eq!(said["error"]["code"], "invitation_of_another", "{said}");
    assert_eq!(office.on("phone", &["status"])["pending"], 1);

    let invitation = office.invitation("Pak Dedi");
    office.on("phone", &["pair", &invitation]);
    let synced = office.on("phone", &["sync"]);
    assert_eq!(
        (&synced["pending"], &synced["problem"]),
        (&0.into(), &Value::Null)
    );
    let said = office.refused("phone", &["pair", &office.invitation("Pak Dedi")]);
    assert_eq!(said["error"]["code"], "already_paired", "{said}");

    office.on("desk", &["pair", &office.invitation("Bu Ratna")]);
    let shown = office.on("desk", &["run", "list", "--date", &office.date]);
    let shown = shown.as_array().expect("doors");
    for door in &doors[..2] {
        let door = shown.iter().find(|it| it["person_id"] == **door);
        assert_eq!(door.expect("a door")["outcome"], "received_self");
    }
    let status = office.on("phone", &["status"]);
    for none in ["held", "quarantined"] {
        assert_eq!(status[none], 0, "{none}: {status}");
    }
    assert_ne!(arrived, waiting);
    let checked = answer(office.programs.server(&office.data, &["check"]));
    assert_eq!(checked["ok"], true, "{checked}");
}

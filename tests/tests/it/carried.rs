//! A phone that has no line: its records go by hand, and the answer comes back by hand.

use std::path::Path;

use rantang_tests::processes::{Programs, Serving, answer};
use serde_json::Value;

const DOORS: usize = 3;

struct Office {
    folder: tempfile::TempDir,
    programs: Programs,
    date: String,
    _serving: Serving,
}

impl Office {
    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.to_string_lossy().into_owned()
    }

    fn on(&self, device: &str, words: &[&str]) -> Value {
        answer(self.programs.device(Path::new(&self.path(device)), words))
    }

    /// The code of the failure that a command ends with.
    fn refused(&self, device: &str, words: &[&str]) -> String {
        let path = self.path(device);
        let output = self.programs.device(Path::new(&path), words).output();
        let output = output.expect("it runs");
        assert!(!output.status.success(), "{words:?} succeeded");
        let said: Value = serde_json::from_slice(&output.stdout).expect("one document");
        said["error"]["code"].as_str().expect("a code").to_owned()
    }
}

/// The courier and the coordinator are paired; the courier has recorded at some doors since.
fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = Programs::built(folder.path());
    let data = folder.path().join("office");
    answer(programs.server(&data, &["demo"]));
    let serving = Serving::start(&programs, &data);
    let url = format!("http://{}", serving.address);
    let demo = answer(programs.server(&data, &["demo", "--url", &url]));
    let office = Office {
        date: demo["date"].as_str().expect("a date").to_owned(),
        folder,
        programs,
        _serving: serving,
    };
    for (device, who) in [("phone", "kurir"), ("desk", "koordinator")] {
        let invitation = demo["invitations"][who].as_str().expect("an invitation");
        office.on(device, &["pair", invitation]);
    }
    let doors = office.on("phone", &["run", "list", "--date", &office.date]);
    for door in doors.as_array().expect("doors").iter().take(DOORS) {
        let person = door["person_id"].as_str().expect("an id");
        let whom = ["delivery", "record", "--person", person, "--slot", "both"];
        let what = ["--date", &office.date, "--outcome", "received_self"];
        office.on("phone", &[&whom[..], &what[..]].concat());
    }
    office
}

#[test]
fn records_go_by_hand_and_are_sent_when_the_answer_has_come_back() {
    let office = office();
    let (file, answers) = (
        office.path("catatan.rantang"),
        office.path("jawaban.rantang"),
    );
    let exported = office.on("phone", &["bundle", "export", &file]);
    assert_eq!(exported["records"], DOORS);
    assert_eq!(office.on("phone", &["status"])["pending"], DOORS);

    let deliver = ["bundle", "deliver", &file, "--answers", &answers];
    let delivered = office.on("desk", &deliver);
    assert_eq!(delivered["records"], DOORS, "{delivered}");
    office.on("desk", &["sync"]);
    let doors = office.on("desk", &["run", "list", "--date", &office.date]);
    let doors = doors.as_array().expect("doors").iter();
    let done = doors.filter(|door| door["outcome"] == "received_self");
    assert!(DOORS <= done.count(), "the desk sees what was carried");

    let answered = office.on("phone", &["bundle", "receipt", &answers]);
    assert_eq!(answered["records"], DOORS, "{answered}");
    assert_eq!(office.on("phone", &["status"])["pending"], 0);
    let again = office.on("phone", &["bundle", "receipt", &answers]);
    assert_eq!(again["records"], 0, "the same answer says nothing new");
    assert_eq!(
        office.refused("phone", &["bundle", "export", &office.path("x")]),
        "nothing_to_do"
    );
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
}

#[test]
fn records_that_went_by_hand_and_by_line_are_there_once() {
    let office = office();
    let file = office.path("catatan.rantang");
    office.on("phone", &["bundle", "export", &file]);
    office.on("phone", &["sync"]);
    let delivered = office.on("desk", &["bundle", "deliver", &file]);
    assert_eq!(delivered["records"], DOORS, "{delivered}");
    office.on("desk", &["sync"]);
    let twice = office.on("desk", &["status"]);
    let data = office.path("office");
    let checked = answer(office.programs.server(Path::new(&data), &["check"]));
    assert_eq!(checked["ok"], true, "{checked}");
    assert_eq!(twice["quarantined"], 0);
}

#[test]
fn a_file_that_is_none_or_goes_the_other_way_changes_nothing() {
    let office = office();
    let file = office.path("catatan.rantang");
    office.on("phone", &["bundle", "export", &file]);
    assert_eq!(
        office.refused("phone", &["bundle", "export", &file]),
        "file_unreadable"
    );
    std::fs::write(office.path("foto.jpg"), b"\xff\xd8\xff").expect("room");
    let photo = office.path("foto.jpg");
    assert_eq!(
        office.refused("desk", &["bundle", "deliver", &photo]),
        "file_unreadable"
    );
    assert_eq!(
        office.refused("desk", &["bundle", "receipt", &photo]),
        "file_unreadable"
    );
    let unpaired = office.refused("stranger", &["bundle", "deliver", &file]);
    assert_eq!(unpaired, "not_paired");
}

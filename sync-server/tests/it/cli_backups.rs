//! The commands around backups: what scripts get of them, and what they refuse.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::cli::{assert_exit, document, run};

struct Place(TempDir);

impl Place {
    /// A sample office with a backup of its records and one of its keys.
    fn new() -> Self {
        let place = Self(TempDir::new().expect("a folder"));
        assert_exit(&run(&place.at("office"), &["demo"]), 0);
        place
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.at(name).to_string_lossy().into_owned()
    }

    fn done(&self, data: &str, words: &[&str]) -> Value {
        let output = run(&self.at(data), &[words, &["--json"]].concat());
        assert_exit(&output, 0);
        document(&output)
    }

    /// Refused with 2: the stable code of why.
    fn refused(&self, data: &str, words: &[&str]) -> String {
        let output = run(&self.at(data), &[words, &["--json"]].concat());
        assert_exit(&output, 2);
        let said = document(&output)["error"].clone();
        assert!(!said["message"].as_str().expect("a sentence").is_empty());
        said["code"].as_str().expect("a code").to_owned()
    }
}

fn is_empty(folder: &Path) -> bool {
    !folder.exists()
}

#[test]
fn a_backup_and_its_keys_become_a_server_again() {
    let place = Place::new();
    let (backup, keys) = (place.text("backup"), place.text("keys"));
    let made = place.done("office", &["backup", &backup]);
    assert_eq!(made["keys_saved"], false);
    place.done("office", &["backup-keys", &keys]);
    std::fs::create_dir(place.at("nightly")).expect("a folder");
    let nightly = place.done("office", &["backup", &place.text("nightly")]);
    assert_eq!(nightly["keys_saved"], true);
    let folder = Path::new(nightly["folder"].as_str().expect("a path"));
    assert_eq!(folder.parent(), Some(place.at("nightly").as_path()));

    let restored = place.done("again", &["restore", &backup, "--keys", &keys]);
    assert_eq!(restored["operations"], made["operations"]);
    let checked = place.done("again", &["check"]);
    assert_eq!(checked["ok"], true);
    assert_eq!(checked["operations"], made["operations"]);
    let report = run(&place.at("again"), &["restore-report", "--json"]);
    assert_eq!(document(&report)["restored"], true);
    let report = place.done("office", &["restore-report"]);
    assert_eq!(report["restored"], false);
}

#[test]
fn what_stands_in_the_way_of_a_backup_is_said_and_nothing_is_written_over() {
    let place = Place::new();
    let (backup, keys) = (place.text("backup"), place.text("keys"));
    place.done("office", &["backup", &backup]);
    place.done("office", &["backup-keys", &keys]);
    assert_eq!(place.refused("office", &["backup-keys", &keys]), "exists");
    assert_eq!(
        place.refused("none", &["backup", &place.text("b")]),
        "not_set_up"
    );
    let restore = |data: &str, backup: &str, keys: &str| {
        place.refused(data, &["restore", backup, "--keys", keys])
    };
    assert_eq!(restore("office", &backup, &keys), "exists");
    assert_eq!(restore("again", &keys, &keys), "not_a_backup");
    assert_exit(&run(&place.at("other"), &["demo"]), 0);
    let others = place.text("others");
    place.done("other", &["backup-keys", &others]);
    assert_eq!(restore("again", &backup, &others), "other_keys");
    assert!(is_empty(&place.at("again")), "nothing was begun");
}

#[test]
fn what_is_durable_and_what_was_restored_can_be_said_of_other_tools() {
    let place = Place::new();
    let durable = |time: &str| ["durable", "--through", time].map(str::to_owned);
    let words = durable("yesterday");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(place.refused("office", &words), "time_unreadable");
    let words = durable("2999-01-01 00:00");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(place.refused("office", &words), "time_ahead");
    let through = place.done("office", &["durable", "--through", "2026-01-01 02:00"]);
    assert!(through["logs"].is_u64());
    let begun = place.done("office", &["restored"]);
    assert!(1 < begun["epoch"].as_u64().expect("a number"));
    assert_eq!(place.done("office", &["restore-report"])["restored"], true);
}

#[test]
fn a_code_that_stands_for_nothing_is_told_from_one_that_cannot_be_read() {
    let place = Place::new();
    assert_eq!(
        place.refused("office", &["verify-code", "K7QF"]),
        "code_unreadable"
    );
    assert_eq!(
        place.refused("office", &["verify-code", "K7QF-2M9P"]),
        "code_unknown"
    );
}

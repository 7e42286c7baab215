//! The command line: what people read, what scripts get, and what exit codes mean.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rantang_core::ids::DeviceId;
use rantang_core::registers::EntityKind;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::signing::PublicKey;
use rantang_server::http::code_hash;
use rantang_server::office::Office;
use rantang_server::store::Enrolment;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rantang-server"));
    command.args(words).arg("--data").arg(data);
    command
}

pub fn run(data: &Path, words: &[&str]) -> Output {
    command(data, words).output().expect("it runs")
}

/// Standard output is one document and nothing else.
pub fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stdout)))
}

pub fn assert_exit(output: &Output, code: i32) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
}

#[test]
fn a_user_is_listed_changed_and_disabled_without_a_second_opinion() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    assert_exit(&run(&data, &["init", "--area", "Kampung Rawa"]), 0);
    let add = ["user", "add", "--name", "Dedi Contoh", "--role", "kurir"];
    assert_exit(&run(&data, &add), 0);
    let edit = [
        ["user", "edit", "--user", "dedi contoh"].as_slice(),
        &["--call-name", "Pak Dedi", "--role", "psm", "--json"],
    ]
    .concat();
    assert_exit(&run(&data, &edit), 0);
    let listed = document(&run(&data, &["user", "list", "--json"]));
    assert_eq!(listed[0]["call_name"], "Pak Dedi");
    assert_eq!(listed[0]["full_name"], "Dedi Contoh");
    assert_eq!(listed[0]["roles"], serde_json::json!(["psm"]));
    assert_exit(&run(&data, &["user", "disable", "--user", "Pak Dedi"]), 0);
    let listed = document(&run(&data, &["user", "list", "--json"]));
    assert_eq!(listed[0]["roles"], serde_json::json!([]));
    assert_exit(&run(&data, &["check"]), 0);
}

#[test]
fn an_office_is_set_up_with_a_user_and_an_invitation() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    let set_up = run(&data, &["init", "--area", "Kampung Rawa", "--json"]);
    assert_exit(&set_up, 0);
    assert_eq!(document(&set_up)["area"], "31.71.08.1002");
    let add = [
        "user",
        "add",
        "--name",
        "Dedi Kurniawan",
        "--call-name",
        "Pak Dedi",
        "--role",
        "kurir",
        "--json",
    ];
    let added = run(&data, &add);
    assert_exit(&added, 0);
    let code = data.join("kode.svg");
    let invite = [
        "invite",
        "--user",
        "pak dedi",
        "--qr",
        code.to_str().expect("UTF-8"),
        "--url",
        "http://10.0.0.5:4710/",
        "--json",
    ];
    let invited = run(&data, &invite);
    assert_exit(&invited, 0);
    let invited = document(&invited);
    assert_eq!(invited["user"], document(&added)["user"]);
    let line = invited["invitation"].as_str().expect("a line");
    let picture = std::fs::read_to_string(&code).expect("the QR code");
    assert!(picture.contains("<svg"), "{picture}");
    let invitation = Invitation::parse(line).expect("an invitation");
    assert_eq!(invitation.url, "http://10.0.0.5:4710");
    let checked = run(&data, &["check", "--json"]);
    assert_exit(&checked, 0);
    assert_eq!(document(&checked)["ok"], true);
}

#[tokio::test]
async fn a_paired_device_is_listed_by_the_name_of_its_invitation() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    assert_exit(&run(&data, &["init", "--area", "Kampung Rawa"]), 0);
    let add = ["user", "add", "--name", "Dedi Contoh", "--role", "kurir"];
    assert_exit(&run(&data, &add), 0);
    let list = ["device", "list", "--json"];
    assert_eq!(document(&run(&data, &list)), serde_json::json!([]));
    let invite = [
        ["invite", "--user", "dedi contoh", "--json"].as_slice(),
        &["--name", "HP cadangan posko"],
    ]
    .concat();
    let invited = document(&run(&data, &invite));
    let code = invited["code"].as_str().expect("a code");
    pair(&data, code).await;

    let listed = document(&run(&data, &list));
    assert_eq!(listed[0]["name"], "HP cadangan posko");
    assert_eq!(listed[0]["user"], invited["user"]);
    assert_eq!(listed[0]["call_name"], "Dedi Contoh");
    assert_eq!(listed[0]["contact_ms"], Value::Null);
    let text = run(&data, &["device", "list"]).stdout;
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(
        text.contains("HP cadangan posko (Dedi Contoh): never here"),
        "{text}"
    );
}

/// As a phone that calls itself by the words of its maker.
async fn pair(data: &Path, code: &str) {
    let office = Office::open_now(data).await.expect("the office");
    let enrolment = Enrolment {
        code_hash: code_hash(code),
        key: PublicKey([5; 32]),
        device: DeviceId(Uuid::now_v7()),
        name: "localhost".into(),
        now_ms: 0,
    };
    let paired = office.store.enroll(enrolment).await.expect("answered");
    assert!(paired.is_some(), "the code is good");
}

#[tokio::test]
async fn a_period_is_defined_changed_and_never_there_twice() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    assert_exit(&run(&data, &["init", "--area", "Kampung Rawa"]), 0);
    let set = |more: &[&str]| {
        let words = [&["period", "set", "--json", "--first"], more].concat();
        run(&data, &words)
    };
    let endless = set(&["2026-01-01"]);
    assert_exit(&endless, 2);
    assert_eq!(document(&endless)["error"]["code"], "last_missing");
    let first = set(&["2026-01-01", "--last", "2026-12-31", "--meals", "1"]);
    assert_exit(&first, 0);
    assert_eq!(document(&first)["new"], true);

    // The second time says one thing; the rest stays.
    let changed = set(&["2026-01-01", "--days", "mon,fri"]);
    assert_exit(&changed, 0);
    let changed = document(&changed);
    assert_eq!(changed["new"], false);
    assert_eq!(changed["period"], document(&first)["period"]);
    assert_eq!(changed["terms"]["last"], "2026-12-31");
    assert_eq!(changed["terms"]["meals_per_day"], 1);
    assert_eq!(changed["terms"]["weekdays"], 0b001_0001);
    let again = document(&set(&["2026-01-01"]));
    assert_eq!(again["terms"], changed["terms"]);
    // Each change names what it replaces, so that no coordinator is asked which one is right.
    let office = Office::open_now(&data).await.expect("the office");
    let rows = office.store.rows_after(0, 100).await.expect("rows");
    assert!(
        rows.iter()
            .any(|it| it.row.entity.kind == EntityKind::Period)
    );
    assert!(rows.iter().all(|it| it.row.conflicts().next().is_none()));

    let overlapping = set(&["2026-12-01", "--last", "2027-12-31"]);
    assert_exit(&overlapping, 2);
    assert_eq!(document(&overlapping)["error"]["code"], "period_overlaps");
    let reversed = set(&["2027-01-01", "--last", "2026-01-01"]);
    assert_eq!(document(&reversed)["error"]["code"], "dates_reversed");
    assert_exit(&set(&["2027-01-01", "--last", "2027-12-31"]), 0);
    assert_exit(&run(&data, &["check"]), 0);
}

#[test]
fn refusals_end_with_2_and_say_what_to_do() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    let missing = run(&data, &["serve", "--json"]);
    assert_exit(&missing, 2);
    assert_eq!(document(&missing)["error"]["code"], "not_set_up");
    assert!(String::from_utf8_lossy(&missing.stderr).contains("rantang-server init"));

    let unknown = run(&data, &["init", "--area", "Kampung Rowo"]);
    assert_exit(&run(&data, &["init", "--area", "Atlantis"]), 2);
    assert!(!String::from_utf8_lossy(&unknown.stderr).contains("panicked"));
    run(&data, &["init", "--area", "31.71.08.1002"]);
    assert_exit(&run(&data, &["init", "--area", "31.71.08.1002"]), 2);

    let nobody = run(&data, &["invite", "--user", "Pak Siapa", "--json"]);
    assert_exit(&nobody, 2);
    assert_eq!(document(&nobody)["error"]["code"], "user_unknown");
    let role = ["user", "add", "--name", "X", "--role", "raja"];
    assert_exit(&run(&data, &role), 2);
    let demo = run(&data, &["demo", "--json"]);
    assert_exit(&demo, 2);
    assert_eq!(document(&demo)["error"]["code"], "not_a_demo");
}

#[test]
fn the_sample_is_made_served_and_ended_by_a_signal() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("demo");
    let demo = run(&data, &["demo", "--url", "http://127.0.0.1:4710", "--json"]);
    assert_exit(&demo, 0);
    for role in ["kurir", "koordinator"] {
        let line = document(&demo)["invitations"][role].clone();
        assert!(
            Invitation::parse(line.as_str().unwrap_or_default()).is_ok(),
            "{role}"
        );
    }
    let mut serving = command(&data, &["serve", "--listen", "127.0.0.1:0", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    let stdout = serving.stdout.take().expect("piped");
    let mut stdout = BufReader::new(stdout);
    stdout.read_line(&mut line).expect("it listens");
    let said: Value = serde_json::from_str(&line).expect("a document");
    assert!(
        said["listening"]
            .as_str()
            .is_some_and(|it| it.starts_with("127.0.0.1:"))
    );

    let second = run(&data, &["serve", "--listen", "127.0.0.1:0", "--json"]);
    assert_exit(&second, 2);
    assert_eq!(document(&second)["error"]["code"], "in_use");
    // Administration goes on beside it.
    assert_exit(&run(&data, &["invite", "--user", "Pak Dedi"]), 0);

    let ended = Command::new("kill").arg(serving.id().to_string()).status();
    assert!(ended.expect("kill runs").success());
    let status = serving.wait().expect("it ends");
    assert_eq!(
        status.code(),
        Some(0),
        "calls were finished, nothing was cut"
    );
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut stdout, &mut rest).expect("the rest");
    assert_eq!(rest, "", "one document");
}

#[test]
fn a_damaged_row_is_found_by_check() {
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("demo");
    assert_exit(&run(&data, &["demo"]), 0);
    let database = rusqlite::Connection::open(data.join("rantang.db")).expect("the database");
    database
        .execute("UPDATE rows SET owner = NULL WHERE kind = 'contact'", [])
        .expect("damaged");
    let checked = run(&data, &["check", "--json"]);
    assert_exit(&checked, 1);
    assert_eq!(document(&checked)["ok"], false);
    database
        .execute(
            "UPDATE operations SET body = CAST(body || x'00' AS BLOB) WHERE id = 5",
            [],
        )
        .expect("damaged");
    let text = run(&data, &["check"]);
    assert!(String::from_utf8_lossy(&text.stdout).contains("is not the one that was chained"));
}

#[test]
fn help_teaches_with_examples() {
    for words in [
        &["--help"][..],
        &["invite", "--help"],
        &["user", "add", "--help"],
    ] {
        let help = Command::new(env!("CARGO_BIN_EXE_rantang-server"))
            .args(words)
            .output()
            .expect("it runs");
        assert_exit(&help, 0);
        assert!(
            String::from_utf8_lossy(&help.stdout).contains("rantang-server invite --data")
                || String::from_utf8_lossy(&help.stdout).contains("rantang-server user add --data")
        );
    }
}

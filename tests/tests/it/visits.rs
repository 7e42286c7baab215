//! The visits of an office by the command line: planned, handed out, made, verified, returned; and somebody
//! who was found on the way.

use rantang_tests::processes::{Programs, SampleOffice, text};
use serde_json::Value;

/// The coordinator's desk and the phone of a PSM.
fn office() -> SampleOffice {
    let office = SampleOffice::with(&[("desk", "Bu Ratna"), ("phone", "Bu Lastri")]);
    office.sync("desk");
    office.sync("phone");
    office
}

/// The exit code and the stable code of a refusal.
fn refused(office: &SampleOffice, device: &str, words: &[&str]) -> (Option<i32>, String) {
    let (exit, said) = office.refused(device, words);
    let code = said["error"]["code"].as_str().unwrap_or_default();
    (exit, code.to_owned())
}

fn person(office: &SampleOffice, device: &str, name: &str) -> String {
    let found = office.on(device, &["people", "list", "--search", name]);
    text(&found[0]["id"])
}

fn listed(office: &SampleOffice, list: &str, visit: &str) -> Option<Value> {
    let desk = office.on("desk", &["visits", "list", "--all"]);
    let rows = desk[list].as_array().expect("a list");
    rows.iter().find(|row| row["id"] == visit).cloned()
}

#[test]
fn a_visit_is_planned_handed_out_made_returned_mended_and_verified_by_command_line() {
    let office = office();
    let kasman = person(&office, "desk", "kasman");
    let visitors = office.on("desk", &["visits", "list", "--all"]);
    let visitors = visitors["visitors"].as_array().expect("visitors");
    let lastri = visitors.iter().find(|it| it["name"] == "Bu Lastri");
    let lastri = text(&lastri.expect("Bu Lastri visits")["id"]);

    let plan = ["visits", "plan", "--person", &kasman, "--due", &office.date];
    let planned = office.on("desk", &[&plan[..], &["--purpose", "follow_up"]].concat());
    let visit = text(&planned["id"]);
    assert_eq!(planned["purpose"], "follow_up");
    assert!(planned["assigned_id"].is_null());
    // The same visit again is one visit.
    office.on("desk", &[&plan[..], &["--visit", &visit]].concat());

    let assigned = office.on("desk", &["visits", "assign", &visit, "--to", &lastri]);
    assert_eq!(assigned["assigned_to"], "Bu Lastri");
    let nobody = office.on("desk", &["visits", "assign", &visit, "--nobody"]);
    assert!(nobody["assigned_id"].is_null());
    office.on("desk", &["visits", "assign", &visit, "--to", &lastri]);
    // Nobody looks at what was not made, and of a PSM's phone nobody hands out.
    let unmade = refused(&office, "desk", &["visits", "verify", &visit]);
    assert_eq!(unmade, (Some(1), "not_found".to_owned()));
    office.sync("desk");
    office.sync("phone");
    let by_psm = refused(&office, "phone", &["visits", "assign", &visit, "--nobody"]);
    assert_eq!(by_psm, (Some(1), "not_permitted".to_owned()));

    let record = ["visits", "record", "--visit", &visit, "--outcome", "met"];
    let who = [
        "--met",
        "person",
        "--wellbeing",
        "unwell",
        "--complaint",
        "fever",
    ];
    // A visit that is dated 1970 is a slip of the date.
    let long_ago = refused(
        &office,
        "phone",
        &[&record[..], &who, &["--date", "1970-01-01"]].concat(),
    );
    assert_eq!(long_ago, (Some(1), "date_invalid".to_owned()));
    office.on("phone", &[&record[..], &who].concat());
    office.sync("phone");
    office.sync("desk");
    let made = listed(&office, "to_verify", &visit).expect("made");
    assert_eq!(made["wellbeing"], "unwell");

    let back = ["visits", "return", &visit, "--field", "note"];
    office.on("desk", &[&back[..], &["--note", "Obatnya apa?"]].concat());
    assert!(listed(&office, "returned", &visit).is_some());
    assert_eq!(
        refused(&office, "desk", &["visits", "return", &visit]).0,
        Some(2)
    );
    let verified = office.on("desk", &["visits", "verify", &visit]);
    assert_eq!(verified["verified"], true);
    assert!(listed(&office, "verified", &visit).is_some());
    assert!(listed(&office, "returned", &visit).is_none());
}

#[test]
fn each_command_of_visits_and_people_teaches_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = Programs::built(folder.path());
    for (command, word) in [
        (["visits", "plan"], "--due"),
        (["visits", "assign"], "--nobody"),
        (["visits", "record"], "at most a year ago"),
        (["visits", "verify"], "visits list"),
        (["visits", "return"], "--field"),
        (["people", "add"], "--anyway"),
    ] {
        let words = [&command[..], &["--help"]].concat();
        let help = programs
            .device(&folder.path().join("none"), &words)
            .output();
        let help = help.expect("it runs");
        assert!(help.status.success());
        let shown = String::from_utf8_lossy(&help.stdout).into_owned();
        let plain = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain.contains(word), "{command:?}: {shown}");
    }
    let wrong = programs.device(&folder.path().join("none"), &["visits", "plan"]);
    assert_eq!({ wrong }.output().expect("it runs").status.code(), Some(2));
}

#[test]
fn somebody_found_on_the_way_is_asked_about_before_they_are_two() {
    let office = office();
    let sumiati = person(&office, "phone", "sumiati");
    let add = [
        "people",
        "add",
        "--name",
        "Soemijati",
        "--rw",
        "04",
        "--rt",
        "007",
    ];
    let there = [&add[..], &["--gang", "Gang Mawar III"]].concat();
    let refused = refused(&office, "phone", &there);
    assert_eq!(refused, (Some(1), "probably_known".to_owned()));
    let other = office.on("phone", &[&there[..], &["--anyway"]].concat());
    assert_ne!(text(&other["id"]), sumiati);

    // Who lives there too needs no place a second time.
    let kin = [
        "people",
        "add",
        "--name",
        "Joko Contoh",
        "--household-of",
        &sumiati,
    ];
    let kin = office.on("phone", &kin);
    assert_eq!([&kin["rw"], &kin["rt"]], ["04", "007"]);
    office.sync("phone");
    office.sync("desk");
    let status = office.on("phone", &["status"]);
    assert_eq!(status["quarantined"], 0, "{status}");
    // In no programme until the office decides.
    let shown = office.on("desk", &["people", "show", &text(&kin["id"])]);
    assert!(shown["status"].is_null(), "{shown}");
    let due = office.on("desk", &["run", "list", "--date", &office.date]);
    assert!(!due.to_string().contains("Joko Contoh"));
}

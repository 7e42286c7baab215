//! The command line: its documents have fixed shapes, its exit codes mean something.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::morning::Morning;
use crate::support::{KELURAHAN, World, person};

/// A directory with three doors on one route, closed so that the command line may open it.
fn directory() -> World {
    let Morning { world, device } = Morning::new(3);
    drop(device);
    world
}

fn run(world: &World, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rantang-device"))
        .arg("--data")
        .arg(world.path())
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// The one document on standard output, with the exit code.
fn document(world: &World, arguments: &[&str]) -> (Value, Option<i32>) {
    let output = run(world, &[arguments, &["--json"]].concat());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let document = serde_json::from_str(&text)
        .unwrap_or_else(|error| panic!("one document and nothing else: {error}\n{text}"));
    (document, output.status.code())
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

fn assert_has(value: &Value, wanted: &[&str]) {
    let found = keys(value);
    for key in wanted {
        assert!(found.contains(key), "{key} is missing in {value}");
    }
}

#[test]
fn a_round_by_command_line_records_corrects_and_finishes() {
    let world = directory();
    let day = ["--date", "2026-11-24"];
    let (started, code) = document(&world, &["run", "start", day[0], day[1]]);
    assert_eq!((started["doors_total"].clone(), code), (json!(3), Some(0)));

    let who = person(0).to_string();
    let record = [
        "delivery", "record", "--person", &who, day[0], day[1], "--slot", "both",
    ];
    let (recorded, code) = document(
        &world,
        &[
            &record[..],
            &["--outcome", "received_self", "--wellbeing", "well"],
        ]
        .concat(),
    );
    assert_eq!(code, Some(0));
    assert_has(&recorded, &["operation", "state"]);

    let (doors, _) = document(&world, &["run", "list", day[0], day[1]]);
    let doors = doors.as_array().expect("doors in order");
    assert_eq!(doors.len(), 3);
    let first = doors
        .iter()
        .find(|door| door["person_id"] == json!(who))
        .expect("listed");
    assert_eq!(first["outcome"], json!("received_self"));
    assert_eq!(
        doors
            .iter()
            .filter(|door| door["outcome"].is_null())
            .count(),
        2
    );

    let delivery = recorded["delivery"]
        .as_str()
        .expect("the delivery's id")
        .to_owned();
    let correction = [
        "delivery",
        "correct",
        "--delivery",
        &delivery,
        "--outcome",
        "received_family",
    ];
    let (corrected, code) = document(&world, &correction);
    assert_eq!(code, Some(0));
    assert_ne!(
        corrected["operation"], recorded["operation"],
        "both versions are kept"
    );

    let (finished, code) = document(&world, &["run", "finish", day[0], day[1], "--back", "4"]);
    assert_eq!(code, Some(0));
    assert!(finished["finished_at_ms"].is_number());
}

#[test]
fn status_and_people_have_their_fixed_shapes_and_no_nik_is_whole() {
    let world = directory();
    let (status, code) = document(&world, &["status"]);
    assert_eq!(code, Some(0));
    assert_has(
        &status,
        &["operations", "pending", "quarantined", "conflicts"],
    );
    assert_eq!(
        status["pending"], status["operations"],
        "nothing was sent yet"
    );
    let (people, _) = document(&world, &["people", "list"]);
    let people = people.as_array().expect("a list");
    assert_eq!(people.len(), 3);
    let shape = [
        "id",
        "name",
        "nik_masked",
        "birth_date",
        "birth_date_precision",
        "kelurahan_code",
        "rw",
        "rt",
    ];
    assert_has(&people[0], &shape);
    assert_eq!(
        (&people[0]["rt"], &people[0]["rw"]),
        (&json!("007"), &json!("04"))
    );
}

#[test]
fn a_roster_is_looked_at_by_dry_run_and_enters_without_it() {
    let world = directory();
    let file = world.path().join("daftar.csv");
    std::fs::write(
        &file,
        "DAFTAR LANSIA RW 04\n\nNo;Nama Lansia;NIK;Tgl Lahir;RT/RW;Patokan\n\
         1;Ibu Warsinah;;31/12/1941;004/04;pintu biru\n\
         2;;;1942;004/04;tanpa nama\n",
    )
    .expect("written");
    let file = file.to_str().expect("UTF-8");
    let import = ["import", "recipients", file, "--kelurahan", KELURAHAN];
    let (preview, code) = document(&world, &[&import[..], &["--dry-run"]].concat());
    assert_eq!(code, Some(0));
    assert_has(
        &preview,
        &[
            "rows",
            "ready",
            "errors",
            "warnings",
            "duplicates",
            "columns",
        ],
    );
    assert_eq!(preview["ready"], json!(1));
    let error = &preview["errors"][0];
    assert_has(error, &["row", "column", "code", "message"]);
    assert_eq!(
        (&error["row"], &error["code"]),
        (&json!(5), &json!("name_missing"))
    );
    let people = |world: &World| {
        document(world, &["people", "list"])
            .0
            .as_array()
            .map(Vec::len)
    };
    assert_eq!(people(&world), Some(3), "a dry run writes nothing");
    document(&world, &import);
    assert_eq!(people(&world), Some(4));
    document(&world, &import);
    assert_eq!(
        people(&world),
        Some(4),
        "the same file again changes nothing"
    );
}

#[test]
fn what_is_no_roster_is_refused_with_a_code_and_exit_code_2() {
    let world = directory();
    let file = world.path().join("rusak.xlsx");
    std::fs::write(&file, b"bukan berkas Excel").expect("written");
    let (refused, code) = document(
        &world,
        &[
            "import",
            "recipients",
            file.to_str().expect("UTF-8"),
            "--dry-run",
        ],
    );
    assert_eq!(code, Some(2));
    assert!(refused["errors"][0]["code"].is_string(), "{refused}");
}

#[test]
fn without_a_server_a_sync_says_so_with_exit_code_3_and_loses_nothing() {
    let world = directory();
    let (_, code) = document(&world, &["sync"]);
    assert_eq!(code, Some(3));
    let (status, _) = document(&world, &["status"]);
    assert_eq!(status["pending"], status["operations"]);
}

#[test]
fn an_error_with_json_is_one_document_and_every_help_teaches() {
    let world = directory();
    let missing = uuid::Uuid::from_u128(404).to_string();
    let (error, code) = document(
        &world,
        &[
            "delivery",
            "correct",
            "--delivery",
            &missing,
            "--outcome",
            "received_self",
        ],
    );
    assert_eq!(code, Some(1));
    assert_eq!(error["error"]["code"], json!("not_found"));
    for command in [
        "pair", "import", "people", "routes", "run", "delivery", "sync", "status", "host",
    ] {
        let help = run(&world, &[command, "--help"]);
        assert_eq!(help.status.code(), Some(0), "{command}");
        assert!(200 < help.stdout.len(), "{command} says too little");
    }
}

//! A courier records door after door while the app is killed again and again, and the server too.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use rantang_core::ids::OpId;
use rantang_device::Device;
use rantang_device::platform::Platform;
use rantang_device::store::Error;
use rantang_server::store::CentralStore;
use rantang_server::store::sqlite::SqliteStore;
use serde_json::Value;

use super::programs::{Ended, Programs, Serving, answer, run_for};

const KILLS: usize = 20;
/// The server is killed with every so many of them.
const SERVER_DIES_EVERY: usize = 5;
/// Longer than most commands take: some are killed, some end.
const LONGEST: Duration = Duration::from_millis(400);
const SEED: u64 = 20_261_124;

/// What the courier was told.
#[derive(Default)]
struct Told {
    operations: BTreeSet<String>,
    persons: BTreeSet<String>,
}

#[test]
fn what_a_command_confirmed_survives_every_kill_of_app_and_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = Programs::built();
    let (office, phone) = (folder.path().join("office"), folder.path().join("phone"));
    answer(programs.server(&office, &["demo"]));
    let mut serving = Serving::start(&programs, &office, "127.0.0.1:0");
    let url = format!("http://{}", serving.address);
    let demo = answer(programs.server(&office, &["demo", "--url", &url]));
    let invitation = demo["invitations"]["kurir"].as_str().expect("a courier");
    answer(programs.device(&phone, &["pair", invitation]));
    let date = demo["date"].as_str().expect("a date");
    let list = ["run", "list", "--date", date];
    let doors = answer(programs.device(&phone, &list));
    let persons: Vec<String> = persons(&doors).into_iter().collect();
    assert!(!persons.is_empty(), "the sample courier has doors");

    let mut chance = StdRng::seed_from_u64(SEED);
    let mut told = Told::default();
    let mut kills = 0;
    while kills < KILLS {
        let person = &persons[chance.random_range(0..persons.len())];
        let record = [
            "delivery",
            "record",
            "--person",
            person,
            "--date",
            date,
            "--slot",
            "both",
            "--outcome",
            "received_self",
        ];
        let words: &[&str] = if chance.random_range(0..4) == 0 {
            &["sync"]
        } else {
            &record
        };
        let command = programs.device(&phone, words);
        let time = LONGEST.mul_f64(chance.random());
        let (printed, killed) = match run_for(command, time) {
            Ended::ByItself(printed) => (printed, false),
            Ended::Killed(printed) => (printed, true),
        };
        if let Some(operation) = printed.as_ref().and_then(|it| it["operation"].as_str()) {
            told.operations.insert(operation.to_owned());
            told.persons.insert(person.clone());
        }
        if killed {
            kills += 1;
            if kills % SERVER_DIES_EVERY == 0 {
                let address = serving.address.clone();
                drop(serving);
                serving = Serving::start(&programs, &office, &address);
            }
        }
    }
    assert!(
        5 < told.operations.len(),
        "too few records were confirmed to mean anything: {}",
        told.operations.len()
    );

    let synced = answer(programs.device(&phone, &["sync"]));
    assert_eq!(synced["pending"], 0, "{synced}");
    let status = answer(programs.device(&phone, &["status"]));
    assert_eq!(status["pending"], 0, "{status}");
    assert_eq!(status["quarantined"], 0, "{status}");
    let doors = answer(programs.device(&phone, &list));
    let with_outcome = self::persons(&Value::Array(
        doors
            .as_array()
            .expect("doors")
            .iter()
            .filter(|door| door["outcome"].is_string())
            .cloned()
            .collect(),
    ));
    let without: Vec<_> = told.persons.difference(&with_outcome).collect();
    assert!(
        without.is_empty(),
        "doors without their outcome: {without:?}"
    );

    drop(serving);
    let on_phone = on_phone(&phone);
    assert_eq!(status["operations"], on_phone.len());
    let lost: Vec<_> = told.operations.difference(&on_phone).collect();
    assert!(lost.is_empty(), "confirmed, and not on the phone: {lost:?}");
    let missing: Vec<_> = on_phone.difference(&on_server(&office)).cloned().collect();
    assert!(
        missing.is_empty(),
        "not on the server after the sync: {missing:?}"
    );
    let checked = answer(programs.server(&office, &["check"]));
    assert_eq!(checked["ok"], true, "{checked}");
}

fn persons(doors: &Value) -> BTreeSet<String> {
    let doors = doors.as_array().expect("a list of doors");
    let ids = doors.iter().filter_map(|door| door["person_id"].as_str());
    ids.map(str::to_owned).collect()
}

fn on_phone(data: &Path) -> BTreeSet<String> {
    let device = Device::open(data, Platform::desktop(data)).expect("it opens after all that");
    let read = device.read::<_, Error>(|db| {
        let mut statement = db.prepare("SELECT op_id FROM log")?;
        let found = statement.query_map([], |row| Ok(OpId::from_bytes(row.get(0)?).to_string()))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    });
    read.expect("the log can be read")
}

fn on_server(data: &Path) -> BTreeSet<String> {
    let store = SqliteStore::open(data).expect("it opens after all that");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let log = runtime.block_on(store.log_after(0, usize::MAX >> 1));
    let log = log.expect("the log can be read");
    log.iter()
        .map(|entry| entry.operation.envelope.op_id.to_string())
        .collect()
}

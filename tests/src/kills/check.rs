//! Nothing is missing: the tally against the phone, the desk and the server.

use std::collections::BTreeSet;
use std::path::Path;

use rantang_core::ids::OpId;
use rantang_device::Device;
use rantang_device::platform::Platform;
use rantang_device::store::Error;
use rantang_server::store::CentralStore;
use rantang_server::store::sqlite::SqliteStore;

use super::world::World;
use crate::processes::answer;

pub fn check(world: &mut World) {
    for data in [&world.phone, &world.desk]
        .into_iter()
        .chain(&world.newcomers)
    {
        let status = answer(world.programs.device(data, &["status"]));
        for none in ["pending", "held", "quarantined"] {
            assert_eq!(status[none], 0, "{none} at {}: {status}", data.display());
        }
    }
    doors(world);
    lists(world);
    backups(world);
    world.end();
    let checked = answer(world.programs.server(&world.office, &["check"]));
    assert_eq!(checked["ok"], true, "{checked}");
    logs(world);
}

/// Every door of the tally has its outcome: on the phone, on the desk, on phones paired later.
fn doors(world: &World) {
    let devices = [&world.phone, &world.desk];
    for data in devices.into_iter().chain(&world.newcomers) {
        let doors = world.doors(data).into_iter();
        let done: BTreeSet<String> = doors
            .filter_map(|(person, outcome)| outcome.map(|_| person))
            .collect();
        let without: Vec<_> = world.told.persons.difference(&done).collect();
        let place = data.display();
        assert!(
            without.is_empty(),
            "doors without outcome at {place}: {without:?}"
        );
    }
}

/// What has the name of a backup is one, whether or not its command lived to say so.
fn backups(world: &World) {
    for entry in std::fs::read_dir(&world.backups).expect("a folder") {
        let backup = entry.expect("an entry").path();
        if backup.extension().is_some_and(|end| end == "partial") {
            continue;
        }
        let name = backup
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let data = world.folder.path().join(format!("of-{name}"));
        let restored = answer(world.restoring(&backup, &data));
        let checked = answer(world.programs.server(&data, &["check"]));
        assert_eq!(checked["ok"], true, "{name}: {checked}");
        if let Some(told) = world.told.backups.get(&backup) {
            assert_eq!(restored["operations"], *told, "{name}: {restored}");
        }
    }
}

/// A list that was confirmed is there, and one that was not is there whole or not at all.
fn lists(world: &World) {
    let people = answer(world.programs.device(&world.desk, &["people", "list"]));
    let people = people.as_array().expect("a list").iter();
    let names: BTreeSet<&str> = people.filter_map(|it| it["name"].as_str()).collect();
    let there = |list: &[String]| list.iter().filter(|it| names.contains(it.as_str())).count();
    for list in &world.told.imported {
        let found = there(list);
        assert_eq!(found, list.len(), "a list was confirmed: {}", list[0]);
    }
    for list in &world.told.perhaps {
        let found = there(list);
        let is_whole = found == 0 || found == list.len();
        assert!(is_whole, "{found} of a list of {}: {}", list.len(), list[0]);
    }
}

fn logs(world: &mut World) {
    let on_server = on_server(&world.office);
    let on_phone = on_device(&world.phone);
    let lost: Vec<_> = world.told.operations.difference(&on_phone).collect();
    assert!(lost.is_empty(), "confirmed, and not on the phone: {lost:?}");
    for data in [&world.phone, &world.desk] {
        let missing: Vec<_> = on_device(data).difference(&on_server).cloned().collect();
        let place = data.display();
        assert!(
            missing.is_empty(),
            "of {place} not on the server: {missing:?}"
        );
    }
    world.counts.confirmed = world.told.operations.len();
    world.counts.on_server = on_server.len();
}

fn on_device(data: &Path) -> BTreeSet<String> {
    let device = Device::open(data, Platform::desktop(data)).expect("it opens after all that");
    let read = device.read::<_, Error>(|db| {
        let mut statement = db.prepare("SELECT op_id FROM log")?;
        let found = statement.query_map([], |row| Ok(OpId::from_bytes(row.get(0)?).to_string()))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    });
    read.expect("the log can be read")
}

/// Also: the server never held less than it had acknowledged, or it would have raised its epoch.
fn on_server(data: &Path) -> BTreeSet<String> {
    let store = SqliteStore::open(data).expect("it opens after all that");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let server = runtime.block_on(store.server()).expect("it can be read");
    let epoch = server.expect("it knows who it is").epoch;
    assert_eq!(epoch, 1, "the server had forgotten what it acknowledged");
    let log = runtime.block_on(store.log_after(0, usize::MAX >> 1));
    let log = log.expect("the log can be read");
    log.iter()
        .map(|entry| entry.operation.envelope.op_id.to_string())
        .collect()
}

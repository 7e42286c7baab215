//! What was confirmed survives a kill, an upgrade, and a program that dies half way.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rantang_core::staff::Role;
use rantang_device::store::Error;
use rantang_device::{Device, Draft, log};
use rusqlite::Connection;

use crate::support::{World, person, register};

/// The database without the device around it.
pub fn raw(directory: &Path) -> Connection {
    let key = fs::read(directory.join("key")).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let db = Connection::open(directory.join("rantang.db")).unwrap();
    db.pragma_update(None, "key", format!("x'{hex}'")).unwrap();
    db
}

fn operations(device: &Device) -> u32 {
    device.read(log::tally).unwrap().operations
}

#[test]
fn a_database_of_version_1_is_opened_with_all_it_holds() {
    let world = World::new();
    fs::write(world.path().join("key"), [7; 32]).unwrap();
    raw(world.path())
        .execute_batch(include_str!("../fixtures/version_1.sql"))
        .unwrap();
    let device = world.open();
    assert_eq!(operations(&device), 1);
    let name = device.read::<_, Error>(|db| {
        let sql = "SELECT name FROM persons WHERE n IN
                   (SELECT rowid FROM persons_words WHERE persons_words MATCH 'sumiati')";
        Ok(db.query_row(sql, [], |row| row.get::<_, String>(0))?)
    });
    assert_eq!(name.unwrap(), "Sumiati");
    device
        .record([Draft::from(register(person(2), "Karto", None))])
        .unwrap();
    assert_eq!(operations(&device), 2);
}

#[test]
fn a_database_of_a_newer_app_is_refused_and_left_alone() {
    let world = World::new();
    drop(world.open());
    let path = world.path().join("rantang.db");
    raw(world.path())
        .pragma_update(None, "user_version", 9_000)
        .unwrap();
    let before = fs::read(&path).unwrap();
    let refused = Device::open(world.path(), world.platform()).err();
    assert!(matches!(refused, Some(Error::Newer { found: 9_000, .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn what_was_recorded_is_there_after_a_kill() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    device
        .record([Draft::from(register(person(1), "Sumiati", None))])
        .unwrap();
    // As the disk is at this moment, with the program still running.
    let copy = World::new();
    for file in ["key", "rantang.db", "rantang.db-wal"] {
        fs::copy(world.path().join(file), copy.path().join(file)).unwrap();
    }
    assert_eq!(operations(&copy.open()), 1);
}

#[test]
fn of_a_write_that_dies_half_way_nothing_is_kept() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let dies = (1..4).map(|number| {
        assert!(number < 3, "dies");
        Draft::from(register(person(number), "Sumiati", None))
    });
    let died = catch_unwind(AssertUnwindSafe(|| device.record(dies)));
    assert!(died.is_err());
    assert_eq!(operations(&device), 0);
    device
        .record([Draft::from(register(person(9), "Karto", None))])
        .unwrap();
    assert_eq!(operations(&device), 1);
}

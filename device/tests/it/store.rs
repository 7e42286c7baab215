//! What is recorded is there, is found, and survives whatever happens to the machine.

use std::fs;
use std::sync::atomic::Ordering;

use rantang_core::ids::RouteId;
use rantang_core::operation::Envelope;
use rantang_core::people::operations::{Edit, PersonSet};
use rantang_core::people::{Name, registers};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::staff::Role;
use rantang_device::store::{Error, Result, rows, search};
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{NINE, World, line, person, register};

fn names(device: &Device, query: &str) -> Vec<String> {
    device
        .read::<_, Error>(|db| {
            let expression = search::expression(db, query)?.unwrap_or_default();
            let sql = "SELECT name FROM persons WHERE n IN
                       (SELECT rowid FROM persons_words WHERE persons_words MATCH ?1) ORDER BY sort_name";
            let mut statement = db.prepare(sql)?;
            let names = statement.query_map([expression], |row| row.get(0))?;
            Ok(names.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap()
}

fn count(device: &Device, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    device
        .read::<_, Error>(|db| Ok(db.query_row(&sql, [], |row| row.get(0))?))
        .unwrap()
}

fn envelopes(device: &Device) -> Vec<Envelope> {
    device
        .read::<_, Error>(|db| {
            let mut statement = db.prepare("SELECT envelope FROM log ORDER BY seq")?;
            let found = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
            found
                .map(|bytes| Ok(Envelope::decode(&bytes?).unwrap()))
                .collect::<Result<_>>()
        })
        .unwrap()
}

#[test]
fn a_person_is_shown_and_found_after_a_restart() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let route = RouteId(Uuid::from_u128(5));
    device
        .record([Draft::from(register(person(1), "Hj. Sumiati", Some(route)))])
        .unwrap();
    drop(device);

    let device = world.open();
    assert_eq!(names(&device, "sumi"), ["Hj. Sumiati"]);
    assert_eq!(
        envelopes(&device)[0].scope.to_string(),
        format!("delivery/31.71.08.1002/{route}")
    );
}

#[test]
fn a_misspelt_word_finds_who_was_meant() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let mut left = register(person(1), "Soemijati", None);
    left.address.landmark = rantang_core::text::Note::parse("dekat rumah terlantar").unwrap();
    device
        .record([
            Draft::from(left),
            Draft::from(register(person(2), "Karto", None)),
        ])
        .unwrap();
    for query in [
        "telantar",
        "sumiyati",
        "SOEMIJATI",
        "terl",
        "suniyati mawar",
    ] {
        assert_eq!(names(&device, query), ["Soemijati"], "{query}");
    }
    assert_eq!(names(&device, "musala"), ["Karto"]);
    assert!(names(&device, "\"* OR karto").is_empty());
    assert!(names(&device, "bambang").is_empty());
}

#[test]
fn an_edit_names_what_it_saw_and_replaces_it() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let who = EntityRef::new(EntityKind::Person, person(1));
    let registered = device
        .record([Draft::from(register(person(1), "Sumiati", None))])
        .unwrap();
    device
        .record_with::<_, Error>(|db| {
            let row = rows::row(db, who)?.unwrap();
            let saw = row.register(&registers::NAME).unwrap().head_ids();
            assert_eq!(saw, registered);
            let name = Name {
                name: line("Sumiati Ningsih"),
                honorific: line("Mbah"),
                nickname: line("Mbah Sum"),
            };
            Ok([Draft::from(Edit {
                person: person(1),
                sets: vec![(PersonSet::Name(name), saw)],
            })])
        })
        .unwrap();
    assert_eq!(names(&device, "mbah sum"), ["Sumiati Ningsih"]);
    assert_eq!(count(&device, "conflicts"), 0);
}

#[test]
fn ten_thousand_people_enter_in_one_transaction() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let people = (0..10_000).map(|n| Draft::from(register(person(n), &format!("Warga {n}"), None)));
    device.record(people).unwrap();
    assert_eq!(count(&device, "enrolments"), 10_000);
}

#[test]
fn what_a_role_may_not_do_is_refused_before_it_is_written() {
    let world = World::new();
    let device = world.open_as(&[Role::Kurir]);
    let refused = device.record([Draft::from(register(person(1), "Sumiati", None))]);
    assert!(matches!(refused, Err(Error::NotPermitted { .. })));
    assert_eq!(count(&device, "log"), 0);
}

#[test]
fn of_several_drafts_with_a_wrong_one_none_is_kept() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    let refused = device.record([
        Draft::from(register(person(1), "Sumiati", None)),
        Draft::from(register(person(2), "", None)),
    ]);
    assert!(matches!(refused, Err(Error::InvalidIntent(_))));
    assert_eq!((count(&device, "log"), count(&device, "persons")), (0, 0));
}

#[test]
fn a_clock_in_1970_or_2099_refuses_nothing() {
    for wall_ms in [-1, 0, 4_070_908_800_000] {
        let world = World::new();
        world.clock.wall_ms.store(wall_ms, Ordering::Relaxed);
        let device = world.open_as(&[Role::Koordinator]);
        device
            .record([Draft::from(register(person(1), "Sumiati", None))])
            .unwrap();
        world.clock.wall_ms.store(NINE, Ordering::Relaxed);
        device
            .record([Draft::from(register(person(2), "Karto", None))])
            .unwrap();
        let envelopes = envelopes(&device);
        assert_eq!(envelopes[0].clock.wall_ms, wall_ms);
        assert_eq!(envelopes[1].seq, 2);
    }
}

#[test]
fn a_second_program_is_told_that_the_directory_is_in_use() {
    let world = World::new();
    let first = world.open();
    let second = Device::open(world.path(), world.platform());
    assert!(matches!(second.err(), Some(Error::InUse)));
    drop(first);
    world.open();
}

#[test]
fn a_damaged_file_is_reported_and_kept() {
    let world = World::new();
    drop(world.open());
    let path = world.path().join("rantang.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..64].fill(7);
    fs::write(&path, &bytes).unwrap();
    let opened = Device::open(world.path(), world.platform());
    assert!(matches!(opened.err(), Some(Error::Damaged(_))));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn half_a_file_is_reported_and_kept() {
    let world = World::new();
    drop(world.open());
    let path = world.path().join("rantang.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes.truncate(bytes.len() / 2 - 100);
    fs::write(&path, &bytes).unwrap();
    let opened = Device::open(world.path(), world.platform());
    assert!(matches!(opened.err(), Some(Error::Damaged(_))));
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_database_without_its_key_is_not_taken_for_a_new_one() {
    let world = World::new();
    drop(world.open());
    fs::remove_file(world.path().join("key")).unwrap();
    let opened = Device::open(world.path(), world.platform());
    assert!(matches!(opened.err(), Some(Error::Key(_))));
    assert!(!world.path().join("key").exists());
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let world = World::new();
    let device = world.open_as(&[Role::Koordinator]);
    device
        .record([Draft::from(register(person(1), "Sumiati", None))])
        .unwrap();
    for file in ["rantang.db", "rantang.db-wal"] {
        let bytes = fs::read(world.path().join(file)).unwrap();
        let found = bytes.windows(7).any(|part| part == b"Sumiati");
        assert!(!found, "{file}");
    }
}

//! Old databases are brought up to date; newer ones are left alone.

use std::sync::Arc;

use rantang_server::clock::SystemClock;
use rantang_server::identity;
use rantang_server::office::{Office, OfficeError};
use rantang_server::store::StoreError;
use rantang_server::store::sqlite::FILE;
use rusqlite::Connection;
use tempfile::TempDir;

use super::office::TestServer;

/// A database as version 1 wrote it: the staff of the sample day and one of its people.
const VERSION_1: &str = include_str!("../fixtures/version-1.sql");

#[tokio::test]
async fn a_database_of_version_1_opens_and_agrees_with_its_log() {
    let folder = TempDir::new().expect("a folder");
    identity::create(folder.path()).expect("a key");
    let database = Connection::open(folder.path().join(FILE)).expect("a database");
    database.execute_batch(VERSION_1).expect("the fixture");
    drop(database);
    let office = Office::open(folder.path(), Arc::new(SystemClock)).await;
    let office = office.expect("opened");
    let audit = rantang_server::audit::audit(&*office.store)
        .await
        .expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
    assert_eq!((audit.persons, audit.logs), (1, 2));
    let members = office.store.members().await.expect("members");
    let is_dedi = |name: &str| name == "Pak Dedi";
    assert!(
        members
            .iter()
            .any(|it| is_dedi(it.profile.call_name.as_str()))
    );
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_not_touched() {
    let server = TestServer::start().await;
    let database = Connection::open(server.data.join(FILE)).expect("the database");
    database
        .pragma_update(None, "user_version", 99)
        .expect("marked");
    let opened = Office::open(&server.data, Arc::new(SystemClock)).await;
    let error = opened.err().expect("refused");
    assert!(matches!(
        error,
        OfficeError::Store(StoreError::Newer { found: 99, .. })
    ));
    let version: u32 = database
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a version");
    assert_eq!(version, 99);
}

#[tokio::test]
async fn a_directory_that_was_never_set_up_and_a_file_that_is_no_database_are_told_apart() {
    let folder = TempDir::new().expect("a folder");
    let opened = Office::open(folder.path(), Arc::new(SystemClock)).await;
    assert!(matches!(opened.err(), Some(OfficeError::Missing(_))));
    std::fs::write(
        folder.path().join(FILE),
        "Daftar lansia, bukan basis data. ".repeat(200),
    )
    .expect("written");
    let opened = Office::open(folder.path(), Arc::new(SystemClock)).await;
    assert!(matches!(
        opened.err(),
        Some(OfficeError::Store(StoreError::Failed(_)))
    ));
}

#[tokio::test]
async fn one_process_serves_a_directory_at_a_time() {
    let server = TestServer::start().await;
    let lock = server.office.lock_for_serving().expect("free");
    let second = server.office.lock_for_serving();
    assert!(matches!(second.err(), Some(OfficeError::InUse(_))));
    drop(lock);
    assert!(server.office.lock_for_serving().is_ok());
}

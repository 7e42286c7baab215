//! A machine that comes to a database with other keys does not serve it, and says what to do.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rantang_core::places::AreaCode;
use rantang_server::clock::SystemClock;
use rantang_server::keys::{self, KeysDiffer};
use rantang_server::office::{Office, OfficeError};
use rantang_server::sealing::Sealing;
use rantang_server::site::Site;
use rantang_server::store::sqlite;
use rantang_server::{identity, sealing};
use tempfile::TempDir;

use super::throwaway_postgres::ThrowawayPostgres;

async fn create(site: Site) -> Office {
    let area = AreaCode::parse("31.71.08.1002").expect("a code");
    let clock = Arc::new(SystemClock);
    let made = Office::create(site, area, "Kampung Rawa", false, clock).await;
    made.expect("an office")
}

async fn refused(site: &Site) -> KeysDiffer {
    match Office::open_now(site.clone()).await.err() {
        Some(OfficeError::Keys(differ)) => differ,
        other => panic!("it opens, or says something else: {other:?}"),
    }
}

fn copy(name: &str, from: &Path, to: &Path) {
    fs::copy(from.join(name), to.join(name)).expect("copied");
}

#[tokio::test]
async fn a_second_machine_of_one_database_needs_the_keys_of_the_first() {
    let server = ThrowawayPostgres::shared();
    let folder = TempDir::new().expect("a folder");
    let site = |name: &str| Site {
        data: folder.path().join(name),
        database: Some(server.database().parse().expect("an address")),
        photos: None,
    };
    let first = site("first");
    let second = Site {
        data: folder.path().join("second"),
        ..first.clone()
    };
    create(first.clone()).await;
    fs::create_dir(&second.data).expect("a folder");
    identity::create(&second.data).expect("another key");
    let differ = refused(&second).await;
    assert!(matches!(differ, KeysDiffer::Identity(_)), "{differ}");
    assert!(!second.data.join(sealing::FILE).exists(), "nothing is left");

    fs::remove_file(second.data.join(identity::FILE)).expect("removed");
    copy(identity::FILE, &first.data, &second.data);
    let differ = refused(&second).await;
    assert!(matches!(differ, KeysDiffer::Sealing(_)), "{differ}");
    assert!(differ.to_string().contains("copy it from the machine"));

    copy(sealing::FILE, &first.data, &second.data);
    let office = Office::open_now(second).await.expect("it opens");
    assert_eq!(
        office.server,
        Office::open_now(first).await.expect("too").server
    );
}

#[tokio::test]
async fn a_sealing_key_that_is_lost_is_replaced_by_a_command_only() {
    let folder = TempDir::new().expect("a folder");
    let site = Site::from(folder.path());
    drop(create(site.clone()).await);
    fs::remove_file(folder.path().join(sealing::FILE)).expect("lost");
    for _ in 0..2 {
        assert!(matches!(refused(&site).await, KeysDiffer::Sealing(_)));
    }
    let store = site.store().await.expect("a store");
    let renewed = keys::renew_sealing(&*store, folder.path()).await;
    let kept = Sealing::load_or_create(folder.path()).expect("a key");
    assert_eq!(renewed.expect("renewed"), kept.recipient());
    Office::open_now(site).await.expect("it opens");
}

/// An office of before wrote down nobody's keys.
#[tokio::test]
async fn the_first_keys_that_come_to_an_older_database_are_its_own() {
    let folder = TempDir::new().expect("a folder");
    let site = Site::from(folder.path());
    drop(create(site.clone()).await);
    let database = rusqlite::Connection::open(folder.path().join(sqlite::FILE)).expect("it opens");
    let forgotten = database.execute("UPDATE server SET identity = NULL, sealing = NULL", []);
    forgotten.expect("forgotten");
    drop(database);
    Office::open_now(site.clone()).await.expect("it opens");
    fs::remove_file(folder.path().join(identity::FILE)).expect("lost");
    identity::create(folder.path()).expect("another key");
    assert!(matches!(refused(&site).await, KeysDiffer::Identity(_)));
}

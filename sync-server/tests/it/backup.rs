//! A backup counts when it was verified; a restored server gets the rest back from devices.

use std::fs;

use rantang_core::sync::code::Code;
use rantang_core::sync::protocol::HelloVerdict;
use rantang_server::backup::{self, BackupError, KeysBackup, health, keys_backup};
use rantang_server::clock::Clock;
use rantang_server::codes;
use rantang_server::store::sqlite::FILE;
use tempfile::TempDir;

use super::device::TestDevice;
use super::office::{HOUR_MS, TestServer, route_scope};
use super::recover::{heals, pushes_an_uncertain_record, told};
use super::work::delivery;

/// A server that is made of a backup, and the epoch that it began with.
async fn restored(server: &TestServer, from: &std::path::Path) -> (TestServer, u64) {
    let folder = TempDir::new().expect("a folder");
    let keys = folder.path().join("keys");
    backup::save_keys(&server.data, &keys).expect("saved");
    let data = folder.path().join("office");
    let now_ms = server.clock.now_ms();
    let restored = backup::restore(from, &keys, &data, now_ms).await;
    let epoch = restored.expect("restored").epoch;
    (TestServer::over(folder, server.clock.clone()).await, epoch)
}

async fn made(server: &TestServer, into: &TempDir) -> backup::Made {
    let made = backup::make(&server.office, &into.path().join("backup")).await;
    made.expect("a backup")
}

#[tokio::test]
async fn devices_bring_back_what_came_after_an_older_backup() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut sri = server.device("sri").await;
    pushes_an_uncertain_record(&server, &mut dedi, "Sumiati").await;
    let place = TempDir::new().expect("a folder");
    let backup = made(&server, &place).await;
    assert_eq!(dedi.hello().await.expect("greeted").durable, 1);
    pushes_an_uncertain_record(&server, &mut dedi, "Kasman").await;
    sri.record(route_scope("sri"), delivery("sri", "Painem"));
    sri.push().await;
    let before = told(&*server.office.store).await;

    server.clock.advance(20 * HOUR_MS);
    let (again, epoch) = restored(&server, &backup.folder).await;
    let report = || async {
        let told = again.office.store.restoration().await.expect("read");
        told.expect("restored").logs
    };
    for device in [&mut dedi, &mut sri] {
        device.url = again.url();
        let greeted = device.hello().await.expect("greeted");
        assert_eq!(
            (greeted.verdict, greeted.epoch),
            (HelloVerdict::Recover, epoch)
        );
        assert!(report().await.iter().any(|it| it.present < it.promised));
        device.acknowledged = greeted.stored.0;
        device.push().await;
    }
    assert_eq!(told(&*again.office.store).await, before);
    assert!(report().await.iter().all(|it| it.promised <= it.present));
    assert_eq!(dedi.hello().await.expect("greeted").durable, 1);
    again.assert_sound().await;
}

#[tokio::test]
async fn a_backup_made_while_devices_push_is_whole() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let place = TempDir::new().expect("a folder");
    let pushing = async {
        for _ in 0..20 {
            dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
            dedi.push().await;
        }
    };
    let (backup, ()) = tokio::join!(made(&server, &place), pushing);
    let (again, _) = restored(&server, &backup.folder).await;
    again.assert_sound().await;
    dedi.url = again.url();
    heals(&mut dedi).await;
    assert_eq!(
        told(&*again.office.store).await,
        told(&*server.office.store).await
    );
}

#[tokio::test]
async fn what_was_cut_short_or_changed_passes_for_no_backup() {
    let server = TestServer::start().await;
    let place = TempDir::new().expect("a folder");
    let backup = made(&server, &place).await;
    let keys = place.path().join("keys");
    backup::save_keys(&server.data, &keys).expect("saved");
    let tried = async |from: &std::path::Path, keys: &std::path::Path| {
        let data = place.path().join("office");
        let tried = backup::restore(from, keys, &data, 0).await;
        assert!(!data.exists(), "nothing was made");
        tried.expect_err("refused")
    };
    // As a kill in the middle leaves it: a copy without a manifest.
    let half = place.path().join("half.partial");
    fs::create_dir(&half).expect("a folder");
    fs::copy(backup.folder.join(FILE), half.join(FILE)).expect("copied");
    assert!(matches!(
        tried(&half, &keys).await,
        BackupError::NotABackup(..)
    ));

    let other = TestServer::start().await;
    let other_keys = place.path().join("other");
    backup::save_keys(&other.data, &other_keys).expect("saved");
    let error = tried(&backup.folder, &other_keys).await;
    assert!(matches!(error, BackupError::OtherKeys(_)));

    let database = backup.folder.join(FILE);
    let bytes = fs::read(&database).expect("read");
    fs::write(&database, &bytes[..bytes.len() - 4096]).expect("cut");
    let error = tried(&backup.folder, &keys).await;
    assert!(matches!(error, BackupError::NotABackup(..)));
}

#[tokio::test]
async fn seven_days_without_a_backup_are_an_alarm_and_a_backup_ends_it() {
    let server = TestServer::start().await;
    let url = format!("{}/readyz", server.url());
    let ready = async || {
        let answer = reqwest::get(&url).await.expect("an answer");
        answer.text().await.expect("text")
    };
    let overdue = async || {
        let found = health(&*server.office.store, server.clock.now_ms()).await;
        found.expect("read").is_overdue
    };
    server.clock.advance(7 * 24 * HOUR_MS);
    assert!(!overdue().await);
    assert_eq!(ready().await, "ready\n");
    server.clock.advance(HOUR_MS);
    assert!(overdue().await);
    assert!(ready().await.contains("NOT SAFE"));
    let place = TempDir::new().expect("a folder");
    let backup = made(&server, &place).await;
    assert_eq!(backup.keys, KeysBackup::Missing);
    assert!(!overdue().await);
    assert_eq!(ready().await, "ready\n");

    backup::save_keys(&server.data, &place.path().join("keys")).expect("saved");
    assert_eq!(keys_backup(&server.data), KeysBackup::Saved);
}

async fn found(server: &TestServer, code: Code) -> Option<codes::Found> {
    let notary = server.office.notary();
    let found = codes::find(&*server.office.store, &notary, code).await;
    found.expect("read")
}

async fn pushes(device: &mut TestDevice, count: usize) -> Code {
    let first = device.log.len() as u64 + 1;
    for _ in 0..count {
        device.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    }
    device.hello().await.expect("greeted");
    let last = device.log.len() as u64;
    let pushed = device.push_range(first, last).await.expect("pushed");
    pushed.code.expect("a code")
}

#[tokio::test]
async fn the_office_verifies_a_code_without_the_phone_and_no_other_one() {
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let first = pushes(&mut dedi, 3).await;
    let second = pushes(&mut dedi, 2).await;
    assert_eq!(dedi.hello().await.expect("greeted").code, Some(second));
    let verified = found(&server, first).await.expect("an earlier state");
    assert_eq!(
        (verified.device, verified.records),
        (dedi.enrolled.device, 3)
    );
    assert!(!verified.is_durable);
    let place = TempDir::new().expect("a folder");
    made(&server, &place).await;
    let verified = found(&server, second).await.expect("the state now");
    assert_eq!((verified.records, verified.is_durable), (5, true));
    let mut wrong = second.to_string().into_bytes();
    wrong[0] = if wrong[0] == b'0' { b'1' } else { b'0' };
    let wrong = Code::parse(&String::from_utf8_lossy(&wrong)).expect("a code");
    assert_eq!(found(&server, wrong).await, None);
}

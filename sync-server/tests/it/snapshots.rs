//! Snapshots: made once, verified, made anew when they are too old or broken, and for the granted only.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use rantang_core::registers::Row;
use rantang_core::sync::protocol::{Pull, RefusalCode};
use rantang_core::sync::snapshot::{SnapshotChunk, SnapshotIndex, chunk_resource, index_resource};
use rantang_core::sync::wire;
use rantang_server::http::{App, Room};
use rantang_server::snapshots::Settings;
use reqwest::StatusCode;

use super::device::TestDevice;
use super::office::{TestServer, plan, route_scope};
use super::work::delivery;

/// So small that the sample has large scopes.
const SMALL: Settings = Settings {
    rows_min: 8,
    chunk_bytes: 3_000,
    behind_max: 6,
};

async fn start() -> (TestServer, Arc<App>) {
    let mut kept = None;
    let server = TestServer::start_with(|office| {
        let app = office.app_with(Room::default(), SMALL);
        kept = Some(app.clone());
        app
    })
    .await;
    (server, kept.expect("started"))
}

async fn greeted(server: &TestServer, key: &str) -> TestDevice {
    let mut device = server.device(key).await;
    device.hello().await.expect("greeted");
    device
}

fn first_chunk(index: &SnapshotIndex) -> String {
    let hash = index.chunk(0).expect("a chunk");
    chunk_resource(&index.scope, index.manifest.generation, &hash)
}

fn rows_of(chunk: &[u8]) -> Vec<Row> {
    wire::decode::<SnapshotChunk>(chunk).expect("rows").rows
}

fn files(server: &TestServer) -> Vec<PathBuf> {
    let mut folders = vec![server.data.join("snapshots")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files
}

#[tokio::test]
pub async fn who_has_nothing_gets_large_scopes_whole_and_what_others_get_by_pages() {
    let (server, app) = start().await;
    let plain = TestServer::start().await;
    let (mut whole, mut paged) = (server.device("ratna").await, plain.device("ratna").await);
    paged.pull(500).await;
    whole.pull(7).await;
    assert!(2 < app.snapshots.made());
    let rows = |device: &TestDevice| device.mirror.values().cloned().collect::<Vec<_>>();
    // Two samples differ in the salts of their operations, not in what they say.
    assert_eq!(rows(&whole).len(), rows(&paged).len());
    assert_eq!(whole.cursors.len(), paged.cursors.len());
    let index = whole.index(&route_scope("dedi")).await.expect("an index");
    assert!(2 < index.len(), "several chunks");
}

#[tokio::test]
pub async fn twenty_devices_at_once_make_one_snapshot() {
    let (server, app) = start().await;
    let device = greeted(&server, "ratna").await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let device = device.clone();
        asking.spawn(async move { device.index(&route_scope("dedi")).await.expect("an index") });
    }
    let indexes = asking.join_all().await;
    assert_eq!(app.snapshots.made(), 1);
    assert!(indexes.iter().all(|index| *index == indexes[0]));
}

#[tokio::test]
pub async fn a_snapshot_is_good_until_the_scope_has_moved_on_and_the_last_one_stays_a_while() {
    let (server, app) = start().await;
    let mut dedi = greeted(&server, "dedi").await;
    let first = dedi.index(&route_scope("dedi")).await.expect("an index");
    dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    dedi.push().await;
    assert_eq!(
        dedi.index(&route_scope("dedi")).await.expect("the same"),
        first
    );
    for person in ["Kasman", "Painem", "Kasman", "Painem", "Sumiati", "Kasman"] {
        dedi.record(route_scope("dedi"), delivery("dedi", person));
    }
    dedi.push().await;
    let second = dedi.index(&route_scope("dedi")).await.expect("an index");
    assert_eq!(app.snapshots.made(), 2);
    assert_eq!(second.manifest.generation, first.manifest.generation + 1);
    assert!(
        dedi.fetch(&first_chunk(&first)).await.is_ok(),
        "who is in the middle of it ends"
    );
    dedi.pull(500).await;
}

#[tokio::test]
pub async fn a_broken_file_is_never_sent_and_made_anew() {
    let (server, app) = start().await;
    let mut dedi = greeted(&server, "dedi").await;
    let index = dedi.index(&route_scope("dedi")).await.expect("an index");
    for file in files(&server) {
        if file.file_name().is_some_and(|name| name != "index") {
            std::fs::write(file, "Bapak Karto").expect("broken");
        }
    }
    let gone = dedi.fetch(&first_chunk(&index)).await.expect_err("broken");
    assert_eq!(
        (gone.code, gone.status),
        (RefusalCode::SnapshotGone, StatusCode::NOT_FOUND)
    );
    dedi.pull(500).await;
    assert_eq!(app.snapshots.made(), 3, "one more, and the one of the plan");
}

#[tokio::test]
pub async fn nothing_is_left_of_what_was_begun_and_files_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (server, _app) = start().await;
    let dedi = greeted(&server, "dedi").await;
    dedi.index(&route_scope("dedi")).await.expect("an index");
    let folders = std::fs::read_dir(server.data.join("snapshots/1")).expect("a folder");
    for folder in folders {
        let path = folder.expect("an entry").path();
        let mode = std::fs::metadata(&path).expect("read").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let names = std::fs::read_dir(&path).expect("a folder");
        let names: BTreeSet<_> = names.map(|it| it.expect("an entry").file_name()).collect();
        assert_eq!(names.len(), 1, "{names:?}");
    }
}

#[tokio::test]
pub async fn whoever_finds_the_files_reads_no_name_in_them() {
    let (server, _app) = start().await;
    let dedi = greeted(&server, "dedi").await;
    let index = dedi.index(&route_scope("dedi")).await.expect("an index");
    let sent = dedi.fetch(&first_chunk(&index)).await.expect("a chunk");
    assert!(rows_of(&sent).iter().any(|row| !row.registers.is_empty()));
    let found = files(&server);
    assert!(2 < found.len());
    for file in found {
        let bytes = std::fs::read(&file).expect("read");
        assert!(
            wire::decode::<SnapshotIndex>(&bytes).is_err()
                && wire::decode::<SnapshotChunk>(&bytes).is_err(),
            "{} is in the clear",
            file.display()
        );
    }
}

#[tokio::test]
pub async fn what_was_made_before_a_restore_is_never_sent_after_it() {
    let (server, app) = start().await;
    let dedi = greeted(&server, "dedi").await;
    let before = dedi.index(&route_scope("dedi")).await.expect("an index");
    server
        .office
        .store
        .begin_anew(None, 1)
        .await
        .expect("a new epoch");
    assert!(dedi.fetch(&first_chunk(&before)).await.is_err());
    dedi.index(&route_scope("dedi")).await.expect("an index");
    assert_eq!(app.snapshots.made(), 2);
    let epochs = std::fs::read_dir(server.data.join("snapshots")).expect("a folder");
    assert_eq!(epochs.count(), 1, "the old files are gone");
}

#[tokio::test]
pub async fn a_snapshot_is_for_those_who_may_read_the_scope() {
    let (server, _app) = start().await;
    let (dedi, sri) = (
        greeted(&server, "dedi").await,
        greeted(&server, "sri").await,
    );
    let index = dedi.index(&route_scope("dedi")).await.expect("an index");
    let resources = [index_resource(&route_scope("dedi")), first_chunk(&index)];
    for resource in &resources {
        let refused = sri.fetch(resource).await.expect_err("another's route");
        assert_eq!(refused.code, RefusalCode::SnapshotGone);
    }
    server
        .office
        .store
        .revoke(dedi.enrolled.device, 0)
        .await
        .expect("revoked");
    for resource in &resources {
        let refused = dedi.fetch(resource).await.expect_err("no rights any more");
        assert_eq!(refused.code, RefusalCode::SnapshotGone);
    }
    let mut stranger = sri.clone();
    stranger.key = dedi.key.clone();
    let refused = stranger.fetch(&resources[0]).await.expect_err("not signed");
    assert_eq!(refused.code, RefusalCode::BadSignature);
    for nonsense in [
        "/..%2F..%2Fidentity.key",
        "/plan",
        "/plan%2F31.71.08.1002/1/xyz",
    ] {
        let refused = sri.fetch(nonsense).await.expect_err("no scope, or no hash");
        assert_eq!(refused.code, RefusalCode::SnapshotGone, "{nonsense}");
    }
}

#[tokio::test]
pub async fn a_device_that_was_away_too_long_begins_from_a_snapshot_that_knows_who_left() {
    let (server, _app) = start().await;
    let (mut dedi, mut ratna) = (server.device("dedi").await, server.device("ratna").await);
    dedi.pull(500).await;
    ratna.pull(500).await;
    let before = dedi.mirror.len();
    ratna.record(route_scope("dedi"), super::work::moves("Sumiati", "sri"));
    ratna.push().await;
    let forgotten = server
        .office
        .store
        .compact(i64::MAX)
        .await
        .expect("compacted");
    assert!(0 < forgotten);
    let cursors = dedi.cursors.clone().into_iter().collect();
    let answer = dedi
        .ask(&Pull {
            cursors,
            limit: 500,
        })
        .await
        .expect("answered");
    let must = |scope| {
        answer
            .pages
            .iter()
            .any(|page| page.scope == scope && page.must_snapshot)
    };
    assert!(must(route_scope("dedi")) && !must(plan()));
    dedi.pull(500).await;
    assert!(
        dedi.mirror.len() < before,
        "pull compared with the manifest"
    );
}

//! What only a database of its own has: an address, many processes, a schema that others migrate.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use rantang_server::clock::SystemClock;
use rantang_server::office::{Office, OfficeError};
use rantang_server::site::Site;
use rantang_server::store::postgres::{DatabaseAddress, PostgresStore};
use rantang_server::store::{CentralStore, StoreError};
use serde_json::Value;
use tempfile::TempDir;
use tokio_postgres::NoTls;

use super::contract;
use super::throwaway_postgres::ThrowawayPostgres;

fn address(text: &str) -> DatabaseAddress {
    text.parse().expect("an address")
}

/// Statements beside the store, as an administrator of the database gives them.
pub async fn sql(database: &str, statements: &str) {
    let (client, connection) = tokio_postgres::connect(database, NoTls)
        .await
        .expect("connected");
    let connection = tokio::spawn(connection);
    client.batch_execute(statements).await.expect("done");
    drop(client);
    connection.await.expect("ended").expect("fine");
}

fn run(data: &Path, database: &str, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rantang-server"))
        .args(words)
        .arg("--json")
        .arg("--data")
        .arg(data)
        .env("RANTANG_DATABASE_URL", database)
        .output()
        .expect("it runs")
}

fn said(output: &Output, code: i32) -> Value {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    serde_json::from_slice(&output.stdout).expect("one document")
}

#[test]
fn an_office_is_set_up_and_administered_in_a_database() {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let folder = TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    let run = |words: &[&str]| run(&data, &database, words);
    let missing = said(&run(&["check"]), 2);
    assert_eq!(missing["error"]["code"], "not_set_up");
    said(&run(&["init", "--area", "Kampung Rawa"]), 0);
    let twice = said(&run(&["init", "--area", "Kampung Rawa"]), 2);
    assert_eq!(twice["error"]["code"], "already_set_up");
    let period = [
        "period",
        "set",
        "--first",
        "2026-01-01",
        "--last",
        "2026-12-31",
    ];
    assert_eq!(said(&run(&period), 0)["new"], true);
    let add = [
        "user",
        "add",
        "--name",
        "Dedi Kurniawan",
        "--call-name",
        "Pak Dedi",
    ];
    let user = said(
        &run(&[&add[..], &["--role", "psm", "--rw", "04"]].concat()),
        0,
    );
    let invited = said(&run(&["invite", "--user", "pak dedi"]), 0);
    assert_eq!(invited["user"], user["user"]);
    assert_eq!(said(&run(&["check"]), 0)["ok"], true);
    assert!(
        !data.join("rantang.db").exists(),
        "the records are elsewhere"
    );
}

#[test]
fn a_bad_address_is_refused_without_telling_the_password() {
    let folder = TempDir::new().expect("a folder");
    for database in [
        "postgres://kantor:raha/sia@127.0.0.1/rantang",
        "postgres://kantor:rahasia@127.0.0.1:1/rantang",
    ] {
        let output = run(folder.path(), database, &["check"]);
        assert!(matches!(output.status.code(), Some(1 | 2)));
        let all = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
        let all = String::from_utf8_lossy(&all).into_owned();
        assert!(!all.contains("raha"), "{all}");
        assert!(!all.contains("panicked"), "{all}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_at_once_migrate_once() {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let address = address(&database);
        starting.spawn(async move { PostgresStore::open(&address).await });
    }
    while let Some(opened) = starting.join_next().await {
        let store = opened.expect("no panic").expect("opened");
        assert_eq!(store.server().await.expect("read"), None);
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_not_touched() {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let address = address(&database);
    let store: Arc<dyn CentralStore> =
        Arc::new(PostgresStore::open(&address).await.expect("a store"));
    contract::establish(&store).await;
    sql(
        &database,
        "INSERT INTO schema_version (version) VALUES (99)",
    )
    .await;
    let folder = TempDir::new().expect("a folder");
    let site = Site {
        data: folder.path().to_owned(),
        database: Some(address),
        photos: None,
    };
    let opened = Office::open(site, Arc::new(SystemClock)).await;
    assert!(matches!(
        opened.err(),
        Some(OfficeError::Store(StoreError::Newer { found: 99, .. }))
    ));
    assert!(
        store.server().await.expect("read").is_some(),
        "who serves goes on"
    );
}

//! An office moves from SQLite to PostgreSQL; its devices notice a pause.

use std::path::Path;
use std::process::{Command, Output};

use rantang_core::sync::protocol::{HelloVerdict, Pull, Verdict};
use rantang_server::audit::audit;
use rantang_server::copy::{CopyError, copy};
use rantang_server::http::router;
use rantang_server::intake::as_copy;
use rantang_server::office::{Office, OfficeError};
use rantang_server::site::Site;
use rantang_server::store::postgres::{DatabaseAddress, ImportError, PostgresStore};
use rantang_server::store::sqlite::{COPIED_FILE, FILE};
use rantang_server::store::tables::{TABLES, in_postgres};
use rusqlite::Connection;
use tokio::net::TcpListener;

use super::commit_order::connected;
use super::device::TestDevice;
use super::office::{Stopped, TestServer, route_scope};
use super::postgres::sql;
use super::throwaway_postgres::ThrowawayPostgres;
use super::work::delivery;

/// Serves the copied office; devices are told the new address as if the host name had moved.
async fn serve_from(
    server: &Stopped,
    address: &DatabaseAddress,
    devices: &mut [&mut TestDevice],
) -> Office {
    let site = Site {
        data: server.data.clone(),
        database: Some(address.clone()),
        photos: None,
    };
    let office = Office::open(site, server.clock.clone()).await;
    let office = office.expect("the copied office");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    for device in devices {
        device.url = format!("http://{}", listener.local_addr().expect("an address"));
    }
    let app = router(office.app());
    tokio::spawn(async move { axum::serve(listener, app).await });
    office
}

#[tokio::test]
async fn devices_go_on_after_the_office_was_copied_as_if_nothing_had_been() {
    let postgres = ThrowawayPostgres::shared();
    let address: DatabaseAddress = postgres.database().parse().expect("an address");
    let server = TestServer::start().await;
    let mut dedi = server.device("dedi").await;
    let mut ratna = server.device("ratna").await;
    for person in ["Sumiati", "Kasman"] {
        dedi.record(route_scope("dedi"), delivery("dedi", person));
    }
    let receipts = dedi.push().await;
    dedi.pull(500).await;
    ratna.pull(500).await;
    let before = audit(&*server.office.store).await.expect("an audit");
    let (cursors, mirror) = (dedi.cursors.clone(), dedi.mirror.clone());

    let server = server.stop().await;
    let copied = copy(&server.data, &address).await.expect("copied");
    assert!(copied.audit.ok, "{:?}", copied.audit.findings);
    assert_eq!(
        (copied.audit.operations, copied.audit.rows),
        (before.operations, before.rows)
    );
    let office = serve_from(&server, &address, &mut [&mut dedi, &mut ratna]).await;

    // A challenge of before is still good, the epoch is the same, and nothing has to be sent again.
    let epoch = dedi.epoch;
    let same = dedi.push_range(1, 2).await.expect("pushed again");
    for (receipt, (_, again)) in receipts.iter().zip(&same.verdicts) {
        assert_eq!(*again, as_copy(receipt.clone()));
    }
    let greeted = dedi.hello().await.expect("greeted");
    assert_eq!((greeted.verdict, greeted.epoch), (HelloVerdict::Ok, epoch));
    assert_eq!(greeted.stored, dedi.head());
    let all = cursors.clone().into_iter().collect();
    let answer = dedi
        .ask(&Pull {
            cursors: all,
            limit: 500,
        })
        .await
        .expect("answered");
    assert!(
        answer
            .pages
            .iter()
            .all(|page| page.puts.is_empty() && !page.anew)
    );
    dedi.pull(500).await;
    assert_eq!((&dedi.cursors, &dedi.mirror), (&cursors, &mirror));

    // And the day goes on.
    dedi.record(route_scope("dedi"), delivery("dedi", "Painem"));
    let verdicts = dedi.push().await;
    assert!(matches!(verdicts[0], Verdict::Applied { .. }));
    let known = ratna.mirror.len();
    ratna.pull(500).await;
    assert_eq!(ratna.mirror.len(), known + 1);
    let audit = audit(&*office.store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);

    assert!(!server.data.join(FILE).exists(), "kept under another name");
    let again = Office::open(&server.data, server.clock.clone()).await;
    assert!(matches!(again.err(), Some(OfficeError::Copied(_))));
}

#[tokio::test]
async fn a_database_that_holds_data_is_refused_and_nothing_changes_on_either_side() {
    let postgres = ThrowawayPostgres::shared();
    let text = postgres.database();
    let address: DatabaseAddress = text.parse().expect("an address");
    let server = TestServer::start().await;
    let server = server.stop().await;
    copy(&server.data, &address).await.expect("copied");
    std::fs::rename(server.data.join(COPIED_FILE), server.data.join(FILE)).expect("back");
    let refused = copy(&server.data, &address).await;
    assert!(matches!(
        refused,
        Err(CopyError::Import(ImportError::NotEmpty))
    ));
    assert!(server.data.join(FILE).exists());
    let office = Office::open(&server.data, server.clock.clone()).await;
    let audit = audit(&*office.expect("as before").store).await;
    assert!(audit.expect("an audit").ok);
}

#[tokio::test]
async fn a_copy_that_fails_in_the_middle_leaves_the_database_empty_and_the_source_as_it_was() {
    let postgres = ThrowawayPostgres::shared();
    let text = postgres.database();
    let address: DatabaseAddress = text.parse().expect("an address");
    let server = TestServer::start().await;
    let server = server.stop().await;
    let store = PostgresStore::open(&address).await;
    drop(store.expect("the tables"));
    sql(
        &text,
        "ALTER TABLE removals ADD CONSTRAINT none CHECK (false)",
    )
    .await;
    sql(
        &text,
        "ALTER TABLE routes ADD CONSTRAINT none CHECK (false)",
    )
    .await;
    let failed = copy(&server.data, &address).await;
    assert!(matches!(failed, Err(CopyError::Import(_))), "{failed:?}");
    assert!(server.data.join(FILE).exists());
    sql(&text, "ALTER TABLE removals DROP CONSTRAINT none").await;
    sql(&text, "ALTER TABLE routes DROP CONSTRAINT none").await;
    let copied = copy(&server.data, &address).await.expect("empty as before");
    assert!(copied.audit.ok);
}

#[tokio::test]
async fn an_office_that_is_served_is_not_copied() {
    let postgres = ThrowawayPostgres::shared();
    let address: DatabaseAddress = postgres.database().parse().expect("an address");
    let server = TestServer::start().await;
    let lock = server.office.lock_for_serving().expect("free");
    let refused = copy(&server.data, &address).await;
    assert!(matches!(
        refused,
        Err(CopyError::Office(OfficeError::InUse(_)))
    ));
    drop(lock);
}

/// A table or column that a migration adds is copied too.
#[tokio::test]
async fn every_column_of_both_stores_is_copied() {
    let postgres = ThrowawayPostgres::shared();
    let text = postgres.database();
    let server = TestServer::start().await;
    let address: DatabaseAddress = text.parse().expect("an address");
    drop(PostgresStore::open(&address).await.expect("the tables"));
    let database = Connection::open(server.data.join(FILE)).expect("the database");
    let mut columns = database
        .prepare(
            "SELECT tables.name, columns.name FROM pragma_table_list AS tables
             JOIN pragma_table_info(tables.name) AS columns
             WHERE tables.schema = 'main' AND tables.name NOT LIKE 'sqlite_%'",
        )
        .expect("a statement");
    let columns = columns
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("columns");
    let mut in_sqlite: Vec<(String, String)> = columns.map(|it| it.expect("read")).collect();
    // What only SQLite needs: the number of its one row, and of a grant.
    for own in [("server", "one"), ("grants", "id")] {
        in_sqlite.retain(|(table, column)| (table.as_str(), column.as_str()) != own);
    }
    let copied = |table: &str, column: &str| {
        let table = TABLES.iter().find(|it| it.name == table);
        table.is_some_and(|it| it.columns.iter().any(|(name, _)| *name == column))
    };
    for (table, column) in &in_sqlite {
        assert!(copied(table, column), "{table}.{column} is not copied");
    }
    let client = connected(&text).await;
    let rows = client
        .query(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name <> 'schema_version'
               AND (table_name, column_name) <> ('server', 'one')",
            &[],
        )
        .await
        .expect("columns");
    let expected: usize = TABLES.iter().map(|it| it.columns.len()).sum();
    assert_eq!(rows.len(), expected);
    for row in rows {
        let (table, column): (&str, &str) = (row.get(0), row.get(1));
        let table = TABLES.iter().find(|it| it.name == table).expect("a table");
        let names: Vec<&str> = table.columns.iter().map(|it| in_postgres(it.0)).collect();
        assert!(names.contains(&column), "{}.{column}", table.name);
    }
}

#[test]
fn the_command_says_what_it_did_and_what_to_do_next() {
    let postgres = ThrowawayPostgres::shared();
    let database = postgres.database();
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("office");
    let run = |words: &[&str]| run(&data, words);
    assert!(run(&["demo"]).status.success());
    let copied = run(&["copy", "--to", &database]);
    let text = String::from_utf8_lossy(&copied.stdout).into_owned();
    assert!(copied.status.success(), "{text}");
    assert!(text.contains("--database-url"), "{text}");
    assert_eq!(run(&["check"]).status.code(), Some(2), "copied away");
    let checked = run(&["check", "--json", "--database-url", &database]);
    assert!(checked.status.success());
    let demo = run(&["demo", "--database-url", &database]);
    assert!(
        demo.status.success(),
        "{}",
        String::from_utf8_lossy(&demo.stderr)
    );
}

fn run(data: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rantang-server"))
        .args(words)
        .arg("--data")
        .arg(data)
        .output()
        .expect("it runs")
}

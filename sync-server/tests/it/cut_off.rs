//! Connections that end in the middle, a database that is gone for a while, and too many at once.

use std::sync::Arc;

use rantang_core::sync::protocol::{RefusalCode, Verdict};
use rantang_server::audit::audit;
use rantang_server::store::StoreError;
use rantang_server::store::postgres::PostgresStore;

use super::commit_order::{connected, waiting};
use super::contract::{Store, courier, establish};
use super::office::{TestServer, route_scope};
use super::on_postgres;
use super::throwaway_postgres::ThrowawayPostgres;
use super::work::delivery;

const TERMINATE: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()";

async fn store_with(connections: usize) -> (Arc<ThrowawayPostgres>, String, Store) {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let address = database.parse().expect("an address");
    let store = PostgresStore::open_with(&address, connections).await;
    let store: Store = Arc::new(store.expect("a store"));
    establish(&store).await;
    (server, database, store)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_whose_connection_is_cut_in_the_middle_comes_in_once() {
    let (_server, database, store) = store_with(4).await;
    let mut dedi = courier(&store, 1, "dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(0, route_scope("dedi"), delivery("dedi", person));
    }
    let watcher = connected(&database).await;
    // It stands in the middle: its log is locked, the scope's lock is not had.
    let blocker = connected(&database).await;
    blocker
        .batch_execute("BEGIN; SELECT 1 FROM scopes FOR UPDATE")
        .await
        .expect("locked");
    let sending = tokio::spawn({
        let (store, dedi) = (store.clone(), dedi.clone());
        async move { dedi.send(&store, 1, 3).await }
    });
    waiting(&watcher, 1).await;
    let cut = TERMINATE.replace("pid <>", "wait_event_type = 'Lock' AND pid <>");
    watcher.batch_execute(&cut).await.expect("cut");
    // On another connection, from the beginning.
    waiting(&watcher, 1).await;
    blocker.batch_execute("ROLLBACK").await.expect("let go");
    let taken = sending.await.expect("it came in");
    let verdicts = taken.verdicts.iter();
    let applied = verdicts.filter(|(_, it)| matches!(it, Verdict::Applied { .. }));
    assert_eq!((applied.count(), taken.stored.0), (3, 3));
    let audit = audit(&*store).await.expect("an audit");
    assert!(audit.ok, "{:?}", audit.findings);
}

#[tokio::test]
async fn connections_that_ended_unseen_are_replaced() {
    let (_server, database, store) = store_with(4).await;
    let mut dedi = courier(&store, 1, "dedi").await;
    for at in 1..=3 {
        let watcher = connected(&database).await;
        watcher.batch_execute(TERMINATE).await.expect("cut");
        dedi.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
        assert_eq!(dedi.send(&store, at, at).await.stored.0, at as u64);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_waits_too_long_for_a_connection_is_told_that_the_store_is_busy() {
    let (_server, database, store) = store_with(1).await;
    let mut dedi = courier(&store, 1, "dedi").await;
    dedi.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
    let blocker = connected(&database).await;
    blocker
        .batch_execute("BEGIN; SELECT 1 FROM scopes FOR UPDATE")
        .await
        .expect("locked");
    let sending = tokio::spawn({
        let (store, dedi) = (store.clone(), dedi.clone());
        async move { dedi.send(&store, 1, 1).await }
    });
    waiting(&connected(&database).await, 1).await;
    let asked = store.server().await;
    assert!(matches!(asked, Err(StoreError::Busy)), "{asked:?}");
    blocker.batch_execute("ROLLBACK").await.expect("let go");
    assert_eq!(sending.await.expect("it came in").stored.0, 1);
}

#[tokio::test]
async fn a_server_whose_database_is_gone_is_not_ready_and_asks_devices_to_come_back() {
    let server = on_postgres::start().await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    let ready = |server: &TestServer| {
        let url = format!("{}/readyz", server.url());
        async move { reqwest::get(url).await.expect("an answer").status() }
    };
    assert_eq!(ready(&server).await, 200);
    let database = server.database.clone().expect("on PostgreSQL");
    let (_, name) = database.rsplit_once('/').expect("a name");
    let elsewhere = database.replace(name, "postgres");
    let admin = connected(&elsewhere).await;
    let gone = format!(
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    admin.batch_execute(&gone).await.expect("gone");
    assert_eq!(ready(&server).await, 503);
    let refused = dedi.hello().await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::Busy);
    assert_eq!(refused.retry_after.as_deref(), Some("10"));
    let back = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    admin.batch_execute(&back).await.expect("back");
    assert_eq!(ready(&server).await, 200);
    dedi.hello().await.expect("greeted");
}

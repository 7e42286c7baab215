//! A full disk stores nothing of a batch and loses nothing of it.

use std::sync::Arc;

use rantang_core::sync::protocol::{RefusalCode, Verdict};
use rantang_server::http::{App, Keys, Room};
use rantang_server::identity;
use rantang_server::sealing::Sealing;
use rantang_server::snapshots::{Settings, Snapshots};
use rantang_server::store::sqlite::SqliteStore;

use super::office::{TestServer, route_scope};
use super::work::delivery;

/// More than the store has room for in the test below.
const DOORS: u64 = 300;
const PAGES: u32 = 20;

#[tokio::test]
async fn a_full_disk_asks_devices_to_come_back_and_keeps_what_it_has() {
    let server = TestServer::start_with(|office| {
        let data = office.data();
        let sealing = Sealing::load_or_create(data).expect("a key");
        App::new(
            Arc::new(SqliteStore::open_bounded(data, Some(PAGES)).expect("a store")),
            office.clock.clone(),
            office.server.clone(),
            Keys {
                identity: identity::load(data).expect("a key"),
                sealing: sealing.clone(),
            },
            office.media().clone(),
            Room::default(),
            Snapshots::new(data.join("snapshots"), sealing, Settings::default()),
        )
    })
    .await;
    let mut dedi = server.device("dedi").await;
    dedi.hello().await.expect("greeted");
    for _ in 0..DOORS {
        dedi.record(route_scope("dedi"), delivery("dedi", "Sumiati"));
    }
    let first = dedi.push_range(1, 5).await.expect("there is room");
    assert_eq!(first.stored.0, 5);
    let refused = dedi.push_range(6, DOORS).await.expect_err("refused");
    assert_eq!(refused.code, RefusalCode::Busy);
    assert_eq!(refused.retry_after.as_deref(), Some("60"));
    assert_eq!(
        dedi.hello().await.expect("greeted").stored.0,
        5,
        "all or nothing"
    );
    server.assert_sound().await;

    // Room was made: the same file without its bound, in another process.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    dedi.url = format!("http://{}", listener.local_addr().expect("an address"));
    let app = rantang_server::http::router(server.office.app());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let verdicts = dedi.push().await;
    assert_eq!(verdicts.len() as u64, DOORS - 5);
    assert!(
        verdicts
            .iter()
            .all(|it| matches!(it, Verdict::Applied { .. }))
    );
    server.assert_sound().await;
}

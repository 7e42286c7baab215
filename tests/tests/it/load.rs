//! A server with more callers than it works for at once.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use rantang_server::http::{App, Room, router};
use rantang_server::snapshots::Settings;
use rantang_tests::load::{City, Figures, found, reconnect};
use tokio::net::TcpListener;

/// As little as can be: whoever calls while another is answered is told to come back.
const NARROW: Room = Room {
    calls: 1,
    waiting: 0,
};
const PHONES: usize = 8;
const RECORDS: usize = 5;

#[tokio::test]
async fn a_server_that_is_overrun_says_so_and_takes_everything_in_once_phones_come_back() {
    let figures = all_at_once(NARROW).await;
    assert!(0 < figures.busy, "it was overrun");
}

#[tokio::test]
async fn a_burst_that_there_is_room_for_waits_for_its_turn_and_nobody_is_sent_away() {
    let waiting = PHONES;
    let figures = all_at_once(Room { waiting, ..NARROW }).await;
    assert_eq!(figures.busy, 0);
}

/// Every phone sends all that it has, at one moment.
async fn all_at_once(room: Room) -> Figures {
    let folder = tempfile::tempdir().unwrap();
    let office = found(folder.path(), None).await.unwrap();
    let city = City::found(&office, PHONES).await.unwrap();
    let phones = city.pair(&served(office.app()).await, &office).await;
    let narrow = served(office.app_with(room, Settings::default())).await;
    let phones = phones.unwrap().into_iter();
    let phones = phones.map(|phone| phone.calling(narrow.clone())).collect();

    let (phones, figures, _) = reconnect(phones, Duration::ZERO, RECORDS, 1).await;

    assert_eq!(figures.errors, 0, "busy is all that it says");
    assert_eq!(figures.operations, PHONES * RECORDS);
    assert_eq!((figures.given_up, figures.without_effect), (0, 0));
    assert!(phones.iter().all(|phone| phone.unsent() == 0));
    figures
}

/// The address at which it is served until the test ends.
async fn served(app: Arc<App>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(app)).await });
    url
}

//! What every central store promises, whatever keeps its data.
//!
//! [`every_promise`] takes a way to make an empty store; each kind of store has one test.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use rantang_core::ids::{DeviceId, ReplicaId, ServerId, UserId};
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::Manifest;
use rantang_core::sync::protocol::{Pull, Verdict};
use rantang_core::sync::signing::PublicKey;
use rantang_server::agreement;
use rantang_server::intake::{ChainFault, Fault};
use rantang_server::sample::{self, Moment, Season};
use rantang_server::store::postgres::PostgresStore;
use rantang_server::store::sqlite::SqliteStore;
use rantang_server::store::{CentralStore, Enrolment, NewInvitation, NewServer, StoreError};
use tempfile::TempDir;
use uuid::Uuid;

use super::at_once::every_promise_about_meetings;
use super::durable;
use super::forgetting;
use super::local::LocalDevice;
use super::media_contract;
use super::office::{area, nine_o_clock, route_scope, today};
use super::throwaway_postgres::ThrowawayPostgres;
use super::work::{delivery, moves};

pub type Store = Arc<dyn CentralStore>;

/// Makes empty stores, and opens one again as another process would.
#[async_trait]
pub trait StoreFactory {
    async fn empty(&mut self) -> Store;
    /// The store that was made last.
    async fn again(&mut self) -> Store;
}

/// The whole suite.
pub async fn every_promise(factory: &mut impl StoreFactory) {
    it_is_established_once(&factory.empty().await).await;
    a_code_is_redeemed_by_one_key_even_when_two_ask_at_once(&factory.empty().await).await;
    two_pushes_of_one_log_take_turns(&factory.empty().await).await;
    a_refused_batch_leaves_nothing(&factory.empty().await).await;
    nobody_who_reads_behind_a_cursor_misses_a_row(&factory.empty().await).await;
    what_a_scope_counts_is_what_its_rows_make(&factory.empty().await).await;
    durable::a_durable_mark_goes_forward_only_and_not_beyond_what_is_stored(&factory.empty().await)
        .await;
    durable::what_had_arrived_by_a_moment_is_told_for_each_log(&factory.empty().await).await;
    durable::who_only_fetched_tells_of_a_server_that_was_set_back(&factory.empty().await).await;
    durable::what_devices_were_promised_is_kept_and_told_after_a_loss(&factory.empty().await).await;
    durable::places_of_a_log_come_last_first(&factory.empty().await).await;
    durable::a_hello_tells_only_what_the_device_does_not_know(&factory.empty().await).await;
    forgetting::old_removals_are_forgotten_and_those_of_facts_are_not(&factory.empty().await).await;
    media_contract::a_ciphertext_is_known_while_a_row_names_it(&factory.empty().await).await;
    let first = factory.empty().await;
    let again = factory.again().await;
    another_process_continues(&first, &again).await;
    every_promise_about_meetings(factory).await;
}

/// Who the server is, with the sample's staff and the people of one route.
pub async fn establish(store: &Store) {
    establish_with(store, &["Sumiati", "Kasman", "Painem"]).await;
}

/// With these people of the sample.
pub async fn establish_with(store: &Store, people: &[&str]) {
    store.establish(new_server()).await.expect("established");
    let now_ms = nine_o_clock();
    let moment = Moment {
        area: area(),
        today: today(),
        now_ms,
        season: Season::Usual,
    };
    let mut operations = sample::operations(&moment);
    let person = |entity| {
        people
            .iter()
            .any(|name| sample::person_id(name).0 == entity)
    };
    operations.retain(|it| match it.scope {
        Scope::Plan { .. } => true,
        Scope::Delivery { .. } | Scope::Case { .. } => person(it.payload.entity()),
    });
    let recorded = store.record(operations, now_ms).await;
    let verdicts = recorded.expect("recorded").verdicts;
    assert!(
        verdicts
            .iter()
            .all(|(_, it)| matches!(it, Verdict::Applied { .. }))
    );
}

fn new_server() -> NewServer {
    NewServer {
        server: ServerId(Uuid::from_u128(1)),
        area: area(),
        replica: ReplicaId(Uuid::from_u128(2)),
        operator: UserId(Uuid::from_u128(3)),
        is_demo: true,
        created_ms: nine_o_clock(),
    }
}

pub async fn courier(store: &Store, number: u128, user: &str) -> LocalDevice {
    let device = LocalDevice::new(number, user);
    device.enroll(&**store).await;
    device
}

async fn it_is_established_once(store: &Store) {
    assert_eq!(store.server().await.expect("read"), None);
    establish(store).await;
    let second = store.establish(new_server()).await;
    assert!(matches!(second, Err(StoreError::Established)));
    let server = store.server().await.expect("read").expect("established");
    assert_eq!((server.epoch, server.server), (1, new_server().server));
}

async fn a_code_is_redeemed_by_one_key_even_when_two_ask_at_once(store: &Store) {
    establish(store).await;
    let invitation = NewInvitation {
        code_hash: [4; 32],
        user: sample::user_id("dedi"),
        device_name: "HP Pak Dedi".into(),
        expires_ms: 1_000,
    };
    store.invite(invitation).await.expect("invited");
    let ask = |key: u8| {
        let enrolment = Enrolment {
            code_hash: [4; 32],
            key: PublicKey([key; 32]),
            device: DeviceId(Uuid::from_u128(key.into())),
            name: "android".into(),
            now_ms: 999,
        };
        let store = store.clone();
        async move { store.enroll(enrolment).await.expect("answered") }
    };
    let (one, other) = tokio::join!(ask(5), ask(6));
    assert!(one.is_some() != other.is_some(), "{one:?} {other:?}");
    let winner = one.or(other).expect("one of them");
    assert_eq!(winner.name, "HP Pak Dedi");
    let again = ask(winner.key.0[0]).await.expect("the same");
    assert_eq!(again.device, winner.device);
}

async fn two_pushes_of_one_log_take_turns(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 10, "dedi").await;
    for person in ["Sumiati", "Kasman", "Painem"] {
        dedi.record(0, route_scope("dedi"), delivery("dedi", person));
    }
    let (one, other) = tokio::join!(dedi.send(store, 1, 3), dedi.send(store, 1, 3));
    let is_applied = |taken: &rantang_server::intake::Taken| {
        let verdicts = taken.verdicts.iter();
        let applied = verdicts.filter(|(_, it)| matches!(it, Verdict::Applied { .. }));
        applied.count()
    };
    let counts = BTreeSet::from([is_applied(&one), is_applied(&other)]);
    assert_eq!(
        counts,
        BTreeSet::from([0, 3]),
        "one had the effect, the other the receipts"
    );
    assert_eq!(one.stored, other.stored);
}

async fn a_refused_batch_leaves_nothing(store: &Store) {
    establish(store).await;
    let mut dedi = courier(store, 10, "dedi").await;
    for person in ["Sumiati", "Kasman"] {
        dedi.record(0, route_scope("dedi"), delivery("dedi", person));
    }
    let logs = store.log_after(0, 1_000).await.expect("read").len();
    let refused = store
        .take_in(dedi.intake(2, 2))
        .await
        .expect("the store works");
    assert_eq!(refused, Err(Fault::Chain(ChainFault::Hole)));
    let mut diverged = dedi.intake(1, 1);
    diverged.previous.0[0] ^= 1;
    let refused = store.take_in(diverged).await.expect("the store works");
    assert_eq!(refused, Err(Fault::Chain(ChainFault::Previous)));
    assert_eq!(store.log_after(0, 1_000).await.expect("read").len(), logs);
}

/// Writers and a reader at once: the reader's cursor never passes a row that comes later.
async fn nobody_who_reads_behind_a_cursor_misses_a_row(store: &Store) {
    establish(store).await;
    let mut writers = tokio::task::JoinSet::new();
    let expected = 4 * 12;
    for number in 0..4 {
        let mut device = courier(store, 20 + number, "dedi").await;
        for _ in 0..12 {
            device.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
        }
        let store = store.clone();
        writers.spawn(async move {
            for at in 1..=device.log.len() {
                device.send(&store, at, at).await;
            }
        });
    }
    let reader = courier(store, 30, "dedi").await;
    let mut cursor = 0;
    let mut seen = BTreeSet::new();
    let mut writing = true;
    while writing {
        // What is written until this moment is read below, also in the last round.
        writing = tokio::select! {
            biased;
            ended = writers.join_next() => ended.is_some(),
            () = tokio::task::yield_now() => true,
        };
        loop {
            let pull = Pull {
                cursors: vec![(route_scope("dedi"), cursor)],
                limit: 5,
            };
            let answer = store.pages(reader.device, pull, nine_o_clock()).await;
            let page = answer.expect("answered").pages.remove(0);
            assert!(cursor <= page.cursor, "a cursor goes back");
            cursor = page.cursor;
            seen.extend(page.puts.iter().map(|row| row.entity));
            if !page.more {
                break;
            }
        }
    }
    let deliveries = seen
        .iter()
        .filter(|it| it.kind.code() == "delivery")
        .count();
    assert_eq!(deliveries, expected);
}

/// Two phones at once, one of whose batches are taken in again and again; people change routes.
async fn what_a_scope_counts_is_what_its_rows_make(store: &Store) {
    establish(store).await;
    let mut writers = tokio::task::JoinSet::new();
    for (number, person) in [(40, "Sumiati"), (41, "Kasman")] {
        let mut device = courier(store, number, "dedi").await;
        for _ in 0..6 {
            device.record(0, route_scope("dedi"), delivery("dedi", person));
        }
        let store = store.clone();
        writers.spawn(async move {
            for last in [2, 2, 5, 6] {
                device.send(&store, 1, last).await;
            }
        });
    }
    writers.join_all().await;
    let mut ratna = courier(store, 42, "ratna").await;
    for (person, route) in [("Sumiati", "sri"), ("Kasman", "sri"), ("Sumiati", "dedi")] {
        ratna.record(0, route_scope("dedi"), moves(person, route));
    }
    ratna.send(store, 1, 2).await;
    assert_counted(store).await;
    ratna.send(store, 2, 3).await;
    assert_counted(store).await;
}

async fn assert_counted(store: &Store) {
    let mut rows = 0;
    for scope in store.scopes().await.expect("scopes") {
        let is_right = agreement::is_right(&**store, &scope).await.expect("read");
        assert!(is_right, "{scope}");
        let pull = Pull {
            cursors: vec![(scope.clone(), 0)],
            limit: 2_000,
        };
        let coordinator = LocalDevice::new(42, "ratna").device;
        let answer = store.pages(coordinator, pull, nine_o_clock()).await;
        let page = answer.expect("answered").pages.remove(0);
        let counted = Manifest {
            head: page.cursor,
            generation: 1,
            tally: page.puts.iter().collect(),
        };
        assert_eq!(page.manifest, Some(counted), "{scope}");
        rows += page.puts.len();
        let miscount = store.count_anew(scope).await.expect("counted");
        assert_eq!(miscount, None);
    }
    assert!(20 < rows);
}

async fn another_process_continues(first: &Store, again: &Store) {
    establish(first).await;
    let mut dedi = courier(first, 10, "dedi").await;
    for person in ["Sumiati", "Kasman"] {
        dedi.record(0, route_scope("dedi"), delivery("dedi", person));
    }
    dedi.send(first, 1, 1).await;
    assert_eq!(dedi.send(again, 1, 2).await.stored.0, 2);
    assert_eq!(dedi.send(first, 1, 2).await.stored.0, 2);
    again.revoke(dedi.device, 0).await.expect("revoked");
    let device = first
        .device(dedi.device)
        .await
        .expect("read")
        .expect("known");
    assert!(device.revoked, "read in the transaction, not remembered");
}

/// Folders that live as long as the suite.
#[derive(Default)]
struct SqliteFactory(Vec<TempDir>);

#[async_trait]
impl StoreFactory for SqliteFactory {
    async fn empty(&mut self) -> Store {
        self.0.push(TempDir::new().expect("a folder"));
        self.again().await
    }

    async fn again(&mut self) -> Store {
        let folder = self.0.last().expect("one was made");
        Arc::new(SqliteStore::open(folder.path()).expect("a store"))
    }
}

struct PostgresFactory {
    server: Arc<ThrowawayPostgres>,
    last: String,
}

#[async_trait]
impl StoreFactory for PostgresFactory {
    async fn empty(&mut self) -> Store {
        self.last = self.server.database();
        self.again().await
    }

    async fn again(&mut self) -> Store {
        let address = self.last.parse().expect("an address");
        Arc::new(PostgresStore::open(&address).await.expect("a store"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_every_promise() {
    every_promise(&mut SqliteFactory::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_keeps_every_promise() {
    let server = ThrowawayPostgres::shared();
    let last = String::new();
    every_promise(&mut PostgresFactory { server, last }).await;
}

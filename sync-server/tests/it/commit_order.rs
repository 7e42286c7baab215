//! Positions commit in the order in which they were handed out, and a store that hands them out
//! before its locks is found: the same scene on both.
//!
//! The bug stands between the store and the database: statements are changed on their way.

use std::collections::BTreeSet;
use std::sync::Arc;

use rantang_core::registers::EntityRef;
use rantang_core::sync::protocol::Pull;
use rantang_server::store::postgres::PostgresStore;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio_postgres::{Client, NoTls};

use super::contract::{Store, courier, establish};
use super::local::LocalDevice;
use super::office::{nine_o_clock, route_scope};
use super::postgres::sql;
use super::throwaway_postgres::ThrowawayPostgres;
use super::work::delivery;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_commits_late_is_read_by_whoever_read_before() {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let missed = missed_rows(&database, &database).await;
    assert_eq!(missed, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn positions_that_are_handed_out_before_the_commit_are_found() {
    let server = ThrowawayPostgres::shared();
    let database = server.database();
    let store = PostgresStore::open(&database.parse().expect("an address")).await;
    drop(store.expect("the tables"));
    sql(
        &database,
        "CREATE SEQUENCE handed_out START 1000 INCREMENT 100",
    )
    .await;
    let changed = on_its_way(&server, &database, positions_from_a_sequence).await;
    let missed = missed_rows(&database, &changed).await;
    assert_eq!(missed, 1, "the scene would not find the bug");
}

/// Two pushes to one scope: the first stops before its commit, the second goes on if it can.
/// How many of the rows somebody never sees who reads in between and after.
async fn missed_rows(database: &str, through: &str) -> usize {
    let store = PostgresStore::open(&through.parse().expect("an address")).await;
    let store: Store = Arc::new(store.expect("a store"));
    establish(&store).await;
    let mut first = courier(&store, 1, "dedi").await;
    let mut second = courier(&store, 2, "dedi").await;
    for device in [&mut first, &mut second] {
        device.record(0, route_scope("dedi"), delivery("dedi", "Sumiati"));
    }
    let watcher = connected(database).await;
    let blocker = connected(database).await;
    // The same key, written and not committed: whoever comes with it waits.
    let operation = &first.log[0];
    blocker.batch_execute("BEGIN").await.expect("begun");
    blocker
        .execute(
            "INSERT INTO operations (op_id, content, kind, author, envelope, body, received_ms,
               at_ms, uncertainty_ms, state, verdict)
             VALUES ($1, $2, '', $1, '', '', 0, 0, 0, 'applied', '')",
            &[
                &operation.envelope.op_id.0,
                &operation.content_hash().as_bytes().as_slice(),
            ],
        )
        .await
        .expect("written");

    let sending = |device: &LocalDevice| {
        let (device, store) = (device.clone(), store.clone());
        tokio::spawn(async move { device.send(&store, 1, 1).await })
    };
    let late = sending(&first);
    waiting(&watcher, 1).await;
    let mut early = sending(&second);
    let early_is_through = tokio::select! {
        sent = &mut early => { sent.expect("it came in"); true }
        () = waiting(&watcher, 2) => false,
    };
    let mut reader = Reader::new(&store, second.clone());
    reader.read().await;
    blocker.batch_execute("ROLLBACK").await.expect("let go");
    late.await.expect("it came in");
    if !early_is_through {
        early.await.expect("it came in");
    }
    reader.read().await;
    let all = store.rows_after(0, 10_000).await.expect("rows");
    let deliveries = all.iter().map(|it| it.row.entity);
    let deliveries = deliveries.filter(|it| it.kind.code() == "delivery");
    deliveries.filter(|it| !reader.seen.contains(it)).count()
}

pub async fn connected(database: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(database, NoTls)
        .await
        .expect("connected");
    tokio::spawn(connection);
    client
}

/// Until so many connections of this database wait for others.
pub async fn waiting(watcher: &Client, wanted: i64) {
    loop {
        let found = watcher
            .query_one(
                "SELECT count(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'",
                &[],
            )
            .await
            .expect("read");
        if wanted <= found.get::<_, i64>(0) {
            return;
        }
    }
}

/// A device that reads one scope behind its cursor.
struct Reader<'a> {
    store: &'a Store,
    device: LocalDevice,
    cursor: u64,
    seen: BTreeSet<EntityRef>,
}

impl<'a> Reader<'a> {
    fn new(store: &'a Store, device: LocalDevice) -> Self {
        Self {
            store,
            device,
            cursor: 0,
            seen: BTreeSet::new(),
        }
    }

    async fn read(&mut self) {
        let pull = Pull {
            cursors: vec![(route_scope("dedi"), self.cursor)],
            limit: 2_000,
        };
        let answer = self.store.pages(self.device.device, pull, nine_o_clock());
        let page = answer.await.expect("answered").pages.remove(0);
        self.cursor = page.cursor;
        self.seen.extend(page.puts.iter().map(|row| row.entity));
    }
}

/// The bug: positions come from a sequence, which knows no transaction, and no scope is locked.
fn positions_from_a_sequence(statement: &str) -> Option<&'static str> {
    let reads_scopes = statement.starts_with("SELECT id, head, generation");
    if reads_scopes && statement.ends_with("FOR UPDATE") {
        return Some(
            "SELECT id, nextval('handed_out'), generation, count, checksum, compacted_through, name FROM scopes
             WHERE name = ANY($1) ORDER BY name",
        );
    }
    if reads_scopes {
        // Behind the last that was handed out.
        return Some(
            "SELECT id, (SELECT last_value + 50 FROM handed_out), generation, count, checksum, compacted_through, name
             FROM scopes WHERE name = ANY($1)",
        );
    }
    statement.starts_with("UPDATE scopes SET head").then_some(
        "SELECT 1 FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[])
           AS given (id, head, count, checksum)",
    )
}

/// An address of the same database on which statements are changed before they arrive.
async fn on_its_way(
    server: &ThrowawayPostgres,
    database: &str,
    change: fn(&str) -> Option<&'static str>,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let socket = server.socket();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = UnixStream::connect(&socket).await.expect("connected");
            tokio::spawn(pass(client, server, change));
        }
    });
    let (_, name) = database.rsplit_once('/').expect("a name");
    format!("postgres://postgres@127.0.0.1:{port}/{name}")
}

async fn pass(client: TcpStream, server: UnixStream, change: fn(&str) -> Option<&'static str>) {
    let (from_client, mut to_client): (OwnedReadHalf, OwnedWriteHalf) = client.into_split();
    let (mut from_server, to_server) = server.into_split();
    let answers = async { tokio::io::copy(&mut from_server, &mut to_client).await };
    let questions = statements(from_client, to_server, change);
    // The end of either is the end of both.
    tokio::select! {
        _ = answers => {}
        _ = questions => {}
    }
}

/// Messages: the first is a length and its bytes, each later one has a letter before.
async fn statements(
    mut from: OwnedReadHalf,
    mut to: tokio::net::unix::OwnedWriteHalf,
    change: fn(&str) -> Option<&'static str>,
) -> std::io::Result<()> {
    let length = from.read_u32().await?;
    let mut start = vec![0; length as usize - 4];
    from.read_exact(&mut start).await?;
    to.write_u32(length).await?;
    to.write_all(&start).await?;
    loop {
        let kind = from.read_u8().await?;
        let length = from.read_u32().await?;
        let mut body = vec![0; length as usize - 4];
        from.read_exact(&mut body).await?;
        if kind == b'P' {
            body = changed(&body, change);
        }
        to.write_u8(kind).await?;
        to.write_u32(body.len() as u32 + 4).await?;
        to.write_all(&body).await?;
        to.flush().await?;
    }
}

/// The body of a Parse message: a name, the statement, and types.
fn changed(body: &[u8], change: fn(&str) -> Option<&'static str>) -> Vec<u8> {
    let mut parts = body.splitn(3, |byte| *byte == 0);
    let (name, statement) = (parts.next(), parts.next());
    let types = parts.next().expect("a Parse message");
    let statement = statement.expect("a statement");
    let text = std::str::from_utf8(statement).expect("text");
    let statement = change(text).map_or(statement, str::as_bytes);
    [name.expect("a name"), &[0], statement, &[0], types].concat()
}

//! The floor: the same records by one table and one call, with nothing that makes a product.
//!
//! No signatures, chain, permissions, scopes, history or view. Rows are postcard, compressed with
//! zstd in batches of 1,000; one transaction a batch on both sides, `synchronous=FULL`. The client's
//! store is SQLCipher and the server's is not, as ours.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::routing::post;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{Cost, Figures};
use crate::measure::{BYTES, Cpu, number};
use crate::office::first_line;

const BATCH: usize = 1_000;
const LEVEL: i32 = 3;
const COURIERS: usize = 40;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Record {
    id: String,
    base: u32,
    revision: u32,
    person: String,
    courier: String,
    date: String,
    sitting: String,
    outcome: String,
    at: String,
    latitude: f64,
    longitude: f64,
    note: String,
    rt: String,
    rw: String,
}

/// As varied as a morning's: ids ordered by time and otherwise random, forty couriers.
fn record(number: usize) -> Record {
    let drawn = Uuid::new_v4().into_bytes();
    let draw = |at: usize, below: usize| {
        usize::from(u16::from_le_bytes([drawn[at], drawn[at + 1]])) % below
    };
    Record {
        id: Uuid::now_v7().to_string(),
        base: 0,
        revision: 1,
        person: Uuid::now_v7().to_string(),
        courier: format!("kurir-{:02}", draw(0, COURIERS)),
        date: "2026-11-24".to_owned(),
        sitting: "morning".to_owned(),
        outcome: if draw(2, 100) < 85 {
            "received_self"
        } else {
            "no_answer"
        }
        .to_owned(),
        at: format!("2026-11-24T11:{:02}:{:02}+07:00", draw(4, 60), draw(6, 60)),
        latitude: -6.17 - draw(8, 20_000) as f64 / 1e6,
        longitude: 106.85 + draw(10, 20_000) as f64 / 1e6,
        note: if number.is_multiple_of(5) {
            "titip ke tetangga, pagar hijau"
        } else {
            ""
        }
        .to_owned(),
        rt: format!("{:03}", draw(12, 12) + 1),
        rw: format!("{:03}", draw(14, 9) + 1),
    }
}

fn open(path: &Path, is_encrypted: bool) -> Result<Connection> {
    let db = Connection::open(path)?;
    if is_encrypted {
        db.pragma_update(None, "key", format!("x'{}'", "5a".repeat(32)))?;
    }
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch(
        "CREATE TABLE IF NOT EXISTS record (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, base INT,
             revision INT, person TEXT, courier TEXT, date TEXT, sitting TEXT, outcome TEXT, at TEXT,
             latitude REAL, longitude REAL, note TEXT, rt TEXT, rw TEXT, dirty INT);
         CREATE TABLE IF NOT EXISTS conflict (id TEXT NOT NULL, body BLOB NOT NULL);
         CREATE INDEX IF NOT EXISTS record_dirty ON record (seq) WHERE dirty = 1;",
    )?;
    Ok(db)
}

fn put(db: &Connection, it: &Record, is_dirty: bool) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO record (seq, id, base, revision, person, courier, date, sitting,
                   outcome, at, latitude, longitude, note, rt, rw, dirty)
               VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM record), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    db.prepare_cached(sql)?.execute(params![
        it.id,
        it.base,
        it.revision,
        it.person,
        it.courier,
        it.date,
        it.sitting,
        it.outcome,
        it.at,
        it.latitude,
        it.longitude,
        it.note,
        it.rt,
        it.rw,
        is_dirty
    ])?;
    Ok(())
}

/// Records behind a sequence number, and the last one's.
fn page(db: &Connection, only_dirty: bool, after: i64) -> Result<(Vec<Record>, i64)> {
    let condition = if only_dirty { "dirty = 1" } else { "1" };
    let sql = format!(
        "SELECT id, base, revision, person, courier, date, sitting, outcome, at, latitude, longitude,
             note, rt, rw, seq FROM record WHERE seq > ? AND {condition} ORDER BY seq LIMIT {BATCH}"
    );
    let mut last = after;
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([after], |row| {
        last = row.get(14)?;
        Ok(Record {
            id: row.get(0)?,
            base: row.get(1)?,
            revision: row.get(2)?,
            person: row.get(3)?,
            courier: row.get(4)?,
            date: row.get(5)?,
            sitting: row.get(6)?,
            outcome: row.get(7)?,
            at: row.get(8)?,
            latitude: row.get(9)?,
            longitude: row.get(10)?,
            note: row.get(11)?,
            rt: row.get(12)?,
            rw: row.get(13)?,
        })
    })?;
    let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    drop(statement);
    Ok((found, last))
}

fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    Ok(zstd::bulk::compress(&postcard::to_stdvec(value)?, LEVEL)?)
}

fn decode<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Result<T> {
    Ok(postcard::from_bytes(&zstd::stream::decode_all(bytes)?)?)
}

type Db = Arc<Mutex<Connection>>;
type Failed = (StatusCode, String);

/// The server's half, in a process of its own; prints its address.
pub fn serve(directory: &Path) -> Result<()> {
    let db: Db = Arc::new(Mutex::new(open(&directory.join("server.db"), false)?));
    let router = Router::new()
        .route("/push", post(take_in))
        .route("/pull", post(give_out))
        .layer(DefaultBodyLimit::max(64 << 20))
        .with_state(db);
    Runtime::new()?.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        axum::serve(listener, router).await?;
        Ok(())
    })
}

async fn on_store(
    db: Db,
    work: impl FnOnce(&mut Connection) -> Result<Vec<u8>> + Send + 'static,
) -> Result<Vec<u8>, Failed> {
    let failed = |error: String| (StatusCode::INTERNAL_SERVER_ERROR, error);
    tokio::task::spawn_blocking(move || {
        work(&mut db.lock().unwrap_or_else(PoisonError::into_inner))
    })
    .await
    .map_err(|error| failed(error.to_string()))?
    .map_err(|error| failed(error.to_string()))
}

/// A record whose base is the current revision replaces it; another is kept beside.
async fn take_in(State(db): State<Db>, body: Bytes) -> Result<Vec<u8>, Failed> {
    on_store(db, move |db| {
        let records: Vec<Record> = decode(&body)?;
        let tx = db.transaction()?;
        for it in &records {
            let current: Option<u32> = tx
                .prepare_cached("SELECT revision FROM record WHERE id = ?")?
                .query_row([&it.id], |row| row.get(0))
                .optional()?;
            if current.unwrap_or(0) == it.base {
                put(&tx, it, false)?;
            } else {
                tx.prepare_cached("INSERT INTO conflict VALUES (?, ?)")?
                    .execute(params![it.id, postcard::to_stdvec(it)?])?;
            }
        }
        tx.commit()?;
        Ok(Vec::new())
    })
    .await
}

#[derive(Deserialize)]
struct After {
    after: i64,
}

async fn give_out(
    State(db): State<Db>,
    Query(After { after }): Query<After>,
) -> Result<Vec<u8>, Failed> {
    on_store(db, move |db| encode(&page(db, false, after)?)).await
}

/// Ends its server when dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

struct Client<'a> {
    db: Connection,
    line: &'a Line,
    after: i64,
    bytes_up: usize,
    bytes_down: usize,
}

struct Line {
    runtime: Runtime,
    http: reqwest::Client,
    url: String,
}

impl Line {
    fn call(&self, path: &str, body: Vec<u8>) -> Result<Bytes> {
        self.runtime.block_on(async {
            let answer = self
                .http
                .post(format!("{}{path}", self.url))
                .body(body)
                .send()
                .await?;
            Ok(answer.error_for_status()?.bytes().await?)
        })
    }
}

impl Client<'_> {
    fn push(&mut self) -> Result<()> {
        let mut after = 0;
        loop {
            let (records, last) = page(&self.db, true, after)?;
            if records.is_empty() {
                return Ok(());
            }
            let body = encode(&records)?;
            self.bytes_up += body.len();
            self.line.call("/push", body)?;
            self.db
                .prepare_cached(
                    "UPDATE record SET dirty = 0 WHERE seq > ? AND seq <= ? AND dirty = 1",
                )?
                .execute([after, last])?;
            after = last;
        }
    }

    fn pull(&mut self) -> Result<()> {
        loop {
            let answer = self
                .line
                .call(&format!("/pull?after={}", self.after), Vec::new())?;
            self.bytes_down += answer.len();
            let (records, last): (Vec<Record>, i64) = decode(&answer)?;
            if records.is_empty() {
                return Ok(());
            }
            let tx = self.db.transaction()?;
            for it in &records {
                put(&tx, it, false)?;
            }
            tx.commit()?;
            self.after = last;
        }
    }

    fn edit(&mut self, count: usize, who: &str) -> Result<()> {
        self.db.execute(
            "UPDATE record SET note = ?1, base = revision, revision = revision + 1, dirty = 1 WHERE seq <= ?2",
            params![format!("diubah {who}"), count as i64],
        )?;
        Ok(())
    }

    fn bytes(&self) -> Result<usize> {
        Ok(number(&self.db, BYTES)?)
    }
}

pub fn measure(count: usize) -> Result<Figures> {
    let directory = tempfile::tempdir()?;
    let mut server = Server(
        Command::new(std::env::current_exe()?)
            .arg("floor")
            .arg(directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .context("the floor's server cannot be started")?,
    );
    let url = format!("http://{}", first_line(&mut server.0)?.trim());
    let cpu = Cpu::with(server.0.id());
    let line = Line {
        runtime: Runtime::new()?,
        http: reqwest::Client::new(),
        url,
    };
    let client = |name: &str| -> Result<Client<'_>> {
        Ok(Client {
            db: open(&directory.path().join(name), true)?,
            line: &line,
            after: 0,
            bytes_up: 0,
            bytes_down: 0,
        })
    };
    let (mut one, mut other) = (client("one.db")?, client("other.db")?);
    let tx = one.db.transaction()?;
    for number in 0..count {
        put(&tx, &record(number), true)?;
    }
    tx.commit()?;
    let ((), push) = Cost::of(&cpu, || one.push())?;
    let ((), pull) = Cost::of(&cpu, || other.pull())?;
    let (up, down) = (one.bytes_up, other.bytes_down);
    let (own, pulled) = (one.bytes()?, other.bytes()?);
    let served = Connection::open(directory.path().join("server.db"))?;
    let served = number(&served, BYTES)?;
    one.after = other.after;
    one.edit(count / 10, "satu")?;
    other.edit(count / 10, "dua")?;
    let ((), merge) = Cost::of(&cpu, || {
        one.push()?;
        other.push()?;
        one.pull()?;
        other.pull()
    })?;
    let kept = Connection::open(directory.path().join("server.db"))?;
    let kept = number(&kept, "SELECT count(*) FROM conflict")?;
    if kept != count / 10 {
        return Err(anyhow!("the floor kept {kept} conflicts"));
    }
    let each = |bytes: usize| bytes as f64 / count as f64;
    Ok(Figures {
        push,
        pull,
        merge,
        wire_up: each(up),
        wire_down: each(down),
        disk_own: each(own),
        disk_pulled: each(pulled),
        disk_server: each(served),
    })
}

//! The embedded store: one SQLite file in the data directory.
//!
//! One connection writes, a few read; each call runs on a blocking thread. Other processes (an
//! administrator's command beside a running server) take turns by SQLite's own locks.

mod acceptances;
mod audit;
mod cbor;
mod connect;
mod counts;
mod durable;
mod export;
mod greet;
mod keys;
mod log;
mod media;
mod migrate;
mod own_log;
mod phones;
mod pull;
mod review;
mod rows;
mod scopes;
mod staff;
mod take_in;
mod write;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rantang_core::ids::{DeviceId, PersonId, ReplicaId, UserId};
use rantang_core::scopes::{Grant, Scope};
use rantang_core::sync::agreement::Manifest;
use rantang_core::sync::protocol::{Hello, Pull, PullAnswer, Review, ReviewAnswer};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use connect::connect;

use super::{
    CentralStore, DeviceContact, DeviceRecord, Durability, EachRow, Enrolment, Greeting, LogEntry,
    LogHead, LogPlace, Miscount, NewInvitation, NewServer, OwnOperation, Person, PublicKeys,
    Reported, Restoration, ScopeState, ServerRecord, StoreError, StoreResult, StoredRow,
};
use crate::intake::rights::{Member, Standing};
use crate::intake::{Fault, Intake, Taken};
use crate::store::media::{MediaHash, MediaRecord, MediaStep};

pub use export::Export;

/// The name of the database in the data directory.
pub const FILE: &str = "rantang.db";
/// Its name when the data live in another database: kept, and served no more.
pub const COPIED_FILE: &str = "rantang.db.copied";
#[derive(Clone)]
pub struct SqliteStore(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Mutex<Connection>,
    /// Idle readers; one more is opened when all are in use.
    readers: Mutex<Vec<Connection>>,
}

impl SqliteStore {
    /// Opens the database of a data directory, makes it if there is none, and brings it up to date.
    pub fn open(data: &Path) -> StoreResult<Self> {
        Self::open_bounded(data, None)
    }

    /// A store that is full when it has grown by so many pages, as on a disk that is.
    pub fn open_bounded(data: &Path, pages: Option<u32>) -> StoreResult<Self> {
        let path = data.join(FILE);
        let mut writer = connect(&path)?;
        migrate::migrate(&mut writer)?;
        if let Some(pages) = pages {
            let used: u32 = writer.pragma_query_value(None, "page_count", |row| row.get(0))?;
            writer.pragma_update(None, "max_page_count", used + pages)?;
        }
        Ok(Self(Arc::new(Inner {
            path,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        })))
    }

    async fn write<T: Send + 'static>(
        &self,
        run: impl FnOnce(&mut Transaction<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let inner = self.0.clone();
        blocking(move || {
            let mut writer = inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let mut tx = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = run(&mut tx)?;
            tx.commit()?;
            Ok(value)
        })
        .await
    }

    /// Reads in one transaction: everything is of one moment.
    async fn read<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Connection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let inner = self.0.clone();
        blocking(move || {
            let idle = lock(&inner.readers).pop();
            let mut reader = match idle {
                Some(reader) => reader,
                None => connect(&inner.path)?,
            };
            let tx = reader.transaction_with_behavior(TransactionBehavior::Deferred)?;
            let value = run(&tx)?;
            drop(tx);
            lock(&inner.readers).push(reader);
            Ok(value)
        })
        .await
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn blocking<T: Send + 'static>(
    run: impl FnOnce() -> StoreResult<T> + Send + 'static,
) -> StoreResult<T> {
    tokio::task::spawn_blocking(run)
        .await
        .unwrap_or_else(|error| Err(StoreError::Failed(error.into())))
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull};
        match error.sqlite_error_code() {
            Some(DiskFull) => Self::Full,
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy,
            _ => Self::Failed(error.into()),
        }
    }
}

#[async_trait]
impl CentralStore for SqliteStore {
    async fn establish(&self, server: NewServer) -> StoreResult<()> {
        self.write(move |tx| staff::establish(tx, &server)).await
    }

    async fn server(&self) -> StoreResult<Option<ServerRecord>> {
        self.read(staff::server).await
    }

    async fn members(&self) -> StoreResult<Vec<Member>> {
        self.read(staff::members).await
    }

    async fn standing(&self, user: UserId) -> StoreResult<Option<Standing>> {
        self.read(move |db| staff::standing(db, user)).await
    }

    async fn grant(&self, user: UserId, grant: Grant) -> StoreResult<()> {
        self.write(move |tx| {
            staff::grant(tx, user, &grant)?;
            take_in::judge_again(tx, &[user]).map(drop)
        })
        .await
    }

    async fn set_grants(&self, user: UserId, grants: Vec<Grant>) -> StoreResult<()> {
        self.write(move |tx| {
            staff::set_grants(tx, user, &grants)?;
            take_in::judge_again(tx, &[user]).map(drop)
        })
        .await
    }

    async fn revoke(&self, device: DeviceId, now_ms: i64) -> StoreResult<bool> {
        self.write(move |tx| staff::revoke(tx, device, now_ms))
            .await
    }

    async fn invite(&self, invitation: NewInvitation) -> StoreResult<()> {
        self.write(move |tx| staff::invite(tx, &invitation)).await
    }

    async fn enroll(&self, enrolment: Enrolment) -> StoreResult<Option<DeviceRecord>> {
        self.write(move |tx| staff::enroll(tx, &enrolment)).await
    }

    async fn device(&self, device: DeviceId) -> StoreResult<Option<DeviceRecord>> {
        self.read(move |db| staff::device(db, device)).await
    }

    async fn greet(&self, device: DeviceId, hello: Hello, now_ms: i64) -> StoreResult<Greeting> {
        self.write(move |tx| greet::greet(tx, device, &hello, now_ms))
            .await
    }

    async fn take_in(&self, intake: Intake) -> StoreResult<Result<Taken, Fault>> {
        self.write(move |tx| take_in::take_in(tx, &intake)).await
    }

    async fn pages(&self, device: DeviceId, pull: Pull, now_ms: i64) -> StoreResult<PullAnswer> {
        self.read(move |db| pull::pages(db, device, &pull, now_ms))
            .await
    }

    async fn review(
        &self,
        device: DeviceId,
        review: Review,
        now_ms: i64,
    ) -> StoreResult<ReviewAnswer> {
        self.read(move |db| review::answer(db, device, &review, now_ms))
            .await
    }

    async fn media(
        &self,
        device: DeviceId,
        hashes: Vec<MediaHash>,
        now_ms: i64,
    ) -> StoreResult<Vec<Option<MediaRecord>>> {
        self.read(move |db| media::records(db, device, &hashes, now_ms))
            .await
    }

    async fn media_step(&self, hash: MediaHash, step: MediaStep, now_ms: i64) -> StoreResult<bool> {
        self.write(move |tx| media::step(tx, &hash, step, now_ms))
            .await
    }

    async fn media_begun_before(&self, begun_ms: i64, limit: usize) -> StoreResult<Vec<MediaHash>> {
        self.read(move |db| media::begun_before(db, begun_ms, limit))
            .await
    }

    async fn media_withdrawn(&self, limit: usize) -> StoreResult<Vec<MediaHash>> {
        self.read(move |db| media::withdrawn(db, limit)).await
    }

    async fn media_stored_after(
        &self,
        after: Option<MediaHash>,
        limit: usize,
    ) -> StoreResult<Vec<MediaHash>> {
        self.read(move |db| media::stored_after(db, after, limit))
            .await
    }

    async fn record(&self, operations: Vec<OwnOperation>, now_ms: i64) -> StoreResult<Taken> {
        self.write(move |tx| own_log::record(tx, &operations, now_ms))
            .await
    }

    async fn retry_set_aside(&self) -> StoreResult<usize> {
        self.write(take_in::retry_set_aside).await
    }

    async fn scopes(&self) -> StoreResult<Vec<Scope>> {
        self.read(scopes::all).await
    }

    async fn scope_state(&self, scope: Scope) -> StoreResult<Option<ScopeState>> {
        self.read(move |db| Ok(scopes::find(db, &scope)?.map(|known| known.state())))
            .await
    }

    async fn raise_generation(&self, scope: Scope, from: u64) -> StoreResult<u64> {
        self.write(move |tx| counts::raise_generation(tx, &scope, from))
            .await
    }

    async fn compact(&self, before_ms: i64) -> StoreResult<usize> {
        self.write(move |tx| counts::compact(tx, before_ms)).await
    }

    async fn each_row(&self, scope: Scope, each: EachRow) -> StoreResult<Option<Manifest>> {
        self.read(move |db| counts::each_row(db, &scope, each))
            .await
    }

    async fn count_anew(&self, scope: Scope) -> StoreResult<Option<Miscount>> {
        self.write(move |tx| counts::count_anew(tx, &scope)).await
    }

    async fn disagreements(&self) -> StoreResult<Vec<Reported>> {
        self.read(counts::disagreements).await
    }

    async fn heads(&self) -> StoreResult<Vec<LogHead>> {
        self.read(durable::heads).await
    }

    async fn arrived_by(&self, received_ms: i64) -> StoreResult<Vec<(ReplicaId, u64)>> {
        self.read(move |db| durable::arrived_by(db, received_ms))
            .await
    }

    async fn mark_durable(&self, marks: Vec<(ReplicaId, u64)>, made_ms: i64) -> StoreResult<()> {
        self.write(move |tx| {
            durable::mark(tx, &marks, made_ms)?;
            media::mark_durable(tx, made_ms)
        })
        .await
    }

    async fn durability(&self) -> StoreResult<Durability> {
        self.read(durable::durability).await
    }

    async fn note_keys(&self, keys: PublicKeys) -> StoreResult<PublicKeys> {
        // Read first: most commands find what they bring, and wait for nobody who writes.
        match self.read(keys::noted).await? {
            Some(noted) => Ok(noted),
            None => self.write(move |tx| keys::note(tx, &keys)).await,
        }
    }

    async fn note_sealing_key(&self, sealing: String) -> StoreResult<()> {
        self.write(move |tx| keys::note_sealing(tx, &sealing)).await
    }

    async fn begin_anew(&self, backup_ms: Option<i64>, now_ms: i64) -> StoreResult<u64> {
        self.write(move |tx| greet::begin_anew(tx, backup_ms, now_ms))
            .await
    }

    async fn restoration(&self) -> StoreResult<Option<Restoration>> {
        self.read(durable::restoration).await
    }

    async fn devices(&self) -> StoreResult<Vec<DeviceContact>> {
        self.read(durable::devices).await
    }

    async fn places_before(
        &self,
        replica: ReplicaId,
        seq: u64,
        limit: usize,
    ) -> StoreResult<Vec<LogPlace>> {
        self.read(move |db| durable::places(db, replica, seq, limit))
            .await
    }

    async fn log_after(&self, key: i64, limit: usize) -> StoreResult<Vec<LogEntry>> {
        self.read(move |db| audit::log_after(db, key, limit)).await
    }

    async fn rows_after(&self, place: i64, limit: usize) -> StoreResult<Vec<StoredRow>> {
        self.read(move |db| audit::rows_after(db, place, limit))
            .await
    }

    async fn persons_after(
        &self,
        person: Option<PersonId>,
        limit: usize,
    ) -> StoreResult<Vec<Person>> {
        self.read(move |db| audit::persons_after(db, person, limit))
            .await
    }
}

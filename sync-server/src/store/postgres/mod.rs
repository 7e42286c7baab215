//! The store for many processes: one PostgreSQL database.
//!
//! Each call is one transaction on a connection of its own, in few round trips: what is read comes
//! by arrays, statements are sent without waiting for each other, what is written goes in bulk.
//! Nothing is remembered between calls, so that any number of processes may serve one database.
//! [`locks`] says who waits for whom.

mod acceptances;
mod address;
mod attempts;
mod audit;
mod batch;
mod columns;
mod connect;
mod counts;
mod db;
mod durable;
mod greet;
mod import;
mod keys;
mod locks;
mod log;
mod media;
mod migrate;
mod own_log;
mod projections;
mod pull;
mod review;
mod rows;
mod set_aside;
mod staff;
mod take_in;
mod trouble;
mod write;

use async_trait::async_trait;
use deadpool_postgres::{ClientWrapper, Object, Pool};
use rantang_core::ids::{DeviceId, PersonId, ReplicaId, UserId};
use rantang_core::scopes::{Grant, Scope};
use rantang_core::sync::agreement::Manifest;
use rantang_core::sync::protocol::{Hello, Pull, PullAnswer, Review, ReviewAnswer};
use tokio_postgres::IsolationLevel;

use super::{
    CentralStore, DeviceContact, DeviceRecord, Durability, EachRow, Enrolment, Greeting, LogEntry,
    LogHead, LogPlace, Miscount, NewInvitation, NewServer, OwnOperation, Person, PublicKeys,
    Reported, Restoration, ScopeState, ServerRecord, StoreResult, StoredRow,
};
use crate::intake::rights::{Member, Standing};
use crate::intake::{Fault, Intake, Taken};
use crate::store::media::{MediaHash, MediaRecord, MediaStep};
use attempts::Attempts;
use db::Db;
use trouble::{PgResult, Trouble};

pub use address::{DatabaseAddress, InvalidAddress};
pub use import::{ImportError, Piece};

#[derive(Clone)]
pub struct PostgresStore {
    pool: Pool,
}

/// Runs a unit of work in a transaction, anew where others were quicker. A macro, because the
/// work borrows the transaction, which no closure's type can say together with `Send`.
macro_rules! transaction {
    ($store:expr, |$db:ident, $this_try:ident| $work:expr) => {{
        let mut attempts = Attempts::default();
        loop {
            let mut client = $store.client().await?;
            let $db = match begin(&mut client).await {
                Ok(begun) => begun,
                Err(trouble) => {
                    attempts.again(trouble).await?;
                    continue;
                }
            };
            let $this_try = &attempts.this;
            let result = {
                let $db = &$db;
                $work.await
            };
            if let Some(value) = attempts.settle($db, result).await? {
                return Ok(value);
            }
        }
    }};
}

impl PostgresStore {
    /// Connects to a database and brings it up to date.
    pub async fn open(address: &DatabaseAddress) -> StoreResult<Self> {
        Self::open_with(address, connect::CONNECTIONS_MAX).await
    }

    /// With another bound of connections at once.
    pub async fn open_with(address: &DatabaseAddress, connections: usize) -> StoreResult<Self> {
        let store = Self {
            pool: connect::pool(address, connections)?,
        };
        let mut client = store.client().await?;
        migrate::migrate(&mut client).await?;
        Ok(store)
    }

    async fn client(&self) -> StoreResult<Object> {
        connect::connection(&self.pool).await
    }
}

async fn begin(client: &mut ClientWrapper) -> PgResult<Db<'_>> {
    Ok(Db::Within(client.transaction().await?))
}

/// Everything that is read is of one moment.
async fn begin_reading(client: &mut ClientWrapper) -> StoreResult<Db<'_>> {
    let reading = client
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true);
    let begun = reading.start().await.map_err(Trouble::from)?;
    Ok(Db::Within(begun))
}

#[async_trait]
impl CentralStore for PostgresStore {
    async fn establish(&self, server: NewServer) -> StoreResult<()> {
        transaction!(self, |db, _this_try| staff::establish(db, &server))
    }

    async fn server(&self) -> StoreResult<Option<ServerRecord>> {
        let client = self.client().await?;
        Ok(staff::server(&Db::Alone(&client)).await?)
    }

    async fn members(&self) -> StoreResult<Vec<Member>> {
        let client = self.client().await?;
        Ok(staff::members(&Db::Alone(&client)).await?)
    }

    async fn standing(&self, user: UserId) -> StoreResult<Option<Standing>> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(staff::standing(&db, user).await?)
    }

    async fn grant(&self, user: UserId, grant: Grant) -> StoreResult<()> {
        transaction!(self, |db, this_try| async {
            staff::grant(db, user, &grant).await?;
            set_aside::judge_user_again(db, user, this_try).await?;
            Ok(())
        })
    }

    async fn set_grants(&self, user: UserId, grants: Vec<Grant>) -> StoreResult<()> {
        transaction!(self, |db, this_try| async {
            staff::set_grants(db, user, &grants).await?;
            set_aside::judge_user_again(db, user, this_try).await?;
            Ok(())
        })
    }

    async fn revoke(&self, device: DeviceId, now_ms: i64) -> StoreResult<bool> {
        transaction!(self, |db, _this_try| staff::revoke(db, device, now_ms))
    }

    async fn invite(&self, invitation: NewInvitation) -> StoreResult<()> {
        transaction!(self, |db, _this_try| staff::invite(db, &invitation))
    }

    async fn enroll(&self, enrolment: Enrolment) -> StoreResult<Option<DeviceRecord>> {
        transaction!(self, |db, _this_try| staff::enroll(db, &enrolment))
    }

    async fn device(&self, device: DeviceId) -> StoreResult<Option<DeviceRecord>> {
        let client = self.client().await?;
        Ok(staff::device(&Db::Alone(&client), device).await?)
    }

    async fn greet(&self, device: DeviceId, hello: Hello, now_ms: i64) -> StoreResult<Greeting> {
        transaction!(self, |db, _this_try| greet::greet(
            db, device, &hello, now_ms
        ))
    }

    async fn take_in(&self, intake: Intake) -> StoreResult<Result<Taken, Fault>> {
        transaction!(self, |db, this_try| take_in::take_in(db, &intake, this_try))
    }

    async fn pages(&self, device: DeviceId, pull: Pull, now_ms: i64) -> StoreResult<PullAnswer> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(pull::pages(&db, device, &pull, now_ms).await?)
    }

    async fn review(
        &self,
        device: DeviceId,
        review: Review,
        now_ms: i64,
    ) -> StoreResult<ReviewAnswer> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(review::answer(&db, device, &review, now_ms).await?)
    }

    async fn media(
        &self,
        device: DeviceId,
        hashes: Vec<MediaHash>,
        now_ms: i64,
    ) -> StoreResult<Vec<Option<MediaRecord>>> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(media::records(&db, device, &hashes, now_ms).await?)
    }

    async fn media_step(&self, hash: MediaHash, step: MediaStep, now_ms: i64) -> StoreResult<bool> {
        transaction!(self, |db, _this_try| media::step(db, &hash, step, now_ms))
    }

    async fn media_begun_before(&self, begun_ms: i64, limit: usize) -> StoreResult<Vec<MediaHash>> {
        let client = self.client().await?;
        Ok(media::begun_before(&Db::Alone(&client), begun_ms, limit).await?)
    }

    async fn media_withdrawn(&self, limit: usize) -> StoreResult<Vec<MediaHash>> {
        let client = self.client().await?;
        Ok(media::withdrawn(&Db::Alone(&client), limit).await?)
    }

    async fn media_stored_after(
        &self,
        after: Option<MediaHash>,
        limit: usize,
    ) -> StoreResult<Vec<MediaHash>> {
        let client = self.client().await?;
        Ok(media::stored_after(&Db::Alone(&client), after, limit).await?)
    }

    async fn record(&self, operations: Vec<OwnOperation>, now_ms: i64) -> StoreResult<Taken> {
        transaction!(self, |db, this_try| own_log::record(
            db,
            &operations,
            now_ms,
            this_try
        ))
    }

    async fn retry_set_aside(&self) -> StoreResult<usize> {
        transaction!(self, |db, this_try| set_aside::retry(db, this_try))
    }

    async fn scopes(&self) -> StoreResult<Vec<Scope>> {
        let client = self.client().await?;
        Ok(counts::scopes(&Db::Alone(&client)).await?)
    }

    async fn scope_state(&self, scope: Scope) -> StoreResult<Option<ScopeState>> {
        let client = self.client().await?;
        Ok(counts::state(&Db::Alone(&client), &scope).await?)
    }

    async fn raise_generation(&self, scope: Scope, from: u64) -> StoreResult<u64> {
        transaction!(self, |db, _this_try| counts::raise_generation(
            db, &scope, from
        ))
    }

    async fn compact(&self, before_ms: i64) -> StoreResult<usize> {
        transaction!(self, |db, _this_try| counts::compact(db, before_ms))
    }

    async fn each_row(&self, scope: Scope, each: EachRow) -> StoreResult<Option<Manifest>> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(counts::each_row(&db, &scope, each).await?)
    }

    async fn count_anew(&self, scope: Scope) -> StoreResult<Option<Miscount>> {
        transaction!(self, |db, _this_try| counts::count_anew(db, &scope))
    }

    async fn disagreements(&self) -> StoreResult<Vec<Reported>> {
        let client = self.client().await?;
        Ok(counts::disagreements(&Db::Alone(&client)).await?)
    }

    async fn heads(&self) -> StoreResult<Vec<LogHead>> {
        let client = self.client().await?;
        Ok(durable::heads(&Db::Alone(&client)).await?)
    }

    async fn arrived_by(&self, received_ms: i64) -> StoreResult<Vec<(ReplicaId, u64)>> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(durable::arrived_by(&db, received_ms).await?)
    }

    async fn mark_durable(&self, marks: Vec<(ReplicaId, u64)>, made_ms: i64) -> StoreResult<()> {
        transaction!(self, |db, _this_try| durable::mark(db, &marks, made_ms))
    }

    async fn durability(&self) -> StoreResult<Durability> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(durable::durability(&db).await?)
    }

    async fn note_keys(&self, keys: PublicKeys) -> StoreResult<PublicKeys> {
        transaction!(self, |db, _this_try| keys::note(db, &keys))
    }

    async fn note_sealing_key(&self, sealing: String) -> StoreResult<()> {
        transaction!(self, |db, _this_try| keys::note_sealing(db, &sealing))
    }

    async fn begin_anew(&self, backup_ms: Option<i64>, now_ms: i64) -> StoreResult<u64> {
        transaction!(self, |db, _this_try| durable::begin_anew(
            db, backup_ms, now_ms
        ))
    }

    async fn restoration(&self) -> StoreResult<Option<Restoration>> {
        let mut client = self.client().await?;
        let db = begin_reading(&mut client).await?;
        Ok(durable::restoration(&db).await?)
    }

    async fn devices(&self) -> StoreResult<Vec<DeviceContact>> {
        let client = self.client().await?;
        Ok(durable::devices(&Db::Alone(&client)).await?)
    }

    async fn places_before(
        &self,
        replica: ReplicaId,
        seq: u64,
        limit: usize,
    ) -> StoreResult<Vec<LogPlace>> {
        let client = self.client().await?;
        Ok(durable::places(&Db::Alone(&client), replica, seq, limit).await?)
    }

    async fn log_after(&self, key: i64, limit: usize) -> StoreResult<Vec<LogEntry>> {
        let client = self.client().await?;
        Ok(audit::log_after(&Db::Alone(&client), key, limit).await?)
    }

    async fn rows_after(&self, place: i64, limit: usize) -> StoreResult<Vec<StoredRow>> {
        let client = self.client().await?;
        Ok(rows::after(&Db::Alone(&client), place, limit).await?)
    }

    async fn persons_after(
        &self,
        person: Option<PersonId>,
        limit: usize,
    ) -> StoreResult<Vec<Person>> {
        let client = self.client().await?;
        Ok(audit::persons_after(&Db::Alone(&client), person, limit).await?)
    }
}

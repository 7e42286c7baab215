//! The central store: what is true, and since when.

mod cbor;
mod halves;
pub mod media;
mod paging;
mod place;
pub mod postgres;
mod projections;
mod said;
pub mod sqlite;
pub mod tables;
mod types;

use async_trait::async_trait;
use rantang_core::ids::{DeviceId, PersonId, ReplicaId, UserId};
use rantang_core::scopes::{Grant, Scope};
use rantang_core::sync::agreement::Manifest;
use rantang_core::sync::protocol::{Hello, Pull, PullAnswer, Review, ReviewAnswer};

use crate::intake::rights::{Member, Standing};
use crate::intake::{Fault, Intake, Taken};
use media::{MediaHash, MediaRecord, MediaStep};

pub use types::{
    DeviceContact, DeviceRecord, Durability, EachRow, Enrolment, Greeting, LogEntry, LogHead,
    LogPlace, LogPromise, Miscount, NewInvitation, NewServer, OwnOperation, Person, PublicKeys,
    Reported, Restoration, ScopeState, ServerRecord, StoreError, StoreResult, StoredRow,
};

/// One server's data.
///
/// Every implementation promises, and one contract suite checks against each of them:
///
/// * **A call is one transaction**: all of its effect is durable when it returns `Ok`, none when it
///   returns `Err`.
/// * **A log has no holes and no forks**: of each replica the store holds operations 1 … n, each
///   chained to the one before. Two calls for one replica take turns.
/// * **An operation has one effect and one receipt**: whatever brings it again, in whatever
///   grouping, changes no row and moves no position.
/// * **Positions of a scope strictly increase in commit order**: who has read up to a position
///   never finds a new row at or before it.
/// * **A page is of one moment**: what [`CentralStore::pages`] returns existed together.
/// * **What a scope counts is kept with its rows**: number and checksum change in the transaction
///   that changes the rows, and the manifest of a page is of the page's moment.
/// * **A durable mark never goes back**, and never passes what is stored.
/// * **A ciphertext is known when a row names it**, in the transaction that writes the row, and no
///   longer than that; its parts follow each other without holes, whoever sends them.
/// * **One bad operation never blocks a batch**: what cannot be applied is stored and held.
/// * Grants, revocation, epoch and invitations are read in the transaction that they decide about,
///   so that any number of processes may serve.
///
/// "Not found" is a value; errors are circumstances outside the protocol.
#[async_trait]
pub trait CentralStore: Send + Sync + 'static {
    /// Writes who this server is. Once.
    async fn establish(&self, server: NewServer) -> StoreResult<()>;
    /// `None` before [`CentralStore::establish`].
    async fn server(&self) -> StoreResult<Option<ServerRecord>>;
    /// Notes these keys as those of the server, where none are noted. Those that are.
    async fn note_keys(&self, keys: PublicKeys) -> StoreResult<PublicKeys>;
    /// From now on devices seal to another key.
    async fn note_sealing_key(&self, sealing: String) -> StoreResult<()>;

    async fn members(&self) -> StoreResult<Vec<Member>>;
    async fn standing(&self, user: UserId) -> StoreResult<Option<Standing>>;
    /// Adds to the office's own list; what was set aside for want of it is judged again.
    async fn grant(&self, user: UserId, grant: Grant) -> StoreResult<()>;
    /// Puts another list in the place of the office's own.
    async fn set_grants(&self, user: UserId, grants: Vec<Grant>) -> StoreResult<()>;
    /// Takes a device's rights back. False: there is no such device.
    async fn revoke(&self, device: DeviceId, now_ms: i64) -> StoreResult<bool>;

    async fn invite(&self, invitation: NewInvitation) -> StoreResult<()>;
    /// Redeems a code for a key. `None`: wrong, used by another key, or too old.
    async fn enroll(&self, enrolment: Enrolment) -> StoreResult<Option<DeviceRecord>>;
    async fn device(&self, device: DeviceId) -> StoreResult<Option<DeviceRecord>>;

    /// Compares the logs, keeps the anchor, raises the epoch where the server holds less than it
    /// acknowledged.
    async fn greet(&self, device: DeviceId, hello: Hello, now_ms: i64) -> StoreResult<Greeting>;
    /// Takes a batch in: stores, judges, plans, applies.
    async fn take_in(&self, intake: Intake) -> StoreResult<Result<Taken, Fault>>;
    /// What changed behind the cursors, of what the device's user may read now.
    async fn pages(&self, device: DeviceId, pull: Pull, now_ms: i64) -> StoreResult<PullAnswer>;

    /// What a coordinator has to look at and no row says; empty for everybody else.
    async fn review(
        &self,
        device: DeviceId,
        review: Review,
        now_ms: i64,
    ) -> StoreResult<ReviewAnswer>;

    /// What is known of ciphertexts, in the order asked for; `None`: no row names it.
    async fn media(
        &self,
        device: DeviceId,
        hashes: Vec<MediaHash>,
        now_ms: i64,
    ) -> StoreResult<Vec<Option<MediaRecord>>>;
    /// Goes on with an upload. False: another was quicker, or there is nothing of the kind.
    async fn media_step(&self, hash: MediaHash, step: MediaStep, now_ms: i64) -> StoreResult<bool>;
    /// Uploads that nobody continued since.
    async fn media_begun_before(&self, begun_ms: i64, limit: usize) -> StoreResult<Vec<MediaHash>>;
    /// Those that are here, whole or in parts, and that no row names any more.
    async fn media_withdrawn(&self, limit: usize) -> StoreResult<Vec<MediaHash>>;
    /// Those that are here and are named, in the order of their hashes.
    async fn media_stored_after(
        &self,
        after: Option<MediaHash>,
        limit: usize,
    ) -> StoreResult<Vec<MediaHash>>;

    /// Appends to the server's own log; operations whose ids are stored already are left out.
    async fn record(&self, operations: Vec<OwnOperation>, now_ms: i64) -> StoreResult<Taken>;
    /// Judges again what was set aside for want of a grant, and tries again what this version may
    /// know better. Returns how many have an effect now.
    async fn retry_set_aside(&self) -> StoreResult<usize>;

    /// Every scope that has ever had a row.
    async fn scopes(&self) -> StoreResult<Vec<Scope>>;
    /// `None`: the scope never had a row.
    async fn scope_state(&self, scope: Scope) -> StoreResult<Option<ScopeState>>;
    /// What was made of generation `from` is good no more; the generation that follows. Where another
    /// call came first, the one that it made.
    async fn raise_generation(&self, scope: Scope, from: u64) -> StoreResult<u64>;
    /// Forgets removals of before a moment, those of facts excepted. Whoever has read less far is sent
    /// no changes any more: see [`rantang_core::sync::protocol::Page::must_snapshot`]. Returns how many.
    async fn compact(&self, before_ms: i64) -> StoreResult<usize>;
    /// Hands on every row of a scope, in the order of kind (by its code) and id (by its bytes), and
    /// says what is kept of their number at that moment. `None`: the scope never had a row.
    async fn each_row(&self, scope: Scope, each: EachRow) -> StoreResult<Option<Manifest>>;
    /// Counts a scope from its rows while nobody writes to it. Where the number that was kept was
    /// another, the counted one takes its place, in a new generation.
    async fn count_anew(&self, scope: Scope) -> StoreResult<Option<Miscount>>;
    /// What devices said of rows that are not what was counted here, the latest first.
    async fn disagreements(&self) -> StoreResult<Vec<Reported>>;
    /// Where every log ends and how far it is durable, of one moment.
    async fn heads(&self) -> StoreResult<Vec<LogHead>>;
    /// Of every log the last operation that had certainly arrived by `received_ms`.
    async fn arrived_by(&self, received_ms: i64) -> StoreResult<Vec<(ReplicaId, u64)>>;
    /// Notes how far each log is contained in a verified backup of `made_ms`, which also holds what was
    /// stored of photos by then.
    async fn mark_durable(&self, marks: Vec<(ReplicaId, u64)>, made_ms: i64) -> StoreResult<()>;
    async fn durability(&self) -> StoreResult<Durability>;
    /// Raises the epoch of a store that came from a backup of `backup_ms`; `None`: nobody knows of
    /// which. Two restores of one backup get different epochs. Returns the epoch.
    async fn begin_anew(&self, backup_ms: Option<i64>, now_ms: i64) -> StoreResult<u64>;
    /// What devices say that was acknowledged, beside what there is. `None`: nothing was ever lost.
    async fn restoration(&self) -> StoreResult<Option<Restoration>>;
    /// The devices with their last hellos.
    async fn devices(&self) -> StoreResult<Vec<DeviceContact>>;
    /// Places of one log before a number, the last first.
    async fn places_before(
        &self,
        replica: ReplicaId,
        seq: u64,
        limit: usize,
    ) -> StoreResult<Vec<LogPlace>>;

    /// The logs behind an entry's key, in order, for an audit.
    async fn log_after(&self, key: i64, limit: usize) -> StoreResult<Vec<LogEntry>>;
    /// The rows behind a place, in order.
    async fn rows_after(&self, place: i64, limit: usize) -> StoreResult<Vec<StoredRow>>;
    async fn persons_after(
        &self,
        person: Option<PersonId>,
        limit: usize,
    ) -> StoreResult<Vec<Person>>;
}

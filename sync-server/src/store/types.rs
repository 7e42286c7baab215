//! What goes into the store and comes out of it.

use rantang_core::ids::{DeviceId, OpId, PersonId, ReplicaId, ServerId, UserId};
use rantang_core::operation::{ChainHash, Operation, Payload};
use rantang_core::places::AreaCode;
use rantang_core::registers::Row;
use rantang_core::scopes::{PersonScopes, Scope};
use rantang_core::sync::agreement::{Disagreement, Manifest, Tally};
use rantang_core::sync::protocol::{HelloVerdict, Phone, Verdict};
use rantang_core::sync::signing::PublicKey;
use rantang_core::time::Effective;
use serde_bytes::ByteArray;

pub type StoreResult<T> = Result<T, StoreError>;

/// Circumstances outside the protocol.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full; nothing was stored")]
    Full,
    #[error("the store is in use by others for too long; nothing was stored")]
    Busy,
    #[error(
        "the data were written by a newer version (format {found}, this program knows {known}); use that version"
    )]
    Newer { found: u32, known: u32 },
    #[error("the data were set up already")]
    Established,
    /// Whether what was under way was stored is not known; everything may be repeated.
    #[error("the database does not answer: {0:#}")]
    Unreachable(anyhow::Error),
    #[error("the store failed: {0:#}")]
    Failed(anyhow::Error),
}

#[derive(Clone, Debug)]
pub struct NewServer {
    pub server: ServerId,
    pub area: AreaCode,
    pub replica: ReplicaId,
    pub operator: UserId,
    pub is_demo: bool,
    pub created_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerRecord {
    pub server: ServerId,
    pub epoch: u64,
    pub area: AreaCode,
    pub replica: ReplicaId,
    pub operator: UserId,
    pub is_demo: bool,
}

#[derive(Clone, Debug)]
pub struct NewInvitation {
    pub code_hash: [u8; 32],
    pub user: UserId,
    pub device_name: String,
    pub expires_ms: i64,
}

#[derive(Clone, Debug)]
pub struct Enrolment {
    pub code_hash: [u8; 32],
    pub key: PublicKey,
    /// Its id, if it is new.
    pub device: DeviceId,
    /// What the device calls itself: where the invitation has no name for it.
    pub name: String,
    pub now_ms: i64,
}

impl Enrolment {
    /// The office's word for a phone says more than what the phone's maker called it.
    pub fn name_in(&self, invited: String) -> String {
        if invited.is_empty() {
            self.name.clone()
        } else {
            invited
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRecord {
    pub device: DeviceId,
    pub user: UserId,
    pub key: PublicKey,
    pub name: String,
    pub revoked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    pub epoch: u64,
    /// This hello raised it: an alarm.
    pub epoch_raised: bool,
    pub verdict: HelloVerdict,
    pub stored: (u64, ChainHash),
    pub scopes: Vec<Scope>,
    /// For a coordinator: the couriers' phones.
    pub phones: Vec<Phone>,
    /// For a coordinator: changes with what [`super::CentralStore::review`] would bring.
    pub set_aside: Option<ByteArray<32>>,
    /// The device's rows of these are not what was counted here: it says so for the first time.
    pub doubted: Vec<Scope>,
    /// Of the scopes that the device stopped pulling, those that were counted anew since.
    pub again: Vec<Scope>,
    /// How far the replica is in a verified backup.
    pub durable: u64,
    /// What became of operations that the device believes to be set aside otherwise.
    pub settled: Vec<(u64, Verdict)>,
}

/// The public halves of the keys of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKeys {
    /// By which devices know it, in hex.
    pub identity: String,
    /// Whom they seal to, as `age` writes it.
    pub sealing: String,
}

/// How a scope stands at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeState {
    pub manifest: Manifest,
    /// Removals up to here may have been forgotten.
    pub compacted_through: u64,
}

impl ScopeState {
    /// Of a scope that never had a row.
    pub const EMPTY: Self = Self {
        manifest: Manifest::EMPTY,
        compacted_through: 0,
    };
}

/// Is handed the rows of a scope, one by one.
pub type EachRow = Box<dyn FnMut(Row) -> StoreResult<()> + Send>;

/// The number that was kept of a scope's rows was not the one that they make: an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miscount {
    pub scope: Scope,
    pub kept: Tally,
    pub counted: Tally,
}

/// What a device said of its rows, the last time that it spoke of the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    pub device: DeviceId,
    pub disagreement: Disagreement,
    pub reported_ms: i64,
}

/// Where a log ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    pub replica: ReplicaId,
    /// `None`: the server's own log.
    pub device: Option<DeviceId>,
    pub seq: u64,
    pub hash: ChainHash,
    /// Up to here it is in a verified backup.
    pub durable: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durability {
    /// The moment of the latest verified backup.
    pub backed_up_ms: Option<i64>,
    /// When the oldest operation arrived that is in no backup.
    pub open_since_ms: Option<i64>,
}

/// One place of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPlace {
    pub seq: u64,
    pub hash: ChainHash,
    pub received_ms: i64,
}

/// How far a device was acknowledged, beside how far the log goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPromise {
    pub replica: ReplicaId,
    pub device: DeviceId,
    pub promised: u64,
    pub present: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceContact {
    pub device: DeviceId,
    pub user: UserId,
    pub name: String,
    /// Its last hello; `None`: none yet.
    pub contact_ms: Option<i64>,
    pub revoked: bool,
}

/// A store that lost something once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restoration {
    /// When its epoch was raised last.
    pub restored_ms: i64,
    /// Of which backup; `None`: nobody announced it.
    pub backup_ms: Option<i64>,
    pub logs: Vec<LogPromise>,
    pub devices: Vec<DeviceContact>,
}

/// One operation of the server's own log, before it has a place there.
#[derive(Clone, Debug)]
pub struct OwnOperation {
    pub op: OpId,
    pub scope: Scope,
    pub payload: Payload,
    /// When it counts as done.
    pub at_ms: i64,
    pub salt: [u8; rantang_core::operation::SALT_BYTES],
}

/// One place of a log, for an audit.
#[derive(Clone, Debug)]
pub struct LogEntry {
    pub key: i64,
    pub replica: ReplicaId,
    pub seq: u64,
    pub hash: ChainHash,
    /// Under the replica and seq of this place.
    pub operation: Operation,
    pub time: Effective,
    pub verdict: Verdict,
}

#[derive(Clone, Debug)]
pub struct StoredRow {
    pub place: i64,
    pub row: Row,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub person: PersonId,
    pub scopes: PersonScopes,
}

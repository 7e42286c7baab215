//! The messages. Each travels as [`super::wire`] says; field names are part of the protocol.

use serde::{Deserialize, Serialize};
use serde_bytes::{ByteArray, ByteBuf};

use super::agreement::{Disagreement, Manifest};
use super::batch::Batch;
use super::code::Code;
use super::receipt::Receipts;
pub use super::refusal::{Refusal, RefusalCode};
use super::relay::Certificate;
pub use super::relay::Certify;
use super::sealed::SealingKey;
use super::signing::{PublicKey, SignedHead};
pub use super::verdict::{HeldCause, QuarantineCause, Verdict};
use crate::ids::{DeviceId, OpId, ReplicaId, ServerId, UserId};
use crate::operation::ChainHash;
use crate::places::AreaCode;
use crate::registers::{EntityRef, Row};
use crate::scopes::Scope;
use crate::staff::{Role, UserProfile};
use crate::time::{BootId, Effective};

/// Where each call is found, and in which header its parts travel.
pub mod path {
    pub const ENROLL: &str = "/v1/enroll";
    pub const HELLO: &str = "/v1/hello";
    pub const PUSH: &str = "/v1/push";
    pub const PULL: &str = "/v1/pull";
    pub const SEALED: &str = "/v1/sealed";
    pub const REVIEW: &str = "/v1/review";
    pub const VERIFY: &str = "/v1/verify";
    /// `GET`, with a resource behind it ([`crate::sync::snapshot`]).
    pub const SNAPSHOT: &str = "/v1/snapshot";
    pub const MEDIA_STATE: &str = "/v1/media-state";
    /// Below it the bytes of photos travel by tus, with a token that [`MEDIA_STATE`] gave.
    pub const MEDIA: &str = "/v1/media";

    /// Base64 without padding, URL alphabet, in all of them; the device as a UUID.
    pub const HEADER_DEVICE: &str = "rantang-device";
    pub const HEADER_CHALLENGE: &str = "rantang-challenge";
    pub const HEADER_SIGNATURE: &str = "rantang-signature";
    /// On an answer *busy*: seconds.
    pub const HEADER_RETRY_AFTER: &str = "retry-after";
}

/// `POST /v1/enroll`: a single-use code and the device's key. Idempotent for the same pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enroll {
    pub code: String,
    pub public_key: PublicKey,
    /// E.g. "HP Pak Dedi": shown to the coordinator.
    pub device_name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    pub device: DeviceId,
    pub server: ServerId,
    pub server_key: PublicKey,
    pub user: UserId,
    pub profile: UserProfile,
    pub roles: Vec<Role>,
    pub area: AreaCode,
    pub is_demo: bool,
    /// For records that go by hand. `None`: the server is older.
    #[serde(default)]
    pub sealing: Option<SealingKey>,
}

/// `POST /v1/hello`: signed with an empty challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    pub replica: ReplicaId,
    /// The head of the device's log.
    pub head: (u64, ChainHash),
    /// The last operation that the server is known to have.
    pub acknowledged: (u64, ChainHash),
    /// The server's epoch as the device knows it; 0: never met.
    pub epoch: u64,
    pub schema: u16,
    /// What the device's clocks say now: with the server's time of the answer they make an anchor.
    pub wall_ms: i64,
    pub boot: BootId,
    pub boot_ms: i64,
    /// What the device holds of each scope: the office sees whether a list has reached a phone.
    #[serde(default)]
    pub cursors: Vec<(Scope, u64)>,
    /// Where the device's rows are not what the server counted, since they last spoke of it.
    #[serde(default)]
    pub disagreements: Vec<Disagreement>,
    /// What the device believes to be held or quarantined, the latest [`SET_ASIDE_MAX`].
    #[serde(default)]
    pub set_aside: Vec<SetAside>,
    /// Asked now and then: a certificate for the office's network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certify: Option<Certify>,
}

/// More of them are asked about in no hello.
pub const SET_ASIDE_MAX: usize = 500;

/// An operation without an effect, as the device was told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    pub seq: u64,
    /// The code of a [`HeldCause`] or [`QuarantineCause`].
    pub cause: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloAnswer {
    pub server_ms: i64,
    pub epoch: u64,
    /// Good for ten minutes of server time.
    pub challenge: ByteBuf,
    pub verdict: HelloVerdict,
    /// What the server has of this replica's log.
    pub stored: (u64, ChainHash),
    /// The scopes that the user may read now.
    pub scopes: Vec<Scope>,
    pub profile: UserProfile,
    pub roles: Vec<Role>,
    /// Where the user works now. `None`: the server is older.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The phones of couriers, for a coordinator; empty for everybody else.
    #[serde(default)]
    pub phones: Vec<Phone>,
    /// Of the scopes that the device stopped pulling: those that the server has counted anew since.
    #[serde(default)]
    pub again: Vec<Scope>,
    /// For records that go by hand. `None`: the server is older.
    #[serde(default)]
    pub sealing: Option<SealingKey>,
    /// The replica's operations up to here are in a verified backup.
    #[serde(default)]
    pub durable: u64,
    /// Stands for `stored`; `None`: nothing is stored.
    #[serde(default)]
    pub code: Option<Code>,
    /// What became of operations of [`Hello::set_aside`], where it is not what the device believes.
    #[serde(default)]
    pub settled: Vec<(u64, Verdict)>,
    /// For a coordinator: changes with what a [`Review`] would bring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<ByteArray<32>>,
    /// Where the device asked for one and its rights have not ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
}

/// What the server has observed of one courier's phone. Pull-only: no record says this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    pub user: UserId,
    /// Its last hello.
    pub contact_ms: i64,
    /// The delivery scopes it holds, and how far.
    pub cursors: Vec<(Scope, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelloVerdict {
    Ok,
    /// The log was restored from a copy, or cloned: take a new replica id and chain again.
    Forked,
    /// The server holds less than it acknowledged: push from `stored` again.
    Recover,
    /// The user's rights ended: push what is unsent, pull nothing.
    Revoked,
}

/// `POST /v1/push`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// The hash before the first operation of the batch.
    pub previous: ChainHash,
    pub batch: Batch,
    /// Of this batch's last operation, or of any later one with the hashes between left to the server's log.
    pub head: SignedHead,
    /// The times that this server fixed before it lost the operations. `None`: they are new to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipts: Option<Receipts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushAnswer {
    /// One for each operation of the batch, in order.
    pub verdicts: Vec<(OpId, Verdict)>,
    /// What the server has of the log after this.
    pub stored: (u64, ChainHash),
    /// For each verdict 16 bytes that vouch for its time, end to end: kept, and shown to a server
    /// that was restored.
    #[serde(default)]
    pub receipts: ByteBuf,
    /// Stands for `stored`.
    #[serde(default)]
    pub code: Option<Code>,
}

/// `POST /v1/review`: what a coordinator has to look at and no row says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Operations that stand against each other: from which phones did they come?
    pub origins_of: Vec<OpId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewAnswer {
    /// As the hello names it.
    pub digest: ByteArray<32>,
    /// Newest first, as many as fit.
    pub set_aside: Vec<ToReview>,
    /// There is more than fits: it comes when these are settled.
    pub more: bool,
    pub origins: Vec<Origin>,
}

/// One operation that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToReview {
    pub op: OpId,
    /// What `review.accept` names.
    pub content: ByteArray<32>,
    pub kind: String,
    pub scope: Scope,
    pub author: UserId,
    pub origin: Origin,
    pub time: Effective,
    pub why: Why,
    /// As it was sent; `None`: it speaks of somebody whom the asker may not see.
    pub body: Option<ByteBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Held(HeldCause),
    Quarantined(QuarantineCause),
    /// It counts, and came so late that its day was reported without it.
    Late,
}

/// How an operation came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub op: OpId,
    /// "HP Pak Dedi".
    pub device_name: String,
    pub received_ms: i64,
}

/// `POST /v1/pull`: what changed behind the cursors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    pub cursors: Vec<(Scope, u64)>,
    /// At most this many rows in the answer; the server may send fewer.
    pub limit: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullAnswer {
    pub pages: Vec<Page>,
    /// Scopes that were asked for and are no longer granted: their rows go.
    pub lost: Vec<Scope>,
}

/// Changes of one scope, in order of position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub scope: Scope,
    pub puts: Vec<Row>,
    /// Left this scope; deletes only a row that still bears it.
    pub removes: Vec<EntityRef>,
    /// The cursor after this page.
    pub cursor: u64,
    pub more: bool,
    /// The page begins at 0 although the cursor did not: what the device has of the scope and is not
    /// sent again is gone.
    #[serde(default)]
    pub anew: bool,
    /// Instead of changes: take a snapshot, and ask again from its head. The cursor stays where it is.
    #[serde(default)]
    pub must_snapshot: bool,
    /// Of the scope at the moment of the answer; on a page without `more`.
    #[serde(default)]
    pub manifest: Option<Manifest>,
}

impl Page {
    /// Without a change.
    pub fn empty(scope: Scope, cursor: u64) -> Self {
        Self {
            scope,
            puts: Vec::new(),
            removes: Vec::new(),
            cursor,
            more: false,
            anew: false,
            must_snapshot: false,
            manifest: None,
        }
    }
}

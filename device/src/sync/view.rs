//! What a screen is told about sending and receiving.

use rantang_core::deliveries::outcome::Outcome;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// Where a record is, in the words of the glossary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// *Tersimpan di HP*: durable, the loop has not tried yet.
    Saved,
    /// *Menunggu sinyal*: tried, no connection.
    Waiting,
    /// *Sudah di kantor*: a relay of the office has it, the server does not yet.
    AtOffice,
    /// *Sudah terkirim*.
    Sent,
    /// *Belum terkirim, coba lagi*: the server answered, but not with yes.
    Retry,
    /// *Perlu dicek*.
    Review,
}

/// The server's word for what it holds of this device's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SafeView {
    pub records: u32,
    /// For the office to verify: "K7QF-2M9P".
    pub code: String,
    /// Since when.
    pub at_ms: i64,
    /// All of them are in a backup of the server too.
    pub backed_up: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SyncView {
    /// Records that the server has not confirmed.
    pub unsent: u32,
    /// Those of them that a relay of the office has.
    pub at_office: u32,
    /// Since when; `None`: no relay has any of them.
    pub at_office_ms: Option<i64>,
    /// A relay only: records of others that came in here and that the server is not known to have.
    pub taken_in: u32,
    /// Records that the office has to look at.
    pub needs_review: u32,
    /// `None`: never yet.
    pub last_sent_at_ms: Option<i64>,
    pub last_pulled_at_ms: Option<i64>,
    /// `None`: the server holds nothing of this device yet.
    pub safe: Option<SafeView>,
    /// The last attempt reached the server.
    pub online: bool,
    pub syncing: bool,
    /// Why the last attempt failed; a stable code the UI has words for.
    pub problem: Option<SyncProblem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum SyncProblem {
    NoSignal,
    ServerBusy,
    AppOutdated,
    ServerOutdated,
    NotPaired,
    /// The server knows nothing of this device: it was restored from a backup of before the pairing.
    UnknownDevice,
    Refused,
    /// What this device holds is not what the office counted, also after it was fetched anew.
    ListsDiffer,
    Internal,
}

/// What a record that waits is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum WaitingKind {
    Delivery,
    /// Many doors with one reason.
    Closed,
    Corrected,
    TakenBack,
    Started,
    Received,
    Obstacle,
    Finished,
    Held,
    HoldEnded,
    /// A death that was reported, confirmed or taken back.
    Death,
    Other,
}

/// One record that the server has not confirmed, or that the office has to look at.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct WaitingView {
    pub id: Uuid,
    pub kind: WaitingKind,
    /// Of the person; `None`: it is about none, or about one who is not known here.
    pub name: Option<String>,
    pub outcome: Option<Outcome>,
    pub at_ms: i64,
    pub send_state: SendState,
}

/// What the host tells an open screen, by SSE or Tauri emit.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DeviceEvent {
    /// Records changed, by this screen, the command line or a pull: load again what is shown.
    Changed,
    Sync {
        status: SyncView,
    },
}

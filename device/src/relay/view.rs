//! What a screen is told about the office's network.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// Why a desk that should be a relay is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum RelayProblem {
    /// The server has to certify it once.
    NotCertified,
    /// Another program has the port, or listening is not allowed.
    PortTaken,
}

/// The desk's own relay.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RelayView {
    /// As it was chosen.
    pub on: bool,
    pub port: u16,
    /// It takes records in now.
    pub listening: bool,
    pub problem: Option<RelayProblem>,
    /// "192.168.1.20:7264": where phones find it. Empty: this computer is on no network.
    pub addresses: Vec<String>,
    /// For the code on the screen, and the same as a picture; `None`: there is no address.
    pub code: Option<String>,
    pub code_svg: Option<String>,
    /// Until when the server has certified it.
    pub certified_until_ms: Option<i64>,
    /// Records that came in and that the server is not known to have.
    pub waiting: u32,
    /// Calls of strangers that were turned away since the start.
    pub turned_away: u32,
    /// What came in, by colleague, latest first.
    pub from: Vec<RelayFromView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RelayFromView {
    pub user_id: Uuid,
    /// `None`: not known on this device.
    pub call_name: Option<String>,
    /// Not known to be at the server.
    pub waiting: u32,
    /// Of those: what the server refused for now.
    pub refused: u32,
    pub at_server: u32,
    pub arrived_at_ms: i64,
}

/// What came of handing over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum RelayOutcome {
    /// The office has everything that is unsent.
    Given,
    /// The server has everything already.
    NothingUnsent,
    /// This device needs the server once before.
    NotCertified,
    /// Nobody answers there.
    NobodyNear,
    /// Somebody answers, and is no relay of this office.
    NotOurs,
    /// The relay could not take it: full, busy, or the line broke.
    NotTaken,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RelayGivenView {
    pub outcome: RelayOutcome,
    /// Records that the office has since now.
    pub records: u32,
}

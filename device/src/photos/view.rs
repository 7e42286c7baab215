//! Photos as screens show them.

pub use rantang_core::photos::{Izin, Proof, Purpose};

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::Outcome;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

/// What stands beside one delivery or visit.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PhotosView {
    /// Oldest first.
    pub entries: Vec<PhotoEntry>,
    /// *Tidak difoto* was said.
    pub declined: bool,
    /// Whether KTP and KK may be photographed here.
    pub documents_allowed: bool,
    pub lane: PhotoLane,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PhotoEntry {
    pub id: Uuid,
    pub at_ms: i64,
    /// "Pak Dedi".
    pub by: String,
    pub what: PhotoWhat,
    /// Whether the holder of this device may take it away.
    pub removable: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PhotoWhat {
    Photo {
        purpose: Purpose,
        izin: Izin,
        state: PhotoState,
        /// A data URL; `None`: it has not been fetched yet.
        thumbnail: Option<String>,
        width_px: u16,
        height_px: u16,
    },
    Paraf {
        /// Whose mark it is.
        signer: String,
        strokes: Vec<Vec<u16>>,
    },
}

/// Where a photo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PhotoState {
    /// *Di HP*: durable here, not sent yet.
    OnDevice,
    /// *Sedang dikirim*.
    Sending,
    /// *Aman di server*.
    OnServer,
    /// Made elsewhere, and nothing of it has come here yet.
    Coming,
}

/// Proof of delivery, of a day or of a person.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DeliveryPhotosView {
    /// The day, or today.
    pub date: NaiveDate,
    /// Whose, where one person was asked about and is known here.
    pub person_name: Option<String>,
    /// Latest first.
    pub deliveries: Vec<DeliveryPhotos>,
}

/// What stands beside a delivery. Nothing at all: the programme asks for a proof, and there is none yet.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DeliveryPhotos {
    pub delivery_id: Uuid,
    pub at_ms: i64,
    pub date: NaiveDate,
    /// `None`: a door off the list.
    pub person_id: Option<Uuid>,
    pub name: String,
    pub route_id: Option<Uuid>,
    pub route_name: String,
    pub courier_name: String,
    pub outcome: Outcome,
    pub photos: u32,
    /// Of these, those of which nothing has come here yet.
    pub coming: u32,
    pub parafs: u32,
    /// *Tidak difoto* was said.
    pub declined: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PhotoFull {
    pub id: Uuid,
    /// A data URL; `None`: it is on its way here.
    pub picture: Option<String>,
}

/// How the lane of photos stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct PhotoLane {
    /// Photos, not thumbnails.
    pub waiting: u32,
    pub waiting_bytes: u64,
    /// They wait for Wi-Fi, by the user's choice.
    pub waits_for_wifi: bool,
}

/// What the programme asks for at the door.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[ts(export)]
pub struct ProofView {
    pub proof: Proof,
    pub document_photos: bool,
}

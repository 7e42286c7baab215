//! What screens ask about photos.

use chrono::NaiveDate;
use rantang_core::photos::{Izin, Proof, Purpose};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// The record that a photo belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PhotoSubject {
    Delivery(Uuid),
    Visit(Uuid),
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotosOf {
    pub subject: PhotoSubject,
    /// Whom a visit is about that is not recorded yet.
    pub person_id: Option<Uuid>,
}

/// What stands beside deliveries: of a day, or of a person on all days.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotosDeliveries {
    /// `None`: today.
    pub date: Option<NaiveDate>,
    pub person_id: Option<Uuid>,
}

/// Where the device was, as the platform told the screen.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotoSpot {
    /// Degrees.
    pub latitude: f64,
    pub longitude: f64,
    pub accuracy_m: f64,
}

/// A frame of the camera, or a file that was picked.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotoAttach {
    pub subject: PhotoSubject,
    pub person_id: Option<Uuid>,
    pub purpose: Purpose,
    pub izin: Izin,
    pub spot: Option<PhotoSpot>,
    pub bytes_base64: String,
}

/// *Tidak difoto*.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotoDecline {
    pub subject: PhotoSubject,
    pub person_id: Option<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ParafDraw {
    pub subject: PhotoSubject,
    pub person_id: Option<Uuid>,
    /// Whose mark it is; empty: nobody said so.
    pub by: String,
    /// Each stroke is x, y, x, y … in a box of 600 × 300.
    pub strokes: Vec<Vec<u16>>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotoRemove {
    pub subject: PhotoSubject,
    pub photo_id: Uuid,
}

/// The whole picture. One that is not here is fetched.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotoGet {
    pub photo_id: Uuid,
}

/// What the screen knows of the connection, or that photos are to go now whatever it costs.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PhotosSend {
    /// `None`: the platform does not say.
    pub metered: Option<bool>,
    pub now: bool,
}

/// What the programme asks for at the door, and whether KTP and KK may be photographed.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ProofSet {
    pub proof: Proof,
    pub document_photos: bool,
}

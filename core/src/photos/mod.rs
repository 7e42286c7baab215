//! Photos and drawn marks of a delivery or a visit.
//!
//! # Invariants
//!
//! * What was attached is a fact beside the record that it belongs to, and lives where that record
//!   lives: a courier sees the photos of the route, a PSM those of the RW.
//! * A photo itself never stands in a record: the record names a ciphertext by its hash and holds the
//!   key that opens it. Whoever carries the ciphertext cannot read it.
//! * A drawn mark (*paraf*) is strokes, held by the record itself, and no biometrics.
//! * *Tidak difoto* is an answer like any other; nobody is asked why.

pub mod operations;
mod proof;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

use crate::ids::{DeliveryId, OpId, VisitId};
use crate::registers::{EntityKind, EntityRef, Row};
use crate::text::Line;

pub use proof::{Proof, SAMPLE_ONE_IN};

/// Names of the registers of photos.
pub mod registers {
    use crate::registers::RegisterName;

    /// On a delivery or a visit; its heads stand beside each other, one for each [`super::Entry`].
    pub const PHOTOS: RegisterName = RegisterName::new("photos");
}

/// The longest side of a photo as it is kept, in pixels.
pub const SIDE_PX_MAX: u16 = 1_600;
/// A photo as it is kept and sent, in bytes of ciphertext.
pub const PHOTO_BYTES_MAX: u32 = 200 * 1024;
/// A thumbnail, in bytes of ciphertext.
pub const THUMBNAIL_BYTES_MAX: u32 = 12 * 1024;
/// More photos than anybody takes of one delivery or visit.
pub const PHOTOS_MAX: usize = 12;

/// The record that a photo belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Delivery(DeliveryId),
    Visit(VisitId),
}

impl Subject {
    pub fn entity(self) -> EntityRef {
        match self {
            Self::Delivery(id) => EntityRef::new(EntityKind::Delivery, id),
            Self::Visit(id) => EntityRef::new(EntityKind::Visit, id),
        }
    }
}

/// What a photo is meant to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "PhotoPurpose"))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// *Foto serah terima*.
    HandOver,
    /// The place where the food was put, the door, the way there.
    Place,
    /// The person: never without *izin*.
    Person,
    /// *Kondisi rumah*.
    Home,
    /// *KTP*: off unless the programme turns it on.
    IdCard,
    /// *KK*: off unless the programme turns it on.
    FamilyCard,
    Other,
}

impl Purpose {
    pub const ALL: [Self; 7] = [
        Self::HandOver,
        Self::Place,
        Self::Person,
        Self::Home,
        Self::IdCard,
        Self::FamilyCard,
        Self::Other,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Place => "place",
            Self::Person => "person",
            Self::Home => "home",
            Self::IdCard => "id_card",
            Self::FamilyCard => "family_card",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    pub fn is_document(self) -> bool {
        matches!(self, Self::IdCard | Self::FamilyCard)
    }
}

/// *Izin*: who allowed the face that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Izin {
    /// No face is meant.
    NoFace,
    /// The person said yes.
    Spoken,
    /// The family or carer said yes in the person's stead.
    Family,
}

impl Izin {
    pub const ALL: [Self; 3] = [Self::NoFace, Self::Spoken, Self::Family];

    pub fn code(self) -> &'static str {
        match self {
            Self::NoFace => "no_face",
            Self::Spoken => "spoken",
            Self::Family => "family",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// A ciphertext that is carried beside the records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// BLAKE3 of the ciphertext: its name everywhere.
    pub hash: ByteArray<32>,
    /// Bytes of ciphertext.
    pub bytes: u32,
    /// AES-256-GCM. Every object has its own.
    pub key: ByteArray<32>,
}

/// Where a photo was taken; the file itself says nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Millionths of a degree.
    pub latitude_e6: i32,
    pub longitude_e6: i32,
    pub accuracy_m: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub purpose: Purpose,
    pub izin: Izin,
    /// By the device's best knowledge of the time.
    pub taken_at_ms: i64,
    pub spot: Option<Spot>,
    pub width_px: u16,
    pub height_px: u16,
    pub full: Object,
    pub thumbnail: Object,
}

/// A mark drawn with a finger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paraf {
    /// Whose mark it is, where somebody said so.
    pub by: Line,
    /// Each stroke is x, y, x, y … in a box of [`Paraf::WIDTH`] × [`Paraf::HEIGHT`].
    pub strokes: Vec<Vec<u16>>,
}

impl Paraf {
    pub const WIDTH: u16 = 600;
    pub const HEIGHT: u16 = 300;
    /// Together in all strokes: under 4 KB in the record.
    pub const POINTS_MAX: usize = 600;

    fn is_drawn(&self) -> bool {
        let has_points = self.strokes.iter().any(|stroke| !stroke.is_empty());
        let is_inside = |stroke: &Vec<u16>| {
            stroke.len().is_multiple_of(2)
                && stroke
                    .chunks(2)
                    .all(|point| point[0] <= Self::WIDTH && point[1] <= Self::HEIGHT)
        };
        has_points && self.strokes.iter().all(is_inside)
    }

    fn points(&self) -> usize {
        self.strokes.iter().map(Vec::len).sum::<usize>() / 2
    }
}

/// One head of [`registers::PHOTOS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    Photo(Photo),
    Paraf(Paraf),
    /// *Tidak difoto*.
    Declined,
    /// What this head replaced was taken away, e.g. when *izin* was withdrawn.
    Removed,
}

/// What stands of a delivery or visit, oldest first, each under the operation that attached it.
pub fn entries(row: &Row) -> Vec<(OpId, i64, Entry)> {
    let heads = row.register(&registers::PHOTOS).map(|it| it.heads());
    let mut found: Vec<(OpId, i64, Entry)> = heads
        .unwrap_or_default()
        .iter()
        .filter_map(|head| Some((head.op, head.at_ms, head.read()?)))
        .collect();
    found.sort_by_key(|(op, at_ms, _)| (*at_ms, *op));
    found
}

/// The ciphertexts that a row names now: thumbnail and photo of each.
pub fn objects(row: &Row) -> Vec<Object> {
    entries(row)
        .into_iter()
        .flat_map(|(_, _, entry)| match entry {
            Entry::Photo(photo) => vec![photo.thumbnail, photo.full],
            _ => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests;

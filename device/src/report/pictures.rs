//! The thumbnails that stand beside the visits: those that are on this device, without KTP, KK, or a face
//! that nobody allowed.

use rantang_core::ids::VisitId;
use rantang_core::photos::{Entry, Izin, Photo, Purpose, Subject};
use rusqlite::Connection;

use super::view::MonthlyRow;
use crate::device::Device;
use crate::photos::{handlers, store};
use crate::store::Result;

/// Of a visit; the column `Foto` says how many there are.
const OF_VISIT_MAX: usize = 3;
/// In a report: under 1.5 MB with thumbnails of at most 12 KB.
const PICTURES_MAX: usize = 120;

pub(super) struct Picture {
    pub jpeg: Vec<u8>,
    /// For who cannot see it.
    pub what: &'static str,
}

/// For each row, oldest first.
pub(super) fn of(
    device: &Device,
    db: &Connection,
    rows: &[MonthlyRow],
) -> Result<Vec<Vec<Picture>>> {
    let mut left = PICTURES_MAX;
    let mut all = Vec::new();
    for row in rows {
        let attached = store::of(db, Subject::Visit(VisitId(row.visit_id)))?;
        let photos = attached.into_iter().filter_map(|it| match it.entry {
            Entry::Photo(photo) if may_be_shown(&photo) => Some(photo),
            _ => None,
        });
        let pictures: Vec<Picture> = photos
            .filter_map(|photo| {
                Some(Picture {
                    jpeg: handlers::opened(device, &photo.thumbnail)?,
                    what: what(photo.purpose),
                })
            })
            .take(OF_VISIT_MAX.min(left))
            .collect();
        left -= pictures.len();
        all.push(pictures);
    }
    Ok(all)
}

fn may_be_shown(photo: &Photo) -> bool {
    let shows_a_face = photo.purpose == Purpose::Person;
    !photo.purpose.is_document() && (!shows_a_face || photo.izin != Izin::NoFace)
}

fn what(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::HandOver => "Foto serah terima",
        Purpose::Place => "Foto tempat",
        Purpose::Person => "Foto beliau, dengan izin",
        Purpose::Home => "Foto kondisi rumah",
        Purpose::IdCard | Purpose::FamilyCard | Purpose::Other => "Foto kunjungan",
    }
}

#[cfg(test)]
mod tests {
    use rantang_core::photos::Object;
    use serde_bytes::ByteArray;

    use super::*;

    fn photo(purpose: Purpose, izin: Izin) -> Photo {
        let object = Object {
            hash: ByteArray::new([1; 32]),
            bytes: 1,
            key: ByteArray::new([2; 32]),
        };
        Photo {
            purpose,
            izin,
            taken_at_ms: 0,
            spot: None,
            width_px: 1,
            height_px: 1,
            full: object.clone(),
            thumbnail: object,
        }
    }

    #[test]
    fn a_report_shows_no_card_and_no_face_that_nobody_allowed() {
        let shown = |purpose, izin| may_be_shown(&photo(purpose, izin));
        assert!(shown(Purpose::Home, Izin::NoFace));
        assert!(shown(Purpose::Person, Izin::Spoken));
        assert!(shown(Purpose::Person, Izin::Family));
        assert!(!shown(Purpose::Person, Izin::NoFace));
        assert!(!shown(Purpose::IdCard, Izin::Spoken));
        assert!(!shown(Purpose::FamilyCard, Izin::NoFace));
    }
}

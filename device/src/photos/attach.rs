//! What is recorded of photos: the file first, then the record that names it.

use rantang_core::ids::{DeliveryId, OpId, PersonId, VisitId};
use rantang_core::photos::operations::{Attach, Decline, Draw, Remove};
use rantang_core::photos::{Object, PHOTOS_MAX, Paraf, Photo, Spot, Subject};
use rantang_core::registers::Row;
use rantang_core::text::Line;
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::intake::{NotAPhoto, Prepared, prepare};
use super::room::{self, has_room};
use super::seal::{Sealed, seal};
use super::store;
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::log::Draft;
use crate::people::setting::Setting;
use crate::store::{Error, rows};
use crate::visits::load_draft;

type Answer<T> = Result<T, Failure>;

pub fn subject_of(subject: PhotoSubject) -> Subject {
    match subject {
        PhotoSubject::Delivery(id) => Subject::Delivery(DeliveryId(id)),
        PhotoSubject::Visit(id) => Subject::Visit(VisitId(id)),
    }
}

/// Whom the record is about. A visit may still be a draft; a delivery is recorded before the camera
/// opens.
pub fn person_of(
    db: &Connection,
    subject: Subject,
    named: Option<Uuid>,
) -> Answer<Option<PersonId>> {
    let row: Option<Row> = rows::row(db, subject.entity())?;
    match (subject, row) {
        (_, Some(row)) => Ok(row.owner),
        (Subject::Delivery(_), None) => Err(Failure::not_found("Antaran")),
        (Subject::Visit(visit), None) => {
            let drafted = load_draft(db, visit.0)?.and_then(|draft| draft.person);
            let person = drafted.or(named).map(PersonId);
            let person = person.ok_or_else(|| Failure::not_found("Kunjungan"))?;
            Ok(Some(person))
        }
    }
}

pub fn attach(device: &Device, args: &PhotoAttach, bytes: &[u8]) -> Answer<OpId> {
    let subject = subject_of(args.subject);
    device.read(|db| may_attach(device, db, subject, args))?;
    keep(device, args, prepare(bytes)?)
}

/// Encrypted, durable, recorded, and in the queue of the lane. Reads no `bytes_base64`.
pub fn keep(device: &Device, args: &PhotoAttach, prepared: Prepared) -> Answer<OpId> {
    let subject = subject_of(args.subject);
    let Prepared {
        full,
        thumbnail,
        width_px,
        height_px,
        ..
    } = prepared;
    make_room(device, (full.len() + thumbnail.len()) as u64)?;
    let random = &*device.platform.random;
    let sealed = |plain: &[u8]| seal(plain, random).ok_or_else(unsealed);
    let (full, thumbnail) = (sealed(&full)?, sealed(&thumbnail)?);
    for Sealed { object, bytes } in [&thumbnail, &full] {
        device
            .photos
            .files
            .put(&object.hash, bytes)
            .map_err(|error| unwritten(&error))?;
    }
    let (thumbnail, full) = (thumbnail.object, full.object);
    let recorded = device.record_with(|db| {
        let now_ms = device.now_ms(db)?;
        store::keep_own(db, &thumbnail, true, now_ms)?;
        store::keep_own(db, &full, false, now_ms)?;
        let attach = Attach {
            subject,
            person: person_of(db, subject, args.person_id)?,
            photo: Photo {
                purpose: args.purpose,
                izin: args.izin,
                taken_at_ms: now_ms,
                spot: args.spot.and_then(spot),
                width_px,
                height_px,
                full: full.clone(),
                thumbnail: thumbnail.clone(),
            },
        };
        Ok::<_, Failure>([Draft::from(attach)])
    });
    match recorded {
        Ok(ops) => {
            device.photos.wake.notify_one();
            ops.first()
                .copied()
                .ok_or_else(|| Failure::not_found("Foto"))
        }
        Err(failure) => {
            // No record names them.
            for object in [&thumbnail, &full] {
                discard(device, object);
            }
            Err(failure)
        }
    }
}

fn discard(device: &Device, object: &Object) {
    if let Err(error) = device.photos.files.remove(&object.hash) {
        tracing::warn!(%error, "a photo that no record names stays until the next start");
    }
}

/// What can be refused before anything is decoded.
fn may_attach(
    device: &Device,
    db: &Connection,
    subject: Subject,
    args: &PhotoAttach,
) -> Answer<()> {
    person_of(db, subject, args.person_id)?;
    if args.purpose.is_document() && !documents_allowed(device, db)? {
        return Err(Failure::new(
            ErrorCode::PhotoNotAllowed,
            "KTP dan KK tidak difoto di program ini. Catat nomornya saja. Foto tidak disimpan.",
        ));
    }
    if PHOTOS_MAX <= store::of(db, subject)?.len() {
        return Err(Failure::new(
            ErrorCode::TooMany,
            format!(
                "Sudah ada {PHOTOS_MAX} foto di catatan ini. Hapus satu dulu kalau perlu yang lain."
            ),
        ));
    }
    Ok(())
}

pub fn documents_allowed(device: &Device, db: &Connection) -> Answer<bool> {
    let setting = Setting::read(db, device.today(db)?)?;
    Ok(setting
        .period
        .is_some_and(|(_, terms)| terms.document_photos))
}

/// Safe copies leave before a photo is refused.
fn make_room(device: &Device, bytes: u64) -> Answer<()> {
    let photos = &device.photos;
    let free = || photos.disk.free_bytes(photos.files.folder());
    if has_room(free(), bytes) {
        return Ok(());
    }
    super::lane::let_go(device)?;
    if has_room(free(), bytes) {
        return Ok(());
    }
    tracing::warn!(
        reserve = room::RESERVE_BYTES,
        "a photo was refused: the room is kept for records"
    );
    Err(no_room())
}

fn no_room() -> Failure {
    Failure::new(
        ErrorCode::PhotoNoRoom,
        "Penyimpanan HP hampir penuh, jadi foto ini tidak disimpan. Catatan Anda aman, dan antaran \
         masih bisa dicatat. Hapus foto atau aplikasi yang tidak dipakai, lalu foto lagi.",
    )
}

fn unwritten(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => no_room(),
        _ => Failure::internal(error),
    }
}

fn unsealed() -> Failure {
    Failure::new(
        ErrorCode::Internal,
        "Foto ini tidak bisa disandikan, jadi tidak disimpan. Catatan Anda aman. Coba sekali lagi.",
    )
}

impl From<NotAPhoto> for Failure {
    fn from(not: NotAPhoto) -> Self {
        tracing::info!(
            error = &not as &dyn std::error::Error,
            "a photo was not taken in"
        );
        let (code, message) = match not {
            NotAPhoto::Empty | NotAPhoto::Damaged => (
                ErrorCode::PhotoUnreadable,
                "Foto ini rusak atau terpotong, jadi tidak disimpan. Catatan Anda aman. Ambil fotonya \
                 sekali lagi."
                    .to_owned(),
            ),
            NotAPhoto::OtherType => (
                ErrorCode::PhotoUnreadable,
                "File ini bukan foto (JPEG, PNG atau WebP), jadi tidak disimpan. Catatan Anda aman. \
                 Pilih foto lain."
                    .to_owned(),
            ),
            NotAPhoto::TooManyPixels { megapixels } => (
                ErrorCode::PhotoTooLarge,
                format!(
                    "Foto ini terlalu besar untuk HP ini ({megapixels} megapiksel), jadi tidak disimpan. \
                     Catatan Anda aman. Foto dari dalam aplikasi, atau kecilkan ukuran foto di kamera."
                ),
            ),
            NotAPhoto::FileTooLarge => (
                ErrorCode::PhotoTooLarge,
                "File ini terlalu besar untuk sebuah foto, jadi tidak disimpan. Catatan Anda aman. Pilih \
                 foto lain."
                    .to_owned(),
            ),
        };
        Self::new(code, message)
    }
}

/// What is no place on earth is no place.
fn spot(said: PhotoSpot) -> Option<Spot> {
    let micro = |degrees: f64, most: f64| {
        let inside = degrees.is_finite() && degrees.abs() <= most;
        inside.then_some((degrees * 1e6).round() as i32)
    };
    Some(Spot {
        latitude_e6: micro(said.latitude, 90.0)?,
        longitude_e6: micro(said.longitude, 180.0)?,
        accuracy_m: said.accuracy_m.clamp(0.0, 1e6) as u32,
    })
}

pub fn decline(device: &Device, args: &PhotoDecline) -> Answer<()> {
    let subject = subject_of(args.subject);
    device.record_with(|db| {
        // Two taps are one answer.
        let said = store::of(db, subject)?;
        if said.iter().any(|it| it.is_declined()) {
            return Ok(Vec::new());
        }
        let person = person_of(db, subject, args.person_id)?;
        Ok::<_, Failure>(vec![Draft::from(Decline { subject, person })])
    })?;
    Ok(())
}

pub fn draw(device: &Device, args: &ParafDraw) -> Answer<()> {
    let subject = subject_of(args.subject);
    let paraf = Paraf {
        by: Line::parse(&args.by)?,
        strokes: args.strokes.clone(),
    };
    device.record_with(|db| {
        let person = person_of(db, subject, args.person_id)?;
        Ok::<_, Failure>([Draft::from(Draw {
            subject,
            person,
            paraf: paraf.clone(),
        })])
    })?;
    Ok(())
}

pub fn remove(device: &Device, args: &PhotoRemove) -> Answer<()> {
    let subject = subject_of(args.subject);
    device.record_with(|db| {
        let op = OpId(args.photo_id);
        if store::one(db, op)?.is_none() {
            return Ok(Vec::new());
        }
        let remove = Remove {
            subject,
            person: person_of(db, subject, None)?,
            saw: vec![op],
        };
        Ok::<_, Failure>(vec![Draft::from(remove)])
    })?;
    Ok(())
}

/// At the start: what was cut off between file and record.
pub fn sweep(device: &Device) -> Result<(), Error> {
    let keep = device.read(store::here)?;
    match device.photos.files.sweep(&keep) {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "files of photos that no record names are gone"),
        Err(error) => tracing::warn!(%error, "the folder of photos could not be looked through"),
    }
    Ok(())
}

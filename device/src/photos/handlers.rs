//! The commands of photos: read, or record and read again.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::ids::OpId;
use rantang_core::photos::{Entry, Object, Subject};
use rantang_core::programme::PeriodTerms;
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::registers::TERMS;
use rantang_core::registers::{EntityKind, EntityRef};
use rusqlite::Connection;

use super::attach::{self, documents_allowed, subject_of};
use super::commands::*;
use super::store::{self, Attached};
use super::view::*;
use super::{lane, seal};
use crate::command::{ErrorCode, Failure};
use crate::device::{Device, author};
use crate::log::Draft;
use crate::people::names::Names;
use crate::people::setting::Setting;
use crate::store::rows;

type Answer<T> = Result<T, Failure>;

pub fn of(device: &Device, args: PhotosOf) -> Answer<PhotosView> {
    device.read(|db| view(device, db, subject_of(args.subject)))
}

pub fn deliveries(device: &Device, args: PhotosDeliveries) -> Answer<DeliveryPhotosView> {
    super::deliveries::list(device, &args)
}

pub fn attach(device: &Device, args: PhotoAttach) -> Answer<PhotosView> {
    let bytes = STANDARD
        .decode(&args.bytes_base64)
        .map_err(|_| Failure::bad_request("bytes_base64 is not base64"))?;
    attach::attach(device, &args, &bytes)?;
    device.read(|db| view(device, db, subject_of(args.subject)))
}

pub fn decline(device: &Device, args: PhotoDecline) -> Answer<PhotosView> {
    attach::decline(device, &args)?;
    device.read(|db| view(device, db, subject_of(args.subject)))
}

pub fn draw(device: &Device, args: ParafDraw) -> Answer<PhotosView> {
    attach::draw(device, &args)?;
    device.read(|db| view(device, db, subject_of(args.subject)))
}

pub fn remove(device: &Device, args: PhotoRemove) -> Answer<PhotosView> {
    attach::remove(device, &args)?;
    device.read(|db| view(device, db, subject_of(args.subject)))
}

/// The whole picture, from here; one that is elsewhere is asked for and comes with a later event.
pub fn get(device: &Device, args: PhotoGet) -> Answer<PhotoFull> {
    let found = device.read(|db| store::one(db, OpId(args.photo_id)))?;
    let Some(Attached {
        entry: Entry::Photo(photo),
        ..
    }) = found
    else {
        return Err(Failure::not_found("Foto"));
    };
    let picture = opened(device, &photo.full);
    if picture.is_none() {
        device.store.write(|tx| {
            let now_ms = device.now_ms(tx)?;
            store::want(tx, &photo.full, now_ms)
        })?;
        device.photos.wake.notify_one();
    }
    Ok(PhotoFull {
        id: args.photo_id,
        picture: picture.map(|jpeg| data_url(&jpeg)),
    })
}

/// Where a photo may go, and whether it is to go now.
pub fn send(device: &Device, args: PhotosSend) -> Answer<PhotoLane> {
    let photos = &device.photos;
    *photos
        .metered
        .lock()
        .unwrap_or_else(PoisonError::into_inner) = args.metered;
    if args.now {
        photos.send_now.store(true, Ordering::Relaxed);
    }
    photos.wake.notify_one();
    device.read(|db| Ok(lane::standing(device, db)?))
}

pub fn lane_view(device: &Device) -> Answer<PhotoLane> {
    device.read(|db| Ok(lane::standing(device, db)?))
}

pub fn proof_get(device: &Device) -> Answer<ProofView> {
    device.read(|db| {
        let setting = Setting::read(db, device.today(db)?)?;
        let (_, terms) = setting.period.ok_or_else(no_period)?;
        Ok(ProofView {
            proof: terms.proof,
            document_photos: terms.document_photos,
        })
    })
}

pub fn proof_set(device: &Device, args: ProofSet) -> Answer<ProofView> {
    device.record_with(|db| {
        let setting = Setting::read(db, device.today(db)?)?;
        let (period, terms) = setting.period.ok_or_else(no_period)?;
        let changed = PeriodTerms {
            proof: args.proof,
            document_photos: args.document_photos,
            ..terms.clone()
        };
        if changed == terms {
            return Ok(Vec::new());
        }
        let row = rows::row(db, EntityRef::new(EntityKind::Period, period))?;
        let row = row.ok_or_else(no_period)?;
        let saw = row.register(&TERMS).map(|it| it.head_ids());
        Ok::<_, Failure>(vec![Draft::from(DefinePeriod {
            period,
            area: row.scope.area().clone(),
            terms: changed,
            saw: saw.unwrap_or_default(),
        })])
    })?;
    proof_get(device)
}

fn no_period() -> Failure {
    Failure::new(
        ErrorCode::NoPeriod,
        "Program belum sampai di perangkat ini. Hubungkan ke internet, lalu coba lagi.",
    )
}

fn view(device: &Device, db: &Connection, subject: Subject) -> Answer<PhotosView> {
    let names = Names::read(db)?;
    let me = author(db)?.user;
    let sending = *device
        .photos
        .sending
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let mut entries = Vec::new();
    let mut declined = false;
    for attached in store::of(db, subject)? {
        let what = match attached.entry {
            Entry::Photo(photo) => PhotoWhat::Photo {
                purpose: photo.purpose,
                izin: photo.izin,
                state: store::state_of(db, &photo, sending)?,
                thumbnail: opened(device, &photo.thumbnail).map(|jpeg| data_url(&jpeg)),
                width_px: photo.width_px,
                height_px: photo.height_px,
            },
            Entry::Paraf(paraf) => PhotoWhat::Paraf {
                signer: paraf.by.into(),
                strokes: paraf.strokes,
            },
            Entry::Declined => {
                declined = true;
                continue;
            }
            Entry::Removed => continue,
        };
        entries.push(PhotoEntry {
            id: attached.op.0,
            at_ms: attached.at_ms,
            by: names.user(attached.author),
            what,
            removable: attached.author == me,
        });
    }
    Ok(PhotosView {
        entries,
        declined,
        documents_allowed: documents_allowed(device, db)?,
        lane: lane::standing(device, db)?,
    })
}

/// `None`: it is not here, or what is here cannot be opened, which the log says.
pub(crate) fn opened(device: &Device, object: &Object) -> Option<Vec<u8>> {
    let bytes = match device.photos.files.get(&object.hash) {
        Ok(found) => found?,
        Err(error) => {
            tracing::error!(%error, "a photo cannot be read");
            return None;
        }
    };
    match seal::open(object, bytes) {
        Ok(jpeg) => Some(jpeg),
        Err(error) => {
            tracing::error!(%error, "a photo cannot be opened");
            None
        }
    }
}

fn data_url(jpeg: &[u8]) -> String {
    format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg))
}

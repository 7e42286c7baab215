//! Photos beside deliveries and visits: durable before they are named, refused before records are.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::photos::{Izin, Proof, Purpose};
use rantang_core::programme::PeriodTerms;
use rantang_core::staff::Role;
use rantang_device::command::{ErrorCode, Failure};
use rantang_device::photos::room::{Disk, RESERVE_BYTES};
use rantang_device::photos::view::{PhotoState, PhotoWhat, PhotosView};
use rantang_device::photos::{self, *};
use rantang_device::visits::view::VisitValueView;
use rantang_device::visits::{self, VisitDraftSave};
use uuid::Uuid;

use crate::morning::{Morning, terms};
use crate::support::person;

const DELIVERY: u128 = 0x11;

pub fn picture(width: u32, height: u32) -> String {
    let pixels = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90)
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    STANDARD.encode(jpeg)
}

fn at_the_door(bytes_base64: String) -> PhotoAttach {
    PhotoAttach {
        subject: PhotoSubject::Delivery(Uuid::from_u128(DELIVERY)),
        person_id: None,
        purpose: Purpose::HandOver,
        izin: Izin::NoFace,
        spot: Some(PhotoSpot {
            latitude: -6.17,
            longitude: 106.81,
            accuracy_m: 12.0,
        }),
        bytes_base64,
    }
}

fn of(morning: &Morning) -> PhotosView {
    let args = PhotosOf {
        subject: PhotoSubject::Delivery(Uuid::from_u128(DELIVERY)),
        person_id: None,
    };
    photos::handlers::of(&morning.device, args).unwrap()
}

fn attach(morning: &Morning) -> Result<PhotosView, Failure> {
    photos::handlers::attach(&morning.device, at_the_door(picture(64, 48)))
}

fn asks_proof(morning: &Morning) -> bool {
    let round = morning.round();
    let attempts = round.doors.iter().flat_map(|door| &door.attempts);
    let mut asks = attempts.filter(|attempt| attempt.asks_proof);
    asks.next().is_some()
}

fn files(morning: &Morning) -> Vec<PathBuf> {
    let folder = morning.world.path().join("photos");
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    }
}

fn with(proof: Proof, document_photos: bool) -> PeriodTerms {
    PeriodTerms {
        proof,
        document_photos,
        ..terms()
    }
}

#[test]
fn a_photo_of_a_delivery_is_encrypted_on_the_disk_and_shown_again_after_a_restart() {
    let Morning { world, device } = {
        let morning = Morning::new(3);
        morning.start();
        morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
        let view = attach(&morning).unwrap();
        assert_eq!(view.entries.len(), 1);
        assert_eq!(files(&morning).len(), 2, "photo and thumbnail");
        for file in files(&morning) {
            let bytes = std::fs::read(file).unwrap();
            assert_ne!(bytes[..2], [0xff, 0xd8], "no JPEG lies there");
        }
        morning
    };
    drop(device);
    let morning = Morning {
        device: world.open(),
        world,
    };
    let view = of(&morning);
    let PhotoWhat::Photo {
        state,
        thumbnail,
        width_px,
        ..
    } = &view.entries[0].what
    else {
        panic!("a photo");
    };
    assert_eq!((*state, *width_px), (PhotoState::OnDevice, 64));
    assert!(
        thumbnail
            .as_deref()
            .unwrap()
            .starts_with("data:image/jpeg;base64,")
    );
    assert_eq!(view.lane.waiting, 1);
    let args = PhotoGet {
        photo_id: view.entries[0].id,
    };
    let full = photos::handlers::get(&morning.device, args).unwrap();
    assert!(full.picture.is_some());
}

#[test]
fn a_file_that_was_cut_off_before_its_record_is_gone_at_the_next_start() {
    let morning = Morning::new(1);
    morning.start();
    morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
    attach(&morning).unwrap();
    let Morning { world, device } = morning;
    drop(device);
    // As if the process had ended after the files and before the record.
    let folder = world.path().join("photos");
    std::fs::write(folder.join("ab".repeat(32)), b"ciphertext").unwrap();
    std::fs::write(folder.join("cd.part"), b"half of one").unwrap();
    let morning = Morning {
        device: world.open(),
        world,
    };
    assert_eq!(files(&morning).len(), 2);
    assert_eq!(of(&morning).entries.len(), 1);
}

#[test]
fn a_delivery_is_recorded_before_its_camera_opens() {
    let morning = Morning::new(1);
    morning.start();
    let refused = attach(&morning).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    assert!(files(&morning).is_empty());
}

#[test]
fn a_visit_may_be_photographed_while_it_is_a_draft() {
    let morning = Morning::new(1);
    morning
        .device
        .read::<_, rantang_device::store::Error>(|_| Ok(()))
        .unwrap();
    let visit = Uuid::from_u128(0x77);
    let draft = VisitDraftSave {
        visit_id: visit,
        person_id: person(0).0,
        value: VisitValueView::default(),
    };
    visits::handlers::draft_save(&morning.device, draft).unwrap();
    let args = PhotoAttach {
        subject: PhotoSubject::Visit(visit),
        purpose: Purpose::Home,
        ..at_the_door(picture(64, 48))
    };
    let view = photos::handlers::attach(&morning.device, args).unwrap();
    assert_eq!(view.entries.len(), 1);
}

#[test]
fn the_programme_says_whether_a_door_asks_for_a_proof() {
    for (proof, asks) in [(Proof::None, false), (Proof::EveryDoor, true)] {
        let morning = Morning::with_terms(2, with(proof, false));
        morning.start();
        morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
        morning.record(0x12, 1, Outcome::NoAnswer);
        assert_eq!(asks_proof(&morning), asks);
        let decline = || PhotoDecline {
            subject: PhotoSubject::Delivery(Uuid::from_u128(DELIVERY)),
            person_id: None,
        };
        photos::handlers::decline(&morning.device, decline()).unwrap();
        // Two taps are one answer.
        let view = photos::handlers::decline(&morning.device, decline()).unwrap();
        assert!(view.declined && view.entries.is_empty());
        assert!(!asks_proof(&morning));
    }
}

#[test]
fn a_paraf_answers_too_and_is_kept_as_strokes() {
    let morning = Morning::with_terms(1, with(Proof::EveryDoor, false));
    morning.start();
    morning.record(DELIVERY, 0, Outcome::ReceivedFamily);
    let draw = ParafDraw {
        subject: PhotoSubject::Delivery(Uuid::from_u128(DELIVERY)),
        person_id: None,
        by: "Ibu Contoh".to_owned(),
        strokes: vec![vec![10, 20, 300, 150], vec![5, 5]],
    };
    let view = photos::handlers::draw(&morning.device, draw).unwrap();
    let PhotoWhat::Paraf { strokes, signer } = &view.entries[0].what else {
        panic!("a paraf");
    };
    assert_eq!((strokes.len(), signer.as_str()), (2, "Ibu Contoh"));
    assert!(!asks_proof(&morning));
    let remove = PhotoRemove {
        subject: PhotoSubject::Delivery(Uuid::from_u128(DELIVERY)),
        photo_id: view.entries[0].id,
    };
    let view = photos::handlers::remove(&morning.device, remove).unwrap();
    assert!(view.entries.is_empty());
    assert!(asks_proof(&morning));
}

#[test]
fn cards_are_photographed_only_where_the_programme_turned_it_on() {
    let card = || PhotoAttach {
        subject: PhotoSubject::Visit(Uuid::from_u128(0x77)),
        person_id: Some(person(0).0),
        purpose: Purpose::IdCard,
        ..at_the_door(picture(64, 48))
    };
    let off = Morning::new(1);
    let refused = photos::handlers::attach(&off.device, card()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PhotoNotAllowed);
    assert!(files(&off).is_empty());
    let on = ProofSet {
        proof: Proof::Sample,
        document_photos: true,
    };
    let said = photos::handlers::proof_set(&off.device, on).unwrap();
    assert_eq!((said.proof, said.document_photos), (Proof::Sample, true));
    assert!(photos::handlers::attach(&off.device, card()).is_ok());
}

/// Has room for so many bytes above the reserve, and less with each file that is written.
struct SmallDisk {
    room: AtomicU64,
}

impl Disk for SmallDisk {
    fn free_bytes(&self, folder: &Path) -> Option<u64> {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let used: u64 = entries
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum();
        Some((RESERVE_BYTES + self.room.load(Ordering::Relaxed)).saturating_sub(used))
    }
}

#[test]
fn the_tenth_photo_is_refused_on_a_full_disk_and_records_go_on() {
    let Morning { world, device } = Morning::new(3);
    let disk = Arc::new(SmallDisk {
        room: AtomicU64::new(u64::MAX / 2),
    });
    let morning = Morning {
        device: device.on_disk(disk.clone()),
        world,
    };
    morning.start();
    morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
    for _ in 0..9 {
        attach(&morning).unwrap();
    }
    let used: u64 = files(&morning)
        .iter()
        .map(|file| file.metadata().unwrap().len())
        .sum();
    disk.room.store(used + 10, Ordering::Relaxed);
    let refused = attach(&morning).unwrap_err();
    assert_eq!(refused.code, ErrorCode::PhotoNoRoom);
    assert!(refused.message.contains("aman"));
    assert_eq!(files(&morning).len(), 18);
    assert_eq!(of(&morning).entries.len(), 9);
    morning.record(0x12, 1, Outcome::ReceivedSelf);
    assert_eq!(morning.round().doors_done, 2);
    disk.room.store(u64::MAX / 2, Ordering::Relaxed);
    assert_eq!(attach(&morning).unwrap().entries.len(), 10);
}

#[test]
fn what_is_no_photo_is_refused_with_a_reason_and_nothing_is_kept() {
    let morning = Morning::new(1);
    morning.start();
    morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
    let whole = STANDARD.decode(picture(320, 240)).unwrap();
    let cases = [
        (b"foto.jpg".to_vec(), ErrorCode::PhotoUnreadable),
        (
            whole[..whole.len() / 2].to_vec(),
            ErrorCode::PhotoUnreadable,
        ),
        (Vec::new(), ErrorCode::PhotoUnreadable),
    ];
    for (bytes, code) in cases {
        let args = at_the_door(STANDARD.encode(bytes));
        let refused = photos::handlers::attach(&morning.device, args).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message.contains("Catatan Anda aman"));
    }
    assert!(files(&morning).is_empty());
    assert!(of(&morning).entries.is_empty());
}

#[test]
fn who_does_not_deliver_does_not_photograph_deliveries() {
    let Morning { world, device } = Morning::new(1);
    let morning = Morning { world, device };
    morning.start();
    morning.record(DELIVERY, 0, Outcome::ReceivedSelf);
    let Morning { world, device } = morning;
    drop(device);
    let morning = Morning {
        device: world.open_as(&[Role::Psm]),
        world,
    };
    let refused = attach(&morning).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotPermitted);
    assert!(files(&morning).is_empty(), "the files went with the record");
}

//! The commands of files that go by hand.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::sync::sealed::CarriedFile;
use rantang_core::time::{clock_time, date_of};

use super::carry::{Carried, Delivered, carry};
use super::commands::BundleRead;
use super::seal::{self, Sealed};
use super::view::{BundleKind, BundleReadView, BundleView};
use crate::command::Failure;
use crate::device::Device;
use crate::recap::view::FileView;
use crate::store::{Error, facts};

/// Messengers pass on what they do not know as it is.
const MEDIA_TYPE: &str = "application/octet-stream";
const EXTENSION: &str = "rantang";

/// All that is unsent, sealed.
pub fn sealed(device: &Device) -> Result<Sealed, Failure> {
    device.read(|db| seal::unsent(db, device.portions.operations))
}

pub fn export(device: &Device) -> Result<BundleView, Failure> {
    let Sealed { records, bytes } = sealed(device)?;
    Ok(BundleView {
        records,
        file: file(device, "catatan", &bytes)?,
    })
}

pub async fn read(device: &Arc<Device>, args: BundleRead) -> Result<BundleReadView, Failure> {
    let bytes = STANDARD
        .decode(args.bytes_base64)
        .map_err(Failure::bad_request)?;
    match carry(device, &bytes).await? {
        Carried::Answered(answered) => Ok(BundleReadView {
            kind: BundleKind::Answered,
            records: answered.records,
            others: answered.others,
            left: 0,
            answers: None,
        }),
        Carried::Delivered(delivered) => {
            let answers = answers_file(device, &delivered)?;
            Ok(BundleReadView {
                kind: BundleKind::Delivered,
                records: delivered.records,
                others: delivered.refused,
                left: delivered.left,
                answers: Some(file(device, "jawaban", &answers)?),
            })
        }
    }
}

/// What is carried back.
pub fn answers_file(device: &Device, delivered: &Delivered) -> Result<Vec<u8>, Failure> {
    let pairing = device.read::<_, Error>(|db| facts::PAIRING.get(db))?;
    let server = pairing.ok_or(Error::NotPaired)?.server;
    let answers = delivered.answers.clone();
    Ok(CarriedFile::Answers { server, answers }.to_bytes())
}

/// `catatan-2026-11-24-09.42.rantang`.
fn file(device: &Device, what: &str, bytes: &[u8]) -> Result<FileView, Failure> {
    let now_ms = device.read::<_, Error>(|db| device.now_ms(db))?;
    let (date, time) = (date_of(now_ms), clock_time(now_ms));
    Ok(FileView {
        name: format!("{what}-{date}-{time}.{EXTENSION}"),
        media_type: MEDIA_TYPE.to_owned(),
        bytes_base64: STANDARD.encode(bytes),
    })
}

//! What a carrier does: hands files on to the server, and brings its answers back.

use std::sync::Arc;

use rantang_core::ids::ServerId;
use rantang_core::sync::protocol::path;
use rantang_core::sync::sealed::{CarriedAnswer, CarriedFile, Deliver, InvalidFile};
use serde_bytes::ByteBuf;

use super::answers;
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::store::facts::{self, Pairing};
use crate::store::{Error, Result};
use crate::sync::remote::{CallError, call_unsigned};

/// What came of a file.
pub enum Carried {
    Delivered(Delivered),
    Answered(Answered),
}

/// Ranges of other devices, handed to the server.
#[derive(Default)]
pub struct Delivered {
    /// Records that the server has now.
    pub records: u32,
    pub refused: u32,
    /// Ranges that were not tried any more: the line broke, or the server is busy.
    pub left: u32,
    pub answers: Vec<CarriedAnswer>,
}

/// Answers that were carried here.
#[derive(Default)]
pub struct Answered {
    /// Own records whose fate is known now.
    pub records: u32,
    /// Answers for other devices.
    pub others: u32,
}

/// Hands a file on, or takes it in, whichever way it goes.
pub async fn carry(device: &Arc<Device>, bytes: &[u8]) -> std::result::Result<Carried, Failure> {
    let pairing = device
        .read::<_, Error>(|db| facts::PAIRING.get(db))?
        .ok_or(Error::NotPaired)?;
    match CarriedFile::parse(bytes)? {
        CarriedFile::Bundle { server, sealed } => {
            check_server(server, &pairing)?;
            Ok(Carried::Delivered(deliver(device, &pairing, sealed).await?))
        }
        CarriedFile::Answers { server, answers } => {
            check_server(server, &pairing)?;
            let device = device.clone();
            let answered = tokio::task::spawn_blocking(move || take_in(&device, answers))
                .await
                .map_err(|error| Failure::internal(&error))??;
            Ok(Carried::Answered(answered))
        }
    }
}

async fn deliver(
    device: &Device,
    pairing: &Pairing,
    sealed: Vec<ByteBuf>,
) -> std::result::Result<Delivered, Failure> {
    let mut delivered = Delivered::default();
    let ranges = sealed.len();
    for (at, sealed) in sealed.into_iter().enumerate() {
        let transport = &*device.platform.transport;
        let message = Deliver { sealed };
        let called = call_unsigned(transport, &pairing.url, path::SEALED, &message).await;
        let carried: CarriedAnswer = match called {
            Ok(carried) => carried,
            // What one device sealed wrongly keeps nobody else's records back.
            Err(CallError::Refused(code)) => {
                tracing::warn!(?code, "the server refused a range that was carried here");
                delivered.refused += 1;
                continue;
            }
            Err(error) if delivered.answers.is_empty() => return Err(error.into()),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::info!(error, "a file was delivered in part");
                delivered.left = (ranges - at) as u32;
                break;
            }
        };
        let answer = carried.open(pairing.server_key).map_err(|error| {
            tracing::error!(%error, "an answer is not the server's");
            Failure::new(
                ErrorCode::WrongServer,
                "Yang menjawab bukan server kantor ini. Berkas tetap utuh. Periksa jaringannya, lalu coba lagi.",
            )
        })?;
        delivered.records += answer.verdicts.len() as u32;
        delivered.answers.push(carried);
    }
    if delivered.answers.is_empty() && 0 < delivered.refused {
        return Err(Failure::new(
            ErrorCode::ServerRefused,
            "Server tidak menerima isi berkas ini. Catatan tetap aman di HP yang mencatat. \
             Buat berkas baru dari HP itu, atau hubungi pengelola.",
        ));
    }
    Ok(delivered)
}

fn take_in(device: &Device, answers: Vec<CarriedAnswer>) -> Result<Answered> {
    let answered = device.store.write(|tx| {
        let now_ms = device.now_ms(tx)?;
        let pairing = facts::PAIRING.get(tx)?.ok_or(Error::NotPaired)?;
        let replica = facts::REPLICA.get(tx)?;
        let epoch = facts::EPOCH.get(tx)?;
        let mut answered = Answered::default();
        for carried in answers {
            if Some(carried.replica) != replica || carried.server != pairing.server {
                answered.others += 1;
                continue;
            }
            // The server has been set back since, or will tell of it at the next hello.
            if epoch.is_some_and(|known| known != carried.epoch) {
                tracing::info!(
                    epoch = carried.epoch,
                    "a carried answer is of another epoch"
                );
                continue;
            }
            match carried.open(pairing.server_key) {
                Ok(answer) => {
                    answered.records += answers::take_in(tx, carried.first_seq, answer, now_ms)?;
                }
                Err(error) => tracing::warn!(%error, "a carried answer was left where it is"),
            }
        }
        Ok::<_, Error>(answered)
    })?;
    if 0 < answered.records {
        device.changed();
        device.wake.notify_one();
    }
    Ok(answered)
}

fn check_server(server: ServerId, pairing: &Pairing) -> std::result::Result<(), Failure> {
    if server == pairing.server {
        return Ok(());
    }
    Err(Failure::new(
        ErrorCode::WrongServer,
        "Berkas ini untuk kantor lain. Tidak ada yang berubah. Bawa berkas ini ke perangkat kantor itu.",
    ))
}

impl From<InvalidFile> for Failure {
    fn from(invalid: InvalidFile) -> Self {
        tracing::warn!(error = %invalid, "a file could not be read");
        Self::new(
            ErrorCode::FileUnreadable,
            "Ini bukan berkas catatan Rantang, atau berkasnya rusak. Tidak ada yang berubah. \
             Minta dikirim ulang sebagai berkas, bukan sebagai foto atau teks.",
        )
    }
}

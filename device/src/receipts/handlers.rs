//! Asks the server what a receipt code stands for.

use std::sync::Arc;

use rantang_core::sync::code::Code;
use rantang_core::sync::protocol::{HelloAnswer, path};
use rantang_core::sync::verify::{Verify, VerifyAnswer};

use super::{ReceiptVerify, ReceiptView};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::store::{Error, facts};
use crate::sync::hello::{Clocks, message};
use crate::sync::pair::signing_key;
use crate::sync::remote::{CallError, Remote};

/// Only the server can say: without a line there is no answer, and that is said too.
pub async fn verify(device: &Arc<Device>, args: ReceiptVerify) -> Result<ReceiptView, Failure> {
    let code = Code::parse(&args.code).map_err(|_| {
        Failure::new(
            ErrorCode::CodeUnreadable,
            "Kode bukti terdiri dari 8 huruf dan angka, misalnya K7QF-2M9P. Minta dibacakan sekali lagi.",
        )
    })?;
    let (pairing, key, hello) = device.read::<_, Error>(|db| {
        let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
        let hello = message(db, Clocks::of(device))?;
        Ok((pairing, signing_key(db)?, hello))
    })?;
    let remote = Remote {
        transport: &*device.platform.transport,
        pairing,
        key,
    };
    // For its challenge only: what else it says the next sync hears again.
    let greeted: HelloAnswer = remote.call(path::HELLO, &[], &hello).await.map_err(told)?;
    let answer: VerifyAnswer = remote
        .call(path::VERIFY, &greeted.challenge, &Verify { code })
        .await
        .map_err(told)?;
    let code = code.to_string();
    Ok(match answer.found {
        None => ReceiptView::Unknown { code },
        Some(found) => ReceiptView::Safe {
            code,
            call_name: found.call_name.into(),
            device_name: found.device_name,
            records: u32::try_from(found.records).unwrap_or(u32::MAX),
            received_at_ms: found.received_ms,
            backed_up: found.is_durable,
        },
    })
}

fn told(error: CallError) -> Failure {
    match error {
        CallError::Network(_) | CallError::NotOurs { .. } => Failure::new(
            ErrorCode::NoSignal,
            "Kode bukti hanya bisa dicek kalau tersambung ke server. Tulis kodenya, lalu cek lagi nanti.",
        ),
        other => other.into(),
    }
}

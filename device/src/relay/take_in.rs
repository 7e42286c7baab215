//! What the relay does with a hand-over: open it, ask who gives it, keep it, say so.

use std::collections::BTreeSet;
use std::io::Read;

use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use rantang_core::operation::{Operation, Payload};
use rantang_core::permissions::{may_read_class, may_record};
use rantang_core::registers::EntityRef;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::RefusalCode;
use rantang_core::sync::relay::{Certified, HAND_OVER_BYTES_MAX, HandOver, OfficeReceipt, Sealed};
use rantang_core::sync::wire;
use rusqlite::Transaction;

use super::limits::{BYTES_MAX, DEVICE_BYTES_MAX};
use super::{certified, overlay, store};
use crate::device::{Device, estimate};
use crate::store::facts::{self, Pairing};
use crate::store::{Error, view};
use crate::sync::pair::signing_key;

/// Why nothing was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnedAway {
    pub code: RefusalCode,
    /// For a log.
    pub detail: &'static str,
}

impl TurnedAway {
    pub const fn new(code: RefusalCode, detail: &'static str) -> Self {
        Self { code, detail }
    }
}

impl From<Error> for TurnedAway {
    fn from(error: Error) -> Self {
        if matches!(error, Error::DiskFull) {
            return Self::new(RefusalCode::Busy, "the disk of the relay is full");
        }
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "the relay could not keep what was handed over"
        );
        Self::new(RefusalCode::Internal, "the relay failed")
    }
}

/// Keeps a range on the disk, and vouches for that. The same range again gets another receipt.
pub fn take_in(device: &Device, message: &[u8]) -> Result<OfficeReceipt, TurnedAway> {
    let (pairing, identity, now_ms) = device.read::<_, Error>(|db| {
        let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
        Ok((pairing, certified::key(db)?, device.now_ms(db)?))
    })?;
    let no_relay = TurnedAway::new(RefusalCode::Busy, "this is no relay yet");
    let given = opened(message, &identity.ok_or(no_relay)?)?;
    let (giver, operations) = given
        .open((pairing.server, pairing.device), pairing.server_key, now_ms)
        .map_err(|error| {
            tracing::warn!(%error, "a hand-over was turned away");
            TurnedAway::new(RefusalCode::BadSignature, "not certified for this office")
        })?;
    let receipt = device.store.write(|tx| {
        let (of_device, all) = store::bytes_kept(tx, giver.device)?;
        let more = given.for_server.len() as u64;
        if DEVICE_BYTES_MAX < of_device + more || BYTES_MAX < all + more {
            return Err(TurnedAway::new(RefusalCode::Busy, "the relay keeps enough"));
        }
        let kept = store::keep(tx, &giver, &given.range, &given.for_server, now_ms)?;
        if let Some(range) = kept {
            let touched = lay_over(tx, range, &giver, &pairing, &operations)?;
            view::refresh(tx, &touched)?;
        }
        let key = signing_key(tx)?;
        let of = (pairing.server, pairing.device);
        Ok::<_, TurnedAway>(OfficeReceipt::sign(of, given.range, now_ms, &key))
    })?;
    tracing::info!(
        device = %giver.device,
        first_seq = given.range.first_seq,
        last_seq = given.range.last_seq,
        "a range was handed over"
    );
    device.changed();
    if device.standing().is_online() {
        device.relay.reached.notify_one();
    }
    Ok(receipt)
}

fn opened(message: &[u8], identity: &Identity) -> Result<HandOver, TurnedAway> {
    let bad = |detail| move |_| TurnedAway::new(RefusalCode::BadMessage, detail);
    let Sealed { sealed } = wire::decode(message).map_err(bad("not a hand-over"))?;
    let opened = unsealed(&sealed, identity).map_err(|_| {
        TurnedAway::new(
            RefusalCode::BadMessage,
            "not sealed to this relay, or damaged",
        )
    })?;
    wire::decode(&opened).map_err(bad("not a hand-over"))
}

fn unsealed(sealed: &[u8], identity: &Identity) -> Result<Vec<u8>, DecryptError> {
    let decryptor = Decryptor::new_buffered(sealed)?;
    let identity: &dyn age::Identity = identity;
    let opened = decryptor.decrypt(std::iter::once(identity))?;
    let mut bytes = Vec::new();
    opened
        .take(HAND_OVER_BYTES_MAX as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Shows the coordinator what she may read and its author may record. The server judges all of it later;
/// what is left out here is only not shown before.
fn lay_over(
    tx: &Transaction<'_>,
    range: i64,
    giver: &Certified,
    pairing: &Pairing,
    operations: &[Operation],
) -> Result<BTreeSet<EntityRef>, Error> {
    let mut touched = BTreeSet::new();
    for operation in operations {
        let envelope = &operation.envelope;
        let Ok(payload) = Payload::decode(&envelope.kind, &operation.body) else {
            continue;
        };
        let may = giver.roles.iter().any(|role| may_record(*role, &payload));
        let is_near = pairing.area.contains(envelope.scope.area())
            && may_read_class(Role::Koordinator, envelope.scope.class());
        if !may || !is_near || payload.check().is_err() {
            tracing::warn!(
                kind = envelope.kind,
                "an operation that was handed over is not shown"
            );
            continue;
        }
        let effects = payload.effects(envelope.op_id);
        let at_ms = estimate(&envelope.clock);
        touched.extend(overlay::lay(tx, range, operation, &effects, at_ms)?);
    }
    Ok(touched)
}

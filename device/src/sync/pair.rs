//! Pairing: a single-use code becomes a device of a user.

use ed25519_dalek::SigningKey;
use rantang_core::sync::invitation::{InvalidInvitation, Invitation};
use rantang_core::sync::protocol::{Enroll, Enrolled, HelloAnswer, RefusalCode, path};
use rantang_core::sync::signing::PublicKey;

use super::hello::{Clocks, message};
use super::remote::{CallError, Remote, call_unsigned};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::store::facts::{self, Pairing};
use crate::store::{Error, Result};

/// Pairs this device. The same invitation again, after an answer that was lost, gives the same device.
///
/// A device that is paired stays with its user: what it recorded is theirs. It may be paired again only
/// where its own server has forgotten it, and for the same user; what it recorded goes in then.
pub async fn pair(device: &Device, invitation: &str) -> std::result::Result<(), Failure> {
    // No sync runs while a device gets its name.
    let _alone = device.worker.lock().await;
    let invitation = Invitation::parse(invitation)?;
    let (paired, key) =
        device.read::<_, Error>(|db| Ok((facts::PAIRING.get(db)?, signing_key(db)?)))?;
    if let Some(paired) = &paired
        && !is_forgotten(device, paired, &key, &invitation).await?
    {
        let same = paired.server == invitation.server;
        tracing::info!(same_server = same, "an invitation on a paired device");
        return Err(Failure::new(
            ErrorCode::AlreadyPaired,
            "Perangkat ini sudah dipasangkan. Untuk orang lain pakai folder data yang lain; catatan di sini tetap aman.",
        ));
    }
    let enrolled = enroll(device, &invitation, &key).await?;
    if paired.is_some_and(|paired| paired.user != enrolled.user) {
        return Err(Failure::new(
            ErrorCode::InvitationOfAnother,
            "Undangan ini untuk orang lain. Catatan di sini aman dan tetap milik Anda. \
             Minta undangan atas nama Anda sendiri kepada koordinator.",
        ));
    }
    let sealing = enrolled.sealing.filter(|sealing| {
        sealing
            .verify(invitation.server, invitation.server_key)
            .is_ok()
    });
    let pairing = Pairing {
        url: invitation.url,
        device: enrolled.device,
        server: enrolled.server,
        server_key: enrolled.server_key,
        user: enrolled.user,
        area: enrolled.area,
        is_demo: enrolled.is_demo,
    };
    device.pair_offline(pairing, enrolled.profile, enrolled.roles)?;
    if let Some(sealing) = sealing {
        device.keep_sealing_key(&sealing.recipient)?;
    }
    device.wake.notify_one();
    Ok(())
}

/// Whether the server that this device is paired with says that it does not know it.
async fn is_forgotten(
    device: &Device,
    paired: &Pairing,
    key: &SigningKey,
    invitation: &Invitation,
) -> std::result::Result<bool, Failure> {
    if (paired.server, paired.server_key) != (invitation.server, invitation.server_key) {
        return Ok(false);
    }
    let hello = device.read(|db| message(db, Clocks::of(device)))?;
    let remote = Remote {
        transport: &*device.platform.transport,
        pairing: Pairing {
            // The server may have moved since.
            url: invitation.url.clone(),
            ..paired.clone()
        },
        key: key.clone(),
    };
    match remote
        .call::<_, HelloAnswer>(path::HELLO, &[], &hello)
        .await
    {
        Ok(_) => Ok(false),
        Err(CallError::Refused(RefusalCode::UnknownDevice)) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

async fn enroll(
    device: &Device,
    invitation: &Invitation,
    key: &SigningKey,
) -> std::result::Result<Enrolled, Failure> {
    let enroll = Enroll {
        code: invitation.code.clone(),
        public_key: PublicKey(key.verifying_key().to_bytes()),
        device_name: device_name(),
    };
    let transport = &*device.platform.transport;
    let enrolled: Enrolled =
        call_unsigned(transport, &invitation.url, path::ENROLL, &enroll).await?;
    if enrolled.server != invitation.server || enrolled.server_key != invitation.server_key {
        return Err(Failure::new(
            ErrorCode::WrongServer,
            "Yang menjawab bukan server pada undangan ini. Tidak ada yang dikirim. \
             Periksa jaringannya, atau minta undangan baru kepada koordinator.",
        ));
    }
    Ok(enrolled)
}

pub(crate) fn signing_key(db: &rusqlite::Connection) -> Result<SigningKey> {
    let bytes = facts::SIGNING_KEY.get(db)?.unwrap_or_default();
    let secret: [u8; 32] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| Error::Unreadable("the signing key"))?;
    Ok(SigningKey::from_bytes(&secret))
}

/// How the coordinator sees the device: the machine's name, where it has one.
fn device_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name: String = name.trim().chars().take(60).collect();
    if name.is_empty() {
        std::env::consts::OS.to_owned()
    } else {
        name
    }
}

impl From<InvalidInvitation> for Failure {
    fn from(invalid: InvalidInvitation) -> Self {
        let message = match invalid {
            InvalidInvitation::NotAnInvitation => {
                "Ini bukan undangan Rantang. Undangan dimulai dengan \"rantang:\". Salin seluruhnya, lalu coba lagi."
            }
            InvalidInvitation::Damaged | InvalidInvitation::Address => {
                "Undangan ini tidak lengkap atau rusak. Salin seluruhnya, atau minta yang baru kepada koordinator."
            }
        };
        Self::new(ErrorCode::InvitationUnreadable, message)
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        let (code, message) = match &error {
            CallError::Network(_) | CallError::NotOurs { .. } => (
                ErrorCode::NoSignal,
                "Server tidak terjangkau. Data di sini aman. Coba lagi kalau ada sinyal.",
            ),
            CallError::Busy { .. }
            | CallError::Refused(RefusalCode::Busy | RefusalCode::Internal) => (
                ErrorCode::ServerBusy,
                "Server sedang sibuk. Data di sini aman. Coba lagi sebentar lagi.",
            ),
            CallError::Refused(RefusalCode::InvitationInvalid) => (
                ErrorCode::InvitationInvalid,
                "Kode undangan salah, sudah dipakai, atau lewat 24 jam. Minta yang baru kepada koordinator.",
            ),
            CallError::Refused(RefusalCode::ProtocolUnknown) => (
                ErrorCode::AppOutdated,
                "Server memakai versi lain. Data di sini aman. Perbarui aplikasi, lalu coba lagi.",
            ),
            CallError::Refused(_) => (
                ErrorCode::ServerRefused,
                "Server menolak perangkat ini. Data di sini aman. Hubungi koordinator.",
            ),
        };
        tracing::warn!(error = &error as &dyn std::error::Error, "a call failed");
        Self::new(code, message)
    }
}

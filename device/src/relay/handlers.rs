//! The commands of the office's network.

use std::sync::Arc;

use qrcode::QrCode;
use qrcode::render::svg;
use rantang_core::sync::relay::RelayAddress;
use rusqlite::Connection;

use super::announce::own_addresses;
use super::commands::{RelayFound, RelaySet};
use super::find::{self, NotThere};
use super::hand_over::{self, Given, Nothing};
use super::view::{RelayFromView, RelayGivenView, RelayOutcome, RelayView};
use super::{PORT, certified, store};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::store::facts::{self, RelaySetting};
use crate::store::{Error, Result as StoreResult};

pub fn get(device: &Device) -> Result<RelayView, Failure> {
    device.read(|db| view(device, db))
}

/// Takes effect at once, and stays.
pub fn set(device: &Device, args: &RelaySet) -> Result<RelayView, Failure> {
    device.store.write::<(), Failure>(|tx| {
        if args.port == Some(0) {
            return Err(Failure::new(
                ErrorCode::BadRequest,
                "Port 0 tidak bisa dipakai. Pilih angka antara 1024 dan 65535.",
            ));
        }
        let before = setting(tx)?;
        let chosen = RelaySetting {
            on: args.on,
            port: args.port.unwrap_or(before.port),
        };
        certified::make_key(tx)?;
        Ok(facts::RELAY.set(tx, &chosen)?)
    })?;
    device.relay.chosen.notify_one();
    // A desk that was never certified as a relay asks at once.
    device.wake.notify_one();
    device.changed();
    get(device)
}

fn setting(db: &Connection) -> StoreResult<RelaySetting> {
    Ok(facts::RELAY.get(db)?.unwrap_or(RelaySetting {
        on: false,
        port: PORT,
    }))
}

fn view(device: &Device, db: &Connection) -> Result<RelayView, Failure> {
    let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
    let RelaySetting { on, port } = setting(db)?;
    let listening = device.relay.listening();
    let port = listening.at.map_or(port, |at| at.port());
    let addresses = own_addresses(port);
    let code = (!addresses.is_empty()).then(|| {
        let server = pairing.server;
        let addresses = addresses.clone();
        RelayAddress { server, addresses }.to_string()
    });
    let own = certified::own(db, device.now_ms(db)?)?;
    let certified = own.filter(|(_, own)| own.recipient.is_some());
    let from: Vec<RelayFromView> = store::by_user(db)?
        .into_iter()
        .map(|it| RelayFromView {
            user_id: it.user.0,
            call_name: it.call_name,
            waiting: it.waiting,
            refused: it.refused,
            at_server: it.at_server,
            arrived_at_ms: it.arrived_ms,
        })
        .collect();
    Ok(RelayView {
        on,
        port,
        listening: listening.at.is_some(),
        problem: listening.problem.filter(|_| on),
        addresses: addresses.iter().map(ToString::to_string).collect(),
        code_svg: code.as_deref().and_then(drawn),
        code,
        certified_until_ms: certified.map(|(_, own)| own.until_ms),
        waiting: from.iter().map(|it| it.waiting).sum(),
        turned_away: listening.turned_away,
        from,
    })
}

fn drawn(code: &str) -> Option<String> {
    let code = QrCode::new(code).ok()?;
    Some(
        code.render::<svg::Color<'_>>()
            .min_dimensions(200, 200)
            .quiet_zone(true)
            .build(),
    )
}

/// A relay's code was scanned: goes there at once with what is unsent, and first there from now on.
pub async fn found(device: &Arc<Device>, args: RelayFound) -> Result<RelayGivenView, Failure> {
    let address = RelayAddress::parse(&args.code).map_err(|error| {
        tracing::info!(%error, "not a relay's code");
        Failure::new(
            ErrorCode::CodeUnreadable,
            "Ini bukan kode Wi-Fi kantor Rantang. Tidak ada yang berubah. Buka Wi-Fi kantor di komputer koordinator, lalu pindai kode di layarnya.",
        )
    })?;
    let pairing = find::pairing(device).await?;
    if address.server != pairing.server {
        return Err(Failure::new(
            ErrorCode::WrongServer,
            "Kode ini milik kantor lain. Tidak ada yang berubah. Catatan tetap aman di HP ini.",
        ));
    }
    let mut outcome = RelayOutcome::NobodyNear;
    for at in address.addresses {
        match find::ask(device, &pairing, at).await? {
            Ok(relay) => return Ok(given(&hand_over::hand_over_to(device, relay).await?)),
            Err(NotThere::Silent) => {}
            Err(NotThere::NotCertified | NotThere::Itself) => outcome = RelayOutcome::NotOurs,
        }
    }
    Ok(RelayGivenView {
        outcome,
        records: 0,
    })
}

/// Looks around now and hands over.
pub async fn give(device: &Arc<Device>) -> Result<RelayGivenView, Failure> {
    Ok(given(&hand_over::hand_over(device).await?))
}

pub fn given(given: &Given) -> RelayGivenView {
    RelayGivenView {
        outcome: match given.nothing {
            None => RelayOutcome::Given,
            Some(Nothing::Unsent) => RelayOutcome::NothingUnsent,
            Some(Nothing::NotCertified) => RelayOutcome::NotCertified,
            Some(Nothing::NobodyNear) => RelayOutcome::NobodyNear,
            Some(Nothing::NotTaken) => RelayOutcome::NotTaken,
        },
        records: given.records,
    }
}

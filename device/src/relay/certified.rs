//! Who this device is to others of its office.

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use rantang_core::staff::Role;
use rantang_core::sync::protocol::{Certify, HelloAnswer};
use rantang_core::sync::relay::{Certificate, Certified, certificate};
use rusqlite::Connection;

use crate::store::facts::{self, Pairing};
use crate::store::{Error, Result};

/// A certificate is asked for anew when less than this is left of it.
const RENEW_MS: i64 = certificate::GOOD_FOR_MS * 2 / 3;

/// What a hello asks; `None`: what is held is good for long.
pub fn wish(db: &Connection, now_ms: i64) -> Result<Option<Certify>> {
    let coordinates = coordinates(db)?;
    let recipient = match key(db)? {
        Some(key) if coordinates => Some(key.to_public().to_string()),
        _ => None,
    };
    let roles = facts::ROLES.get(db)?.unwrap_or_default();
    let held = own(db, now_ms.saturating_add(RENEW_MS))?;
    let is_as_wished =
        held.is_some_and(|(_, held)| held.recipient == recipient && held.roles == roles);
    Ok((!is_as_wished).then_some(Certify { recipient }))
}

/// Keeps what the server certified, if it did. Says whether there is another one now.
pub fn keep(db: &Connection, answer: &HelloAnswer) -> Result<bool> {
    let (Some(certificate), Some(pairing)) = (&answer.certificate, facts::PAIRING.get(db)?) else {
        return Ok(false);
    };
    match certificate.open(pairing.server, pairing.server_key, answer.server_ms) {
        Ok(certified) if certified.device == pairing.device => {
            facts::CERTIFICATE.set(db, certificate)?;
            Ok(true)
        }
        Ok(_) => {
            tracing::error!("the certificate is of another device");
            Ok(false)
        }
        Err(error) => {
            tracing::error!(%error, "the certificate is not the server's");
            Ok(false)
        }
    }
}

/// The own certificate, if it is still good.
pub fn own(db: &Connection, now_ms: i64) -> Result<Option<(Certificate, Certified)>> {
    let (Some(held), Some(pairing)) = (facts::CERTIFICATE.get(db)?, facts::PAIRING.get(db)?) else {
        return Ok(None);
    };
    let Pairing {
        server, server_key, ..
    } = pairing;
    let certified = held.open(server, server_key, now_ms).ok();
    Ok(certified
        .filter(|it| it.device == pairing.device)
        .map(|certified| (held, certified)))
}

pub fn coordinates(db: &Connection) -> Result<bool> {
    let roles = facts::ROLES.get(db)?.unwrap_or_default();
    Ok(roles.contains(&Role::Koordinator))
}

/// The key that opens what is handed over here; `None`: this device never was a relay.
pub fn key(db: &Connection) -> Result<Option<Identity>> {
    let text = facts::RELAY_KEY.get(db)?;
    text.map(|text| {
        text.parse()
            .map_err(|_| Error::Unreadable("the relay's key"))
    })
    .transpose()
}

/// Makes the key of a relay, once.
pub fn make_key(db: &Connection) -> Result<()> {
    if facts::RELAY_KEY.get(db)?.is_none() {
        let key = Identity::generate().to_string();
        facts::RELAY_KEY.set(db, &key.expose_secret().to_owned())?;
    }
    Ok(())
}

//! A phone looks for a relay of its office: where one was before, then all around.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rantang_core::sync::relay::{Certified, Who, path};
use rusqlite::Connection;

use super::blocking;
use crate::device::Device;
use crate::store::facts::{self, Pairing};
use crate::store::{Error, Result};
use crate::sync::remote::call_unsigned;

/// Addresses that are tried before the network is searched.
const REMEMBERED_MAX: usize = 4;
/// On the own network somebody answers quickly or is not there.
const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// A relay whose certificate is good.
#[derive(Clone, Debug)]
pub struct Found {
    pub at: SocketAddr,
    pub certified: Certified,
    /// Whom to seal to.
    pub recipient: String,
}

impl Found {
    pub fn url(&self) -> String {
        url(self.at)
    }
}

fn url(at: SocketAddr) -> String {
    format!("http://{at}")
}

/// Why an address is no relay for this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotThere {
    Silent,
    /// Somebody answers whom the server did not certify, or no more.
    NotCertified,
    /// It is this device.
    Itself,
}

/// Relays that answer now and are certified, the remembered ones first.
pub async fn relays(device: &Arc<Device>, pairing: &Pairing) -> Result<Vec<Found>> {
    let known = blocking(device, |device| device.read(remembered)).await?;
    let mut found = ask_all(device, pairing, &known).await?;
    if found.is_empty() {
        let near = around(device, pairing).await;
        found = ask_all(device, pairing, &near).await?;
    }
    Ok(found)
}

/// What announces itself on the network around, asked who it is.
pub async fn announced(device: &Arc<Device>, pairing: &Pairing) -> Result<Vec<Found>> {
    let near = around(device, pairing).await;
    ask_all(device, pairing, &near).await
}

async fn around(device: &Arc<Device>, pairing: &Pairing) -> Vec<SocketAddr> {
    let neighbours = device.relay.neighbours.clone();
    let server = pairing.server;
    let near = tokio::task::spawn_blocking(move || neighbours.relays(server)).await;
    near.unwrap_or_default()
}

async fn ask_all(
    device: &Arc<Device>,
    pairing: &Pairing,
    addresses: &[SocketAddr],
) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for at in addresses {
        match ask(device, pairing, *at).await? {
            Ok(relay) => {
                let is_known = found
                    .iter()
                    .any(|it| it.certified.device == relay.certified.device);
                if !is_known {
                    found.push(relay);
                }
            }
            Err(why) => tracing::info!(%at, ?why, "no relay for this device"),
        }
    }
    Ok(found)
}

/// Asks who is at an address.
pub async fn ask(
    device: &Arc<Device>,
    pairing: &Pairing,
    at: SocketAddr,
) -> Result<std::result::Result<Found, NotThere>> {
    let transport = &*device.platform.transport;
    let url = url(at);
    let called = call_unsigned::<_, Who>(transport, &url, path::WHO, &());
    let Ok(Ok(Who { certificate })) = tokio::time::timeout(ANSWER_WITHIN, called).await else {
        return Ok(Err(NotThere::Silent));
    };
    let now_ms = blocking(device, |device| device.read(|db| device.now_ms(db))).await?;
    Ok(
        match certificate.open_relay(pairing.server, pairing.server_key, now_ms) {
            Ok((certified, _)) if certified.device == pairing.device => Err(NotThere::Itself),
            Ok((certified, recipient)) => Ok(Found {
                at,
                certified,
                recipient,
            }),
            Err(error) => {
                tracing::warn!(%at, %error, "somebody else answers where a relay was looked for");
                Err(NotThere::NotCertified)
            }
        },
    )
}

fn remembered(db: &Connection) -> Result<Vec<SocketAddr>> {
    Ok(facts::RELAYS.get(db)?.unwrap_or_default())
}

/// Where to look first from now on.
pub fn remember(db: &Connection, addresses: &[SocketAddr]) -> Result<()> {
    let before = remembered(db)?;
    let mut all: Vec<SocketAddr> = Vec::new();
    for address in addresses.iter().chain(&before) {
        if !all.contains(address) {
            all.push(*address);
        }
    }
    all.truncate(REMEMBERED_MAX);
    if all != before {
        facts::RELAYS.set(db, &all)?;
    }
    Ok(())
}

/// With whom this device is paired.
pub async fn pairing(device: &Arc<Device>) -> Result<Pairing> {
    blocking(device, |device| {
        device.read(|db| facts::PAIRING.get(db)?.ok_or(Error::NotPaired))
    })
    .await
}

//! A phone hands over what the server does not have. It stays unsent here, and goes to the server by its
//! own push as soon as that can be.

use std::sync::Arc;

use age::x25519::Recipient;
use rantang_core::operation::ChainHash;
use rantang_core::permissions::may_read_class;
use rantang_core::staff::Role;
use rantang_core::sync::relay::{
    Certified, ClearOperation, HandOver, OfficeReceipt, Range, Sealed, path,
};
use rantang_core::sync::wire;
use rusqlite::Connection;
use serde_bytes::ByteBuf;

use super::blocking;
use super::certified;
use super::find::{self, Found};
use crate::bundle::seal;
use crate::device::Device;
use crate::log::outgoing::{Outgoing, outgoing_after};
use crate::store::facts::{self, Handed, Pairing};
use crate::store::{Error, Result};
use crate::sync::exchange::has_unsent;
use crate::sync::pair::signing_key;
use crate::sync::remote::call_unsigned;

/// A search that found nobody is not repeated before this, doubled each time.
const PAUSE_MS: i64 = 20_000;
const PAUSE_MS_MAX: i64 = 10 * 60_000;
/// Relays of whom it is remembered what they have.
const RELAYS_MAX: usize = 4;

/// What came of looking for a relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Records that a relay has now and had not before.
    pub records: u32,
    /// Who took them.
    pub relays: Vec<std::net::SocketAddr>,
    /// Why not, where nothing was to be given or nobody took it.
    pub nothing: Option<Nothing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// The server has everything.
    Unsent,
    /// This device was never certified, or too long ago: it needs the server once.
    NotCertified,
    /// No relay answers.
    NobodyNear,
    /// One answers and did not take it.
    NotTaken,
}

/// Looks for a relay whenever the server could not be reached, less and less often while there is none.
pub async fn run(device: Arc<Device>) {
    let mut pause_ms = 0;
    let mut not_before_ms = i64::MIN;
    loop {
        device.relay.cut_off.notified().await;
        if device.platform.clock.boot_ms() < not_before_ms {
            continue;
        }
        let is_found = match hand_over(&device).await {
            Ok(given) => !matches!(
                given.nothing,
                Some(Nothing::NobodyNear | Nothing::NotTaken | Nothing::NotCertified)
            ),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "nothing could be handed over"
                );
                false
            }
        };
        pause_ms = if is_found {
            0
        } else {
            (pause_ms * 2).clamp(PAUSE_MS, PAUSE_MS_MAX)
        };
        not_before_ms = device.platform.clock.boot_ms().saturating_add(pause_ms);
    }
}

/// Hands everything that is unsent to a relay near, if there is one.
pub async fn hand_over(device: &Arc<Device>) -> Result<Given> {
    hand_all_over(device, None).await
}

/// The same to one that is known by its address.
pub async fn hand_over_to(device: &Arc<Device>, relay: Found) -> Result<Given> {
    hand_all_over(device, Some(relay)).await
}

async fn hand_all_over(device: &Arc<Device>, known: Option<Found>) -> Result<Given> {
    let _giving = device.relay.giving.lock().await;
    if let Some(nothing) =
        blocking(device, |device| device.read(|db| hindrance(device, db))).await?
    {
        return Ok(Given {
            nothing: Some(nothing),
            ..Given::default()
        });
    }
    let pairing = find::pairing(device).await?;
    let relays = match known {
        Some(relay) => vec![relay],
        None => find::relays(device, &pairing).await?,
    };
    give_to(device, &pairing, relays).await
}

fn hindrance(device: &Device, db: &Connection) -> Result<Option<Nothing>> {
    if !has_unsent(db)? {
        return Ok(Some(Nothing::Unsent));
    }
    let is_known = certified::own(db, device.now_ms(db)?)?.is_some();
    let can_seal = facts::SEALING.get(db)?.is_some();
    Ok((!is_known || !can_seal).then_some(Nothing::NotCertified))
}

/// Of several the first that takes everything is enough.
async fn give_to(device: &Arc<Device>, pairing: &Pairing, relays: Vec<Found>) -> Result<Given> {
    let mut given = Given {
        nothing: Some(if relays.is_empty() {
            Nothing::NobodyNear
        } else {
            Nothing::NotTaken
        }),
        ..Given::default()
    };
    for relay in relays {
        match give(device, pairing, &relay, &mut given.records).await? {
            Ok(()) => {
                given.nothing = None;
                given.relays.push(relay.at);
                let at = relay.at;
                blocking(device, move |device| {
                    device.store.write(|tx| find::remember(tx, &[at]))
                })
                .await?;
                break;
            }
            Err(why) => tracing::info!(at = %relay.at, why, "a relay took nothing more"),
        }
    }
    if 0 < given.records {
        device.changed();
    }
    Ok(given)
}

async fn give(
    device: &Arc<Device>,
    pairing: &Pairing,
    relay: &Found,
    records: &mut u32,
) -> Result<std::result::Result<(), String>> {
    loop {
        let to = relay.clone();
        let made = blocking(device, move |device| {
            device.read(|db| next_range(device, db, &to))
        })
        .await?;
        let Some((range, message)) = made else {
            return Ok(Ok(()));
        };
        let transport = &*device.platform.transport;
        let url = relay.url();
        let called = call_unsigned::<_, OfficeReceipt>(transport, &url, path::HAND_OVER, &message);
        let receipt = match called.await {
            Ok(receipt) => receipt,
            Err(error) => return Ok(Err(error.to_string())),
        };
        if receipt
            .verify(pairing.server, &relay.certified, &range)
            .is_err()
        {
            tracing::warn!(at = %relay.at, "a receipt is not the relay's");
            return Ok(Err("a receipt that does not fit".to_owned()));
        }
        let handed = Handed {
            relay: relay.certified.device,
            replica: range.replica,
            through_seq: range.last_seq,
            hash: range.hash,
            at_ms: receipt.at_ms,
        };
        blocking(device, move |device| {
            device.store.write(|tx| note(tx, handed))
        })
        .await?;
        *records += (range.last_seq + 1 - range.first_seq) as u32;
    }
}

/// The next range that a relay does not have; `None`: it has everything.
fn next_range(device: &Device, db: &Connection, relay: &Found) -> Result<Option<(Range, Sealed)>> {
    let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
    let replica = facts::REPLICA.get(db)?.ok_or(Error::NotPaired)?;
    let acknowledged: (u64, ChainHash) = facts::ACKNOWLEDGED.get(db)?.unwrap_or_default();
    let handed = facts::HANDED.get(db)?.unwrap_or_default();
    let handed = handed
        .iter()
        .find(|it| it.relay == relay.certified.device && it.replica == replica)
        .map(|it| (it.through_seq, it.hash));
    let at = handed.map_or(acknowledged, |handed| {
        if acknowledged.0 < handed.0 {
            handed
        } else {
            acknowledged
        }
    });
    let Some(out) = outgoing_after(db, at, device.portions.operations)? else {
        return Ok(None);
    };
    let Some((certificate, _)) = certified::own(db, device.now_ms(db)?)? else {
        return Err(Error::Unreadable("the certificate"));
    };
    let key = signing_key(db)?;
    let for_server = facts::SEALING.get(db)?.and_then(|it| it.parse().ok());
    let for_server: Recipient = for_server.ok_or(Error::Unreadable("the sealing key"))?;
    let for_relay: Recipient = relay
        .recipient
        .parse()
        .map_err(|_| Error::Unreadable("the relay's recipient"))?;
    let range = Range {
        replica,
        first_seq: at.0 + 1,
        last_seq: at.0 + out.operations.len() as u64,
        hash: out.hash,
    };
    let clear = readable(&out, &relay.certified);
    let sealed = seal::range(&pairing, replica, out, range.last_seq, &key, &for_server);
    let sealed = sealed.map_err(|_| Error::Unreadable("what was to be sealed"))?;
    let of = (pairing.server, relay.certified.device);
    let given = HandOver::sign(of, certificate, range, sealed, &clear, &key);
    let sealed = age::encrypt(&for_relay, &wire::encode(&given))
        .map_err(|_| Error::Unreadable("what was to be sealed"))?;
    Ok(Some((
        range,
        Sealed {
            sealed: sealed.into(),
        },
    )))
}

/// What the relay's own coordinator reads anyway, once the server has it.
fn readable(out: &Outgoing, relay: &Certified) -> Vec<ClearOperation> {
    let may_read = |operation: &&rantang_core::operation::Operation| {
        let scope = &operation.envelope.scope;
        relay.roles.contains(&Role::Koordinator)
            && relay.area.contains(scope.area())
            && may_read_class(Role::Koordinator, scope.class())
    };
    let readable = out.operations.iter().filter(may_read);
    readable
        .map(|operation| ClearOperation {
            envelope: operation.envelope.encode().into(),
            body: ByteBuf::from(operation.body.clone()),
        })
        .collect()
}

fn note(db: &Connection, handed: Handed) -> Result<()> {
    let mut all = facts::HANDED.get(db)?.unwrap_or_default();
    all.retain(|it| it.relay != handed.relay && it.replica == handed.replica);
    all.insert(0, handed);
    all.truncate(RELAYS_MAX);
    facts::HANDED.set(db, &all)
}

/// How much of the log the office has: the number of the last record, and since when.
pub fn at_office(db: &Connection) -> Result<Option<(u64, i64)>> {
    let Some(replica) = facts::REPLICA.get(db)? else {
        return Ok(None);
    };
    let handed = facts::HANDED.get(db)?.unwrap_or_default();
    let of_log = handed.iter().filter(|it| it.replica == replica);
    Ok(of_log
        .max_by_key(|it| it.through_seq)
        .map(|it| (it.through_seq, it.at_ms)))
}

//! One turn of the lane: ask what is missing, send what waits, fetch what is wanted.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Instant;

use ed25519_dalek::SigningKey;
use rantang_core::staff::Role;
use rantang_core::sync::media::{MediaAnswer, MediaAsk, MediaState};
use rantang_core::sync::protocol::path;
use rusqlite::Connection;
use serde_bytes::ByteArray;

use super::remote::{LaneError, Remote, Stands};
use super::{Parts, blocking, let_go, let_go_of_removed, may_use_line};
use crate::device::Device;
use crate::photos::store::{self, Whereabouts};
use crate::store::facts::Pairing;
use crate::store::{Error, facts};
use crate::sync::pair::signing_key;

/// So many are dealt with in one turn; then it is asked again.
const AT_ONCE: usize = 200;
/// Whether stored ones came into a backup is asked this often.
const ASK_EVERY_MS: i64 = 6 * 3_600_000;

/// What a turn begins with.
struct Turn {
    may_use_line: bool,
    waiting: Vec<([u8; 32], u32)>,
    to_ask: Vec<[u8; 32]>,
    to_fetch: Vec<([u8; 32], bool)>,
}

/// Everything that can be done now. `Err(MakesWay)`: a record came first.
pub async fn work(device: &Arc<Device>, parts: &mut Parts) -> Result<(), LaneError> {
    blocking(device, let_go_of_removed).await?;
    loop {
        let turn = blocking(device, turn).await?;
        let sends = turn.may_use_line && !turn.waiting.is_empty();
        let fetches = turn.may_use_line && !turn.to_fetch.is_empty();
        if !sends && !fetches && turn.to_ask.is_empty() {
            return Ok(());
        }
        way_is_free(device).await?;
        let moved = run_turn(device, turn, parts).await;
        device.photos.send_now.store(false, Ordering::Relaxed);
        set_sending(device, None);
        if !moved? {
            return Ok(());
        }
    }
}

fn turn(device: &Device) -> Result<Turn, Error> {
    device.read(|db| {
        if facts::PAIRING.get(db)?.is_none() {
            return Ok(Turn {
                may_use_line: false,
                waiting: Vec::new(),
                to_ask: Vec::new(),
                to_fetch: Vec::new(),
            });
        }
        let now_ms = device.now_ms(db)?;
        let roles = facts::ROLES.get(db)?.unwrap_or_default();
        // Who verifies sees them at once; a phone fetches what somebody opens.
        let thumbnails = roles.contains(&Role::Koordinator);
        Ok(Turn {
            may_use_line: may_use_line(device, db)?,
            waiting: store::waiting(db, AT_ONCE)?,
            to_ask: store::to_ask(db, now_ms.saturating_sub(ASK_EVERY_MS), AT_ONCE)?,
            to_fetch: store::to_fetch(db, thumbnails, AT_ONCE)?,
        })
    })
}

fn signing(db: &Connection) -> Result<(Pairing, SigningKey), Error> {
    let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
    Ok((pairing, signing_key(db)?))
}

/// Whether anything came further, so that another turn makes sense.
async fn run_turn(device: &Arc<Device>, turn: Turn, parts: &mut Parts) -> Result<bool, LaneError> {
    let own: Vec<[u8; 32]> = turn.waiting.iter().map(|(hash, _)| *hash).collect();
    let asked = [&own[..], &turn.to_ask[..]].concat();
    let (remote, states) = ask(device, &asked).await?;
    let mut moved = false;
    note_states(device, &asked, &states).await?;
    if turn.may_use_line {
        for ((hash, bytes), state) in turn.waiting.iter().zip(&states) {
            if let MediaState::Wanted { .. } = state {
                send(device, &remote, hash, *bytes, parts).await?;
                moved = true;
            }
        }
        for (hash, is_small) in &turn.to_fetch {
            moved |= fetch(device, &remote, hash, *is_small).await?;
        }
    }
    blocking(device, let_go).await?;
    Ok(moved)
}

async fn ask<'a>(
    device: &'a Arc<Device>,
    hashes: &[[u8; 32]],
) -> Result<(Remote<'a>, Vec<MediaState>), LaneError> {
    let message = MediaAsk {
        hashes: hashes.iter().copied().map(ByteArray::new).collect(),
    };
    // Whoever syncs records holds it; the challenge is that of the last hello.
    let challenge = match device.worker.try_lock() {
        Ok(worker) => worker.challenge(),
        Err(_) => return Err(LaneError::MakesWay),
    };
    let (pairing, key) = blocking(device, |device| device.read(signing)).await?;
    let url = pairing.url.clone();
    let signed = crate::sync::remote::Remote {
        transport: &*device.platform.transport,
        pairing,
        key,
    };
    let asking = async { Ok(signed.call(path::MEDIA_STATE, &challenge, &message).await?) };
    let answer: MediaAnswer = making_way(device, asking).await?;
    if answer.states.len() != hashes.len() {
        return Err(LaneError::Nonsense);
    }
    let remote = Remote {
        transport: &*device.platform.transport,
        url,
        token: answer.token,
    };
    Ok((remote, answer.states))
}

async fn note_states(
    device: &Arc<Device>,
    hashes: &[[u8; 32]],
    states: &[MediaState],
) -> Result<(), LaneError> {
    let told: Vec<([u8; 32], MediaState)> =
        hashes.iter().copied().zip(states.iter().copied()).collect();
    blocking(device, move |device| {
        device.store.write::<_, Error>(|tx| {
            let now_ms = device.now_ms(tx)?;
            let hashes: Vec<[u8; 32]> = told.iter().map(|(hash, _)| *hash).collect();
            store::set_asked(tx, &hashes, now_ms)?;
            for (hash, state) in &told {
                let state = match state {
                    MediaState::Stored => Whereabouts::Stored,
                    MediaState::Durable => Whereabouts::Durable,
                    // A server that was restored lacks what it had: it goes again.
                    MediaState::Wanted { .. } => Whereabouts::Waiting,
                    MediaState::NotYet => continue,
                };
                store::set_state(tx, hash, state)?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(())
}

/// Sends what is missing of one, part by part.
async fn send(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    hash: &[u8; 32],
    bytes: u32,
    parts: &mut Parts,
) -> Result<(), LaneError> {
    let name = *hash;
    let Some(content) = blocking(device, move |device| device.photos.files.get(&name)).await?
    else {
        // Somebody removed the file behind our back: there is nothing to send any more.
        tracing::error!("a photo that was not sent yet is gone from this device");
        blocking(device, move |device| {
            device.store.write(|tx| store::set_gone(tx, &name))
        })
        .await?;
        return Ok(());
    };
    set_sending(device, Some(*hash));
    let mut at = match making_way(device, remote.stands(hash)).await? {
        Stands::At(offset) => offset,
        Stands::NotBegun => making_way(device, remote.begin(hash, bytes)).await?,
    };
    while at < bytes {
        let rest = content.get(at as usize..).ok_or(LaneError::Nonsense)?;
        let part = &rest[..parts.next(rest.len())];
        if part.is_empty() {
            return Err(LaneError::Nonsense);
        }
        let began = Instant::now();
        match making_way(device, remote.part(hash, at, part)).await {
            Ok(offset) if at < offset => {
                parts.took(part.len(), began.elapsed());
                at = offset;
            }
            Ok(_) => return Err(LaneError::Nonsense),
            // Another device of the same user was quicker, or the last answer was lost.
            Err(LaneError::Status { status: 409, .. }) => {
                match making_way(device, remote.stands(hash)).await? {
                    Stands::At(offset) => at = offset,
                    Stands::NotBegun => at = making_way(device, remote.begin(hash, bytes)).await?,
                }
            }
            Err(error) => {
                if matches!(error, LaneError::Line(_)) {
                    parts.broke();
                }
                return Err(error);
            }
        }
    }
    blocking(device, move |device| {
        device
            .store
            .write(|tx| store::set_state(tx, &name, Whereabouts::Stored))
    })
    .await?;
    set_sending(device, None);
    device.changed();
    Ok(())
}

/// True: it is here now.
async fn fetch(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    hash: &[u8; 32],
    is_small: bool,
) -> Result<bool, LaneError> {
    let Some(bytes) = making_way(device, remote.fetch(hash)).await? else {
        return Ok(false);
    };
    let name = *hash;
    blocking(device, move |device| -> Result<(), LaneError> {
        let photos = &device.photos;
        let free = photos.disk.free_bytes(photos.files.folder());
        if !crate::photos::room::has_room(free, bytes.len() as u64) {
            let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
            return Err(LaneError::File(full));
        }
        photos.files.put(&name, &bytes)?;
        device.store.write::<_, Error>(|tx| {
            let now_ms = device.now_ms(tx)?;
            store::keep_fetched(tx, &name, bytes.len() as u32, is_small, now_ms)
        })?;
        Ok(())
    })
    .await?;
    device.changed();
    Ok(true)
}

/// What is on the line is dropped when a record comes.
async fn making_way<T>(
    device: &Arc<Device>,
    call: impl Future<Output = Result<T, LaneError>>,
) -> Result<T, LaneError> {
    let came = device.photos.makes_way.notified();
    way_is_free(device).await?;
    tokio::select! {
        biased;
        () = came => Err(LaneError::MakesWay),
        answer = call => answer,
    }
}

async fn way_is_free(device: &Arc<Device>) -> Result<(), LaneError> {
    match device.records_wait().await {
        true => Err(LaneError::MakesWay),
        false => Ok(()),
    }
}

fn set_sending(device: &Device, hash: Option<[u8; 32]>) {
    let mut sending = device
        .photos
        .sending
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    *sending = hash;
}

//! Fetches the next part of a snapshot: what does not have the hash that was signed is asked for again.

use std::sync::Arc;

use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{RefusalCode, path};
use rantang_core::sync::snapshot::{
    ChunkHash, SnapshotChunk, SnapshotIndex, chunk_resource, index_resource,
};
use rantang_core::sync::wire;

use super::remote::{CallError, Remote};
use super::snapshot::{self, Next};
use super::step::{StepError, blocking};
use crate::device::Device;

/// What a part brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    pub rows: u32,
    /// Something is still to be fetched.
    pub more: bool,
    /// A snapshot of this scope and generation begins.
    pub begun: Option<(Scope, u64)>,
}

pub async fn part(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    challenge: &[u8],
) -> Result<Fetched, StepError> {
    let next = blocking(device, |device| device.read(snapshot::next)).await?;
    match next {
        None => Ok(Fetched::default()),
        Some(Next::Index(scope)) => index(device, remote, challenge, scope).await,
        Some(Next::Chunk { index, at, hash }) => {
            chunk(device, remote, challenge, index, at, hash).await
        }
    }
}

async fn index(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    challenge: &[u8],
    scope: Scope,
) -> Result<Fetched, StepError> {
    let resource = index_resource(&scope);
    let bytes = remote.fetch(path::SNAPSHOT, resource, challenge).await?;
    let torn = StepError::Torn("the index of a snapshot is not what the server signed");
    let Ok(index) = wire::decode::<SnapshotIndex>(&bytes) else {
        return Err(torn);
    };
    let pairing = &remote.pairing;
    let is_signed = index.verify(pairing.server, pairing.server_key).is_ok();
    if !is_signed || index.scope != scope {
        return Err(torn);
    }
    let generation = index.manifest.generation;
    let more = blocking(device, move |device| {
        device.store.write(|tx| {
            snapshot::begin(tx, &index)?;
            Ok(snapshot::next(tx)?.is_some())
        })
    })
    .await?;
    Ok(Fetched {
        rows: 0,
        more,
        begun: Some((scope, generation)),
    })
}

async fn chunk(
    device: &Arc<Device>,
    remote: &Remote<'_>,
    challenge: &[u8],
    index: SnapshotIndex,
    at: usize,
    hash: ChunkHash,
) -> Result<Fetched, StepError> {
    let resource = chunk_resource(&index.scope, index.manifest.generation, &hash);
    let bytes = match remote.fetch(path::SNAPSHOT, resource, challenge).await {
        Err(CallError::Refused(RefusalCode::SnapshotGone)) => {
            let scope = index.scope;
            blocking(device, move |device| {
                device.store.write(|tx| snapshot::begin_anew(tx, &scope))
            })
            .await?;
            return Err(StepError::Torn("the server has another snapshot by now"));
        }
        fetched => fetched?,
    };
    if *blake3::hash(&bytes).as_bytes() != hash {
        return Err(StepError::Torn(
            "a part of a snapshot is not what was signed",
        ));
    }
    let Ok(chunk) = wire::decode::<SnapshotChunk>(&bytes) else {
        return Err(StepError::Nonsense("a part of a snapshot cannot be read"));
    };
    let (rows, more) = blocking(device, move |device| {
        device.store.write(|tx| {
            let rows = snapshot::take_in(tx, &index, at, chunk)?;
            Ok((rows, snapshot::next(tx)?.is_some()))
        })
    })
    .await?;
    Ok(Fetched {
        rows,
        more,
        begun: None,
    })
}

//! Snapshots of scopes: made once for all who ask, kept as files, made anew when the scope moved on.
//!
//! # Invariants
//!
//! * A snapshot is of one moment, and its index is written last: what has an index is whole.
//! * Any number of processes may share the directory: whoever is second uses what the first made.
//! * The files hold names and addresses, and nobody but the server can read them: they are sealed to
//!   its key. They are what devices may be sent and nothing more; losing them loses nothing.
//! * After a restore nothing that was made before is used.

mod build;
mod files;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ed25519_dalek::SigningKey;
use rantang_core::ids::ServerId;
use rantang_core::scopes::Scope;
use rantang_core::sync::snapshot::{ChunkHash, SnapshotIndex};
use rantang_core::sync::wire;

use crate::sealing::Sealing;
use crate::store::{CentralStore, ScopeState, StoreError, StoreResult};
use build::Builder;
use files::{Files, Spot};

/// When and how snapshots are made.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Who has nothing of a scope with so many rows is sent a snapshot.
    pub rows_min: u64,
    /// About how much of registers a chunk holds; on the wire it is a third of that.
    pub chunk_bytes: usize,
    /// A snapshot is good while the scope has moved on by no more positions.
    pub behind_max: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rows_min: 500,
            chunk_bytes: 1024 * 1024,
            behind_max: 2_000,
        }
    }
}

/// All snapshots of one server.
pub struct Snapshots {
    pub settings: Settings,
    files: Files,
    /// One makes, the others wait.
    making: Mutex<HashMap<Scope, Arc<tokio::sync::Mutex<()>>>>,
    made: AtomicUsize,
}

impl Snapshots {
    /// `sealing`: to whom the files are sealed; all processes of a directory have the same.
    pub fn new(directory: PathBuf, sealing: Sealing, settings: Settings) -> Self {
        Self {
            settings,
            files: Files::new(directory, sealing),
            making: Mutex::default(),
            made: AtomicUsize::new(0),
        }
    }

    /// How many this process has made.
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// The index of a snapshot that is good now, as it travels. `None`: the scope never had a row.
    pub async fn index(
        &self,
        store: &dyn CentralStore,
        server: ServerId,
        key: &SigningKey,
        scope: &Scope,
    ) -> StoreResult<Option<Vec<u8>>> {
        let turn = self.turn(scope);
        let _turn = turn.lock().await;
        let Some(state) = store.scope_state(scope.clone()).await? else {
            return Ok(None);
        };
        let mut spot = spot(store, scope, state.manifest.generation).await?;
        let asked = spot.clone();
        let found = self.blocking(move |files| (files.index(&asked), files.has_index(&asked)));
        let (bytes, had_one) = found.await?;
        if had_one {
            let bytes = bytes.unwrap_or_default();
            match wire::decode::<SnapshotIndex>(&bytes) {
                Ok(index) if self.is_good(&index, &state) => return Ok(Some(bytes)),
                // It lies too far behind, or the file is broken.
                _ => {
                    store
                        .raise_generation(scope.clone(), spot.generation)
                        .await?
                }
            };
        }
        let files = self.files.clone();
        let builder = Builder::new(files, spot.epoch, scope, self.settings.chunk_bytes)?;
        let Some(manifest) = store.each_row(scope.clone(), builder.each_row()).await? else {
            return Ok(None);
        };
        let chunks = builder.finish()?;
        spot.generation = manifest.generation;
        let index = SnapshotIndex::sign(server, scope.clone(), manifest, &chunks, key);
        let bytes = builder.publish(&spot, wire::encode(&index))?;
        self.made.fetch_add(1, Ordering::Relaxed);
        tracing::info!(
            %scope,
            generation = manifest.generation,
            rows = manifest.tally.count,
            chunks = chunks.len(),
            "a snapshot was made"
        );
        Ok(Some(bytes))
    }

    /// Somebody holds other rows than are there: perhaps from here. The next who asks gets another one.
    pub async fn distrust(&self, store: &dyn CentralStore, scope: Scope) -> StoreResult<()> {
        if let Some(state) = store.scope_state(scope.clone()).await? {
            let spot = spot(store, &scope, state.manifest.generation).await?;
            self.blocking(move |files| files.put_away(&spot)).await?;
        }
        Ok(())
    }

    /// A chunk as it travels. `None`: there is none of this generation and hash, or its file is broken.
    pub async fn chunk(
        &self,
        store: &dyn CentralStore,
        scope: &Scope,
        generation: u64,
        chunk: ChunkHash,
    ) -> StoreResult<Option<Vec<u8>>> {
        let spot = spot(store, scope, generation).await?;
        self.blocking(move |files| files.chunk(&spot, &chunk)).await
    }

    /// Files block: not on the threads that drive the network.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Files) -> T + Send + 'static,
    ) -> StoreResult<T> {
        let files = self.files.clone();
        tokio::task::spawn_blocking(move || work(&files))
            .await
            .map_err(|error| StoreError::Failed(error.into()))
    }

    fn is_good(&self, index: &SnapshotIndex, state: &ScopeState) -> bool {
        let head = index.manifest.head;
        state.compacted_through <= head
            && state.manifest.head.saturating_sub(head) <= self.settings.behind_max
            && head <= state.manifest.head
    }

    fn turn(&self, scope: &Scope) -> Arc<tokio::sync::Mutex<()>> {
        let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        making.entry(scope.clone()).or_default().clone()
    }
}

async fn spot(store: &dyn CentralStore, scope: &Scope, generation: u64) -> StoreResult<Spot> {
    let server = store.server().await?;
    Ok(Spot {
        epoch: server.map_or(0, |it| it.epoch),
        scope: scope.clone(),
        generation,
    })
}

/// A file that cannot be written.
fn failed(error: std::io::Error) -> StoreError {
    if error.kind() == std::io::ErrorKind::StorageFull {
        return StoreError::Full;
    }
    StoreError::Failed(anyhow::Error::from(error).context("a snapshot cannot be written"))
}

//! The bytes of photos: ciphertexts that this server cannot read, kept through `object_store`.
//!
//! # Invariants
//!
//! * An object under its hash is whole and is what its name says; it was written and synced before the
//!   store says *stored*.
//! * Parts of an upload that is under way stand beside it until it is whole, given up or too old.
//! * Nothing is decoded here.
//!
//! Where they lie is told by a [`MediaPlace`]: a folder on a file system that all processes of a server
//! share, or a bucket that speaks S3.

mod place;
pub mod sweep;

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Key;
use object_store::{Error as ObjectError, ObjectMeta, ObjectStore, ObjectStoreExt};

pub use place::{InvalidPlace, MediaPlace};

use crate::store::media::MediaHash;
use crate::store::{StoreError, StoreResult};

/// The name of the folder in the data directory.
pub const FOLDER: &str = "photos";

#[derive(Clone, Debug)]
pub struct MediaStore(Arc<dyn ObjectStore>);

impl MediaStore {
    pub fn over(objects: Arc<dyn ObjectStore>) -> Self {
        Self(objects)
    }

    /// Files in a folder, which is made where there is none.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("cannot make the directory {}", folder.display()))?;
        let files = LocalFileSystem::new_with_prefix(folder)
            .with_context(|| format!("cannot use the directory {}", folder.display()))?;
        Ok(Self::over(Arc::new(files.with_fsync(true))))
    }

    /// Kept for as long as the process runs: for tests.
    pub fn in_memory() -> Self {
        Self::over(Arc::new(InMemory::new()))
    }

    pub async fn put_part(
        &self,
        hash: &MediaHash,
        (from, to): (u32, u32),
        bytes: Bytes,
    ) -> StoreResult<()> {
        self.put(&part_key(hash, from, to), bytes).await
    }

    /// What the parts make, in order. `None`: some are gone.
    pub async fn joined(&self, hash: &MediaHash, ends: &[u32]) -> StoreResult<Option<Bytes>> {
        let mut whole = Vec::new();
        let mut from = 0;
        for to in ends {
            let Some(part) = self.get(&part_key(hash, from, *to)).await? else {
                return Ok(None);
            };
            whole.extend_from_slice(&part);
            from = *to;
        }
        Ok(Some(whole.into()))
    }

    /// Also those of whoever was too late to continue.
    pub async fn forget_all_parts(&self, hash: &MediaHash) -> StoreResult<()> {
        let folder = Key::from_iter(["parts", &name_of(hash)]);
        let parts: Vec<ObjectMeta> = self
            .0
            .list(Some(&folder))
            .try_collect()
            .await
            .map_err(failed)?;
        for part in parts {
            self.delete(&part.location).await?;
        }
        Ok(())
    }

    /// The bytes are durable when this returns. Refuses what is not of this name.
    pub async fn put_whole(&self, hash: &MediaHash, bytes: Bytes) -> StoreResult<bool> {
        if blake3::hash(&bytes).as_bytes() != hash {
            return Ok(false);
        }
        self.put(&whole_key(hash), bytes).await?;
        Ok(true)
    }

    pub async fn has(&self, hash: &MediaHash) -> StoreResult<bool> {
        match self.0.head(&whole_key(hash)).await {
            Ok(_) => Ok(true),
            Err(ObjectError::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    pub async fn whole(&self, hash: &MediaHash) -> StoreResult<Option<Bytes>> {
        self.get(&whole_key(hash)).await
    }

    pub async fn forget_whole(&self, hash: &MediaHash) -> StoreResult<()> {
        self.delete(&whole_key(hash)).await
    }

    async fn put(&self, key: &Key, bytes: Bytes) -> StoreResult<()> {
        self.0.put(key, bytes.into()).await.map_err(failed)?;
        Ok(())
    }

    async fn get(&self, key: &Key) -> StoreResult<Option<Bytes>> {
        match self.0.get(key).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?)),
            Err(ObjectError::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    async fn delete(&self, key: &Key) -> StoreResult<()> {
        match self.0.delete(key).await {
            Ok(()) | Err(ObjectError::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }
}

/// `ab/abcdef…`: no folder holds more than a 256th of all.
fn whole_key(hash: &MediaHash) -> Key {
    let name = name_of(hash);
    Key::from_iter([&name[..2], &name])
}

fn part_key(hash: &MediaHash, from: u32, to: u32) -> Key {
    Key::from_iter(["parts", &name_of(hash), &format!("{from}-{to}")])
}

/// As it stands in addresses.
pub fn name_of(hash: &MediaHash) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

fn failed(error: ObjectError) -> StoreError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull) {
            return StoreError::Full;
        }
        cause = error.source();
    }
    StoreError::Failed(anyhow!(error).context("the photos cannot be read or written"))
}

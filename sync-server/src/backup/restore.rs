//! The way back: a data directory made of a backup and the keys.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::BackupError;
use super::keys::copy_keys;
use super::make::{make_folder, partial_of, sound, sync_folder};
use super::manifest::Manifest;
use super::photos::{Returned, folder_beside, give_back};
use crate::identity;
use crate::media::FOLDER;
use crate::store::CentralStore;
use crate::store::sqlite::{FILE, SqliteStore};

#[derive(Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub operations: usize,
    /// Every device will see that it is another one, and fetch all anew.
    pub epoch: u64,
    pub photos: Returned,
}

/// Makes the data directory `data`, which must not exist, of a verified backup and the keys in a folder.
pub async fn restore(
    backup: &Path,
    keys: &Path,
    data: &Path,
    now_ms: i64,
) -> Result<Restored, BackupError> {
    if data.exists() {
        return Err(BackupError::Exists(data.to_owned()));
    }
    let key = identity::load(keys)?;
    let manifest = Manifest::verified(backup, &key, keys)?;
    let partial = partial_of(data);
    if partial.exists() {
        fs::remove_dir_all(&partial)
            .context("cannot remove what was left of an earlier attempt")?;
    }
    make_folder(&partial)?;
    fs::copy(backup.join(FILE), partial.join(FILE)).context("cannot copy the database")?;
    copy_keys(keys, &partial)?;
    let (logs, operations) = sound(&partial).await?;
    if logs != manifest.logs {
        let why = "its logs do not end where its manifest says";
        return Err(BackupError::NotABackup(backup.to_owned(), why));
    }
    let store = SqliteStore::open(&partial)?;
    let epoch = store.begin_anew(Some(manifest.made_ms), now_ms).await?;
    let beside = folder_beside(backup);
    let photos = give_back(&store, &beside, &partial.join(FOLDER), now_ms).await?;
    // What came back from a backup is in one.
    store
        .mark_durable(manifest.marks(), manifest.made_ms)
        .await?;
    drop(store);
    fs::rename(&partial, data).context("cannot name the data directory")?;
    sync_folder(data.parent())?;
    Ok(Restored {
        manifest,
        operations,
        epoch,
        photos,
    })
}

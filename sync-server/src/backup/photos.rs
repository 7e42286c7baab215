//! The bytes of photos beside the backups: one folder for all of them, in which each photo lies once,
//! because its name is its hash. A further backup copies only what is new.

use std::path::{Path, PathBuf};

use super::BackupError;
use crate::media::{FOLDER, MediaStore};
use crate::store::CentralStore;
use crate::store::media::MediaStep;

const AT_ONCE: usize = 500;

/// How many lie there now, and how many of them came with this backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub all: usize,
    pub new: usize,
    /// Gone or damaged before this backup. No reason to hold the records back.
    pub lost: usize,
}

/// What a restored server has of what its records name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    pub here: usize,
    /// Devices that still have them are asked for them again.
    pub missing: usize,
}

/// Beside a backup, for all that lie there.
pub fn folder_beside(backup: &Path) -> PathBuf {
    backup.parent().unwrap_or(Path::new(".")).join(FOLDER)
}

/// Copies what is not there yet; each is compared with its name on the way.
pub async fn save(
    store: &dyn CentralStore,
    from: &MediaStore,
    into: &Path,
    now_ms: i64,
) -> Result<Saved, BackupError> {
    let mut saved = Saved::default();
    let mut after = None;
    let mut to = None;
    loop {
        let page = store.media_stored_after(after, AT_ONCE).await?;
        let Some(last) = page.last() else {
            return Ok(saved);
        };
        after = Some(*last);
        // An office without photos gets no folder for them.
        let to = match &mut to {
            Some(to) => to,
            none => none.insert(MediaStore::in_folder(into)?),
        };
        for hash in &page {
            saved.all += 1;
            if to.has(hash).await? {
                continue;
            }
            let whole = from.whole(hash).await?;
            let is_sound = match whole {
                Some(bytes) => to.put_whole(hash, bytes).await?,
                None => false,
            };
            if !is_sound {
                let photo = crate::media::name_of(hash);
                tracing::error!(
                    photo,
                    "a photo is gone or damaged; devices are asked for it again"
                );
                store.media_step(*hash, MediaStep::Gone, now_ms).await?;
                saved.lost += 1;
                continue;
            }
            saved.new += 1;
        }
    }
}

/// Copies back what the records of a restored store name; what is missing counts as never arrived.
pub async fn give_back(
    store: &dyn CentralStore,
    from: &Path,
    to: &Path,
    now_ms: i64,
) -> Result<Returned, BackupError> {
    let mut returned = Returned::default();
    let mut stored = Vec::new();
    let mut after = None;
    loop {
        let page = store.media_stored_after(after, AT_ONCE).await?;
        let Some(last) = page.last() else {
            break;
        };
        after = Some(*last);
        stored.extend(page);
    }
    if stored.is_empty() {
        return Ok(returned);
    }
    let from = from
        .is_dir()
        .then(|| MediaStore::in_folder(from))
        .transpose()?;
    let to = MediaStore::in_folder(to)?;
    for hash in stored {
        let whole = match &from {
            Some(from) => from.whole(&hash).await?,
            None => None,
        };
        let is_sound = match whole {
            Some(bytes) => to.put_whole(&hash, bytes).await?,
            None => false,
        };
        if is_sound {
            returned.here += 1;
        } else {
            store.media_step(hash, MediaStep::Gone, now_ms).await?;
            returned.missing += 1;
        }
    }
    Ok(returned)
}

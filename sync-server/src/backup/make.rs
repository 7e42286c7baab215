//! Makes a backup beside a serving server.

use std::fs::{self, DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rantang_core::time::{clock_time, date_of};
use rusqlite::{Connection, OpenFlags};

use super::manifest::{Manifest, Mark, digest};
use super::photos::{Saved, folder_beside, save};
use super::{BackupError, KeysBackup, keys_backup};
use crate::audit::audit;
use crate::office::Office;
use crate::store::CentralStore;
use crate::store::sqlite::{FILE, SqliteStore};

/// What was made.
#[derive(Debug)]
pub struct Made {
    pub folder: PathBuf,
    pub manifest: Manifest,
    pub operations: usize,
    pub keys: KeysBackup,
    pub photos: Saved,
}

/// Copies the store into `into`, or into a new folder there where it is a folder already.
///
/// The copy is of one moment, whatever is pushed meanwhile. It is verified, by SQLite and by its own
/// log, before it gets its name; then the server notes what is durable.
pub async fn make(office: &Office, into: &Path) -> Result<Made, BackupError> {
    if office.site().database.is_some() {
        return Err(BackupError::NotEmbedded);
    }
    let made_ms = office.clock.now_ms();
    let folder = if into.is_dir() {
        into.join(name(made_ms))
    } else {
        into.to_owned()
    };
    if folder.exists() {
        return Err(BackupError::Exists(folder));
    }
    let partial = partial_of(&folder);
    if partial.exists() {
        fs::remove_dir_all(&partial)
            .context("cannot remove what was left of an earlier attempt")?;
    }
    make_folder(&partial)?;
    let (manifest, operations) = copy(office, &partial, made_ms).await?;
    fs::rename(&partial, &folder).context("cannot name the backup")?;
    sync_folder(folder.parent())?;
    // Those that arrived since the copy are in the folder too, and are marked by the next backup.
    let photos = save(
        &*office.store,
        office.media(),
        &folder_beside(&folder),
        made_ms,
    )
    .await?;
    office
        .store
        .mark_durable(manifest.marks(), manifest.made_ms)
        .await?;
    Ok(Made {
        folder,
        manifest,
        operations,
        keys: keys_backup(office.data()),
        photos,
    })
}

async fn copy(
    office: &Office,
    partial: &Path,
    made_ms: i64,
) -> Result<(Manifest, usize), BackupError> {
    let database = partial.join(FILE);
    let text = database.to_str().context("the path is not text")?;
    let live = Connection::open_with_flags(
        office.data().join(FILE),
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    live.busy_timeout(std::time::Duration::from_secs(10))?;
    live.execute("VACUUM INTO ?1", [text])?;
    drop(live);

    let (heads, operations) = sound(partial).await?;
    let scopes = {
        let copy = Connection::open(&database)?;
        // All of it in the one file, whose bytes are then what is signed.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        let mut statement = copy.prepare("SELECT name, head FROM scopes ORDER BY name")?;
        let scopes =
            statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        scopes.collect::<rusqlite::Result<Vec<_>>>()?
    };
    File::open(&database)?.sync_all()?;
    let manifest = Manifest {
        server: office.server.server,
        epoch: office.store.server().await?.map_or(0, |it| it.epoch),
        made_ms,
        logs: heads,
        scopes,
        database: digest(&database)?,
    };
    manifest.write(partial, office.identity())?;
    sync_folder(Some(partial))?;
    Ok((manifest, operations))
}

/// Verifies the store of a folder, and says where its logs end.
pub(super) async fn sound(folder: &Path) -> Result<(Vec<Mark>, usize), BackupError> {
    let check: String = Connection::open(folder.join(FILE))?.pragma_query_value(
        None,
        "integrity_check",
        |row| row.get(0),
    )?;
    if check != "ok" {
        return Err(BackupError::Unsound(check));
    }
    let store = SqliteStore::open(folder)?;
    let audit = audit(&store).await?;
    if let Some(finding) = audit.findings.first() {
        return Err(BackupError::Unsound(finding.clone()));
    }
    let heads = store.heads().await?.into_iter().map(|it| Mark {
        replica: it.replica,
        seq: it.seq,
        hash: blake3::Hash::from_bytes(it.hash.0).to_hex().to_string(),
    });
    Ok((heads.collect(), audit.operations))
}

/// "rantang-2026-11-24-09.42".
fn name(made_ms: i64) -> String {
    format!("rantang-{}-{}", date_of(made_ms), clock_time(made_ms))
}

/// What has this name is no backup yet.
pub(super) fn partial_of(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

pub(super) fn make_folder(path: &Path) -> Result<(), BackupError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .with_context(|| format!("cannot make the folder {}", path.display()))?;
    Ok(())
}

pub(super) fn sync_folder(folder: Option<&Path>) -> Result<(), BackupError> {
    match folder {
        Some(folder) if !folder.as_os_str().is_empty() => Ok(File::open(folder)?.sync_all()?),
        _ => Ok(()),
    }
}

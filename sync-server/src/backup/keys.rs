//! The backup of the keys, apart from that of the records: with both of them together whoever finds
//! a backup could be the server.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::BackupError;
use crate::identity::{self, write_once};
use crate::sealing;

/// Beside the keys: which keys were saved last.
const NOTE: &str = "keys.saved";
const KEYS: [&str; 2] = [identity::FILE, sealing::FILE];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysBackup {
    Saved,
    /// These keys, or one of them, never were.
    Missing,
}

/// Whether the keys of a data directory have a backup of their own.
pub fn keys_backup(data: &Path) -> KeysBackup {
    let noted = fs::read_to_string(data.join(NOTE)).unwrap_or_default();
    match fingerprint(data) {
        Ok(now) if noted.trim() == now => KeysBackup::Saved,
        _ => KeysBackup::Missing,
    }
}

/// Copies the keys into a folder, reads them back, and notes that they are saved.
pub fn save_keys(data: &Path, into: &Path) -> Result<(), BackupError> {
    if into.exists() {
        return Err(BackupError::Exists(into.to_owned()));
    }
    super::make::make_folder(into)?;
    copy_keys(data, into)?;
    let (here, there) = (fingerprint(data)?, fingerprint(into)?);
    if here != there {
        return Err(anyhow!("the keys in {} are not the same", into.display()).into());
    }
    fs::write(data.join(NOTE), here).context("cannot note that the keys are saved")?;
    Ok(())
}

pub(super) fn copy_keys(from: &Path, to: &Path) -> Result<(), BackupError> {
    for name in KEYS {
        let path = from.join(name);
        match fs::read(&path) {
            Ok(bytes) => write_once(&to.join(name), &bytes)
                .with_context(|| format!("cannot write {}", to.join(name).display()))?,
            // A server that never sealed anything has one key.
            Err(error) if name == sealing::FILE && error.kind() == std::io::ErrorKind::NotFound => {
            }
            Err(error) => {
                let error = anyhow!(error).context(format!("cannot read {}", path.display()));
                return Err(error.into());
            }
        }
    }
    Ok(())
}

fn fingerprint(folder: &Path) -> anyhow::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&fs::read(folder.join(identity::FILE))?);
    hasher.update(&fs::read(folder.join(sealing::FILE)).unwrap_or_default());
    Ok(hasher.finalize().to_hex().to_string())
}

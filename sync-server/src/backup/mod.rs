//! Backups of an embedded store, and the way back from one.
//!
//! A backup is a folder: a copy of the database of one moment, a manifest of what it holds, and the
//! server's signature over the manifest. It gets its name only when the copy was verified, so that
//! one that was cut short never passes for a backup. The keys have a backup of their own, and photos lie
//! in one folder beside all backups.

mod health;
mod keys;
mod make;
mod manifest;
mod photos;
mod restore;

pub use health::{Health, health};
pub use keys::{KeysBackup, keys_backup, save_keys};
pub use make::{Made, make};
pub use manifest::{Manifest, Mark};
pub use photos::{Returned, Saved};
pub use restore::{Restored, restore};

use std::path::PathBuf;

use crate::office::OfficeError;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} exists already; choose another place")]
    Exists(PathBuf),
    #[error(
        "the records are in PostgreSQL: back them up with its own tools, verify that, and then run rantang-server durable --through TIME"
    )]
    NotEmbedded,
    #[error("{0} is no whole backup of Rantang: {1}")]
    NotABackup(PathBuf, &'static str),
    #[error(
        "the backup was signed with another key than the one in {0}; use the keys of the same server"
    )]
    OtherKeys(PathBuf),
    #[error("the copy does not agree with its log, nothing was kept: {0}")]
    Unsound(String),
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

//! What can go wrong with the store, so that each shell can say what to do about it.

use rantang_core::operation::InvalidIntent;
use rusqlite::ErrorCode as Sqlite;

use crate::platform::VaultError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another program has the data directory open.
    #[error("another program uses this data directory")]
    InUse,
    #[error("this database was written by a newer app (version {found}, we know {known})")]
    Newer { found: u32, known: u32 },
    /// The file is kept as it is.
    #[error("the database cannot be read: {0}")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error(transparent)]
    Key(#[from] VaultError),
    /// Nothing of the write was kept.
    #[error("the disk is full")]
    DiskFull,
    #[error("the data directory cannot be used")]
    Directory(#[source] std::io::Error),
    #[error("the database failed")]
    Database(#[source] rusqlite::Error),
    /// Bytes in the store do not hold what belongs there.
    #[error("{0} in the store cannot be read")]
    Unreadable(&'static str),
    #[error(transparent)]
    InvalidIntent(#[from] InvalidIntent),
    #[error("a record is larger than 32 KiB")]
    TooLarge,
    #[error("this device is not paired")]
    NotPaired,
    /// The user's roles do not do this.
    #[error("the user may not record {kind}")]
    NotPermitted { kind: &'static str },
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(Sqlite::DiskFull) => Self::DiskFull,
            Some(Sqlite::NotADatabase | Sqlite::DatabaseCorrupt) => Self::Damaged(error.into()),
            _ => Self::Database(error),
        }
    }
}

pub type Result<T> = std::result::Result<T, Error>;

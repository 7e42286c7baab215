//! Where an office keeps its data: the key in a directory, the records there too or in a database.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::media::{self, MediaPlace};
use crate::store::postgres::{DatabaseAddress, PostgresStore};
use crate::store::sqlite::SqliteStore;
use crate::store::{CentralStore, StoreResult};

#[derive(Clone, Debug)]
pub struct Site {
    pub data: PathBuf,
    /// `None`: SQLite in the directory.
    pub database: Option<DatabaseAddress>,
    /// Where the bytes of photos are; `None`: in the directory.
    pub photos: Option<MediaPlace>,
}

impl Site {
    /// Opens the store, makes it if there is none, and brings it up to date.
    pub async fn store(&self) -> StoreResult<Arc<dyn CentralStore>> {
        Ok(match &self.database {
            Some(address) => Arc::new(PostgresStore::open(address).await?),
            None => Arc::new(SqliteStore::open(&self.data)?),
        })
    }

    pub fn photos(&self) -> MediaPlace {
        let own = || MediaPlace::Folder(self.data.join(media::FOLDER));
        self.photos.clone().unwrap_or_else(own)
    }

    /// What a command is to be told to find it; without the password.
    pub fn options(&self) -> String {
        let data = format!("--data {}", self.data.display());
        match &self.database {
            Some(_) => format!("{data} --database-url …"),
            None => data,
        }
    }
}

impl From<&Path> for Site {
    fn from(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            database: None,
            photos: None,
        }
    }
}

impl From<&PathBuf> for Site {
    fn from(data: &PathBuf) -> Self {
        Self::from(data.as_path())
    }
}

/// For people.
impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.database {
            Some(address) => address.fmt(f),
            None => self.data.display().fmt(f),
        }
    }
}

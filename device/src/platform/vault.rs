//! Where the key of the database is kept.
//!
//! The signing key lies in the database itself, behind this one.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::Random;

#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The database is there and its key is not: a new key would not open it.
    #[error("the key of the database is missing")]
    Missing,
    #[error("the key of the database is damaged")]
    Damaged,
    #[error("the key of the database cannot be read or written")]
    Io(#[from] std::io::Error),
}

/// Keeps the random key that opens the database.
pub trait KeyVault: Send + Sync {
    fn load(&self) -> Result<[u8; 32], VaultError>;

    /// Makes a key for a new database. Fails where there is one already.
    fn create(&self, random: &dyn Random) -> Result<[u8; 32], VaultError>;
}

/// A file beside the database that only its owner may read (mode 0600).
///
/// What it is worth: it protects a copied database or a backup without the key, and the data from
/// other users of the machine. It does not protect against whoever holds the whole disk: there the
/// disk itself has to be encrypted, or the platform's key store used.
#[derive(Clone, Debug)]
pub struct FileVault {
    path: PathBuf,
}

impl FileVault {
    pub fn in_directory(data: &Path) -> Self {
        Self {
            path: data.join("key"),
        }
    }
}

impl KeyVault for FileVault {
    fn load(&self) -> Result<[u8; 32], VaultError> {
        let file = File::open(&self.path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => VaultError::Missing,
            _ => VaultError::Io(error),
        })?;
        let mut bytes = Vec::with_capacity(33);
        file.take(33).read_to_end(&mut bytes)?;
        bytes.try_into().map_err(|_| VaultError::Damaged)
    }

    fn create(&self, random: &dyn Random) -> Result<[u8; 32], VaultError> {
        if self.path.try_exists()? {
            return Err(std::io::Error::from(ErrorKind::AlreadyExists).into());
        }
        let mut key = [0; 32];
        random.fill(&mut key);
        // The key appears whole or not at all: half a key would lock the device out for ever.
        let draft = self.path.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        file.write_all(&key)?;
        file.sync_all()?;
        std::fs::rename(&draft, &self.path)?;
        #[cfg(unix)]
        if let Some(directory) = self.path.parent() {
            File::open(directory)?.sync_all()?;
        }
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::SystemRandom;

    #[test]
    fn a_start_that_was_killed_over_its_key_is_begun_anew() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("key.new"), [7; 5]).unwrap();
        let vault = FileVault::in_directory(directory.path());
        let key = vault.create(&SystemRandom).unwrap();
        assert_eq!(vault.load().unwrap(), key);
    }

    #[test]
    fn a_key_is_made_once_and_only_its_owner_reads_it() {
        let directory = tempfile::tempdir().unwrap();
        let vault = FileVault::in_directory(directory.path());
        assert!(matches!(vault.load(), Err(VaultError::Missing)));
        let key = vault.create(&SystemRandom).unwrap();
        assert_eq!(vault.load().unwrap(), key);
        assert!(vault.create(&SystemRandom).is_err());
        assert_eq!(vault.load().unwrap(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(directory.path().join("key"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

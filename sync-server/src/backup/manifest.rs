//! What a backup holds, signed by its server.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use ed25519_dalek::{Signature, Signer, SigningKey};
use rantang_core::ids::{ReplicaId, ServerId};
use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::store::sqlite;

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.sig";
const TAG: &[u8] = b"rantang.backup.v1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub server: ServerId,
    pub epoch: u64,
    /// Everything that had arrived by then is in it.
    pub made_ms: i64,
    pub logs: Vec<Mark>,
    /// The last position that was given in each scope.
    pub scopes: Vec<(String, u64)>,
    /// BLAKE3 of the database, in hexadecimal digits.
    pub database: String,
}

/// How far one log is contained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub replica: ReplicaId,
    pub seq: u64,
    /// Of the chain, in hexadecimal digits.
    pub hash: String,
}

impl Manifest {
    pub fn marks(&self) -> Vec<(ReplicaId, u64)> {
        self.logs.iter().map(|it| (it.replica, it.seq)).collect()
    }

    /// Writes it with its signature; both are on the disk when this returns.
    pub(super) fn write(&self, folder: &Path, key: &SigningKey) -> Result<(), BackupError> {
        let bytes = serde_json::to_vec_pretty(self).map_err(anyhow::Error::from)?;
        let signature = key.sign(&signed(&bytes)).to_bytes();
        for (name, bytes) in [(MANIFEST, bytes.as_slice()), (SIGNATURE, &signature)] {
            let mut file = File::create(folder.join(name))?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Reads the manifest of a backup whose signature and database are those that were written.
    pub fn verified(folder: &Path, key: &SigningKey, keys: &Path) -> Result<Self, BackupError> {
        let not = |why| BackupError::NotABackup(folder.to_owned(), why);
        let bytes = fs::read(folder.join(MANIFEST)).map_err(|_| not("it has no manifest"))?;
        let signature = fs::read(folder.join(SIGNATURE)).unwrap_or_default();
        let signature = Signature::from_slice(&signature).map_err(|_| not("it is not signed"))?;
        let manifest: Self =
            serde_json::from_slice(&bytes).map_err(|_| not("its manifest cannot be read"))?;
        key.verifying_key()
            .verify_strict(&signed(&bytes), &signature)
            .map_err(|_| BackupError::OtherKeys(keys.to_owned()))?;
        let database = digest(&folder.join(sqlite::FILE)).map_err(|_| not("it has no database"))?;
        if database != manifest.database {
            return Err(not("its database was changed or is cut short"));
        }
        Ok(manifest)
    }
}

fn signed(manifest: &[u8]) -> Vec<u8> {
    [TAG, blake3::hash(manifest).as_bytes()].concat()
}

/// BLAKE3 of a file.
pub(super) fn digest(path: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

//! The server's key: made once, in a file of mode 0600 beside the database.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ed25519_dalek::SigningKey;
use rantang_core::sync::signing::PublicKey;

pub const FILE: &str = "identity.key";

/// Makes the key of a new server. Refuses to replace one: every paired device knows it.
pub fn create(data: &Path) -> Result<SigningKey> {
    let key = SigningKey::from_bytes(&rand::random());
    let path = data.join(FILE);
    write_once(&path, STANDARD_NO_PAD.encode(key.to_bytes()).as_bytes())
        .with_context(|| format!("cannot make {}", path.display()))?;
    Ok(key)
}

/// Makes a file that only its owner reads. It appears whole or not at all, and replaces none: of two
/// programs that make one, the second gets `AlreadyExists`.
pub fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    linked?;
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

pub fn exists(data: &Path) -> bool {
    data.join(FILE).exists()
}

pub fn load(data: &Path) -> Result<SigningKey> {
    let path = data.join(FILE);
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "the server's key {} cannot be read; put it back from its backup",
            path.display()
        )
    })?;
    let bytes = STANDARD_NO_PAD.decode(text.trim()).unwrap_or_default();
    let Ok(bytes) = <[u8; 32]>::try_from(bytes) else {
        bail!(
            "{} does not hold a key; put it back from its backup",
            path.display()
        )
    };
    Ok(SigningKey::from_bytes(&bytes))
}

pub fn public(key: &SigningKey) -> PublicKey {
    PublicKey(key.verifying_key().to_bytes())
}

/// A key for one purpose, so that no two uses share one.
pub fn derived(key: &SigningKey, purpose: &str) -> [u8; 32] {
    blake3::derive_key(purpose, &key.to_bytes())
}

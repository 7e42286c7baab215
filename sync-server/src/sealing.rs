//! The key that opens what came by hand, and that snapshots on the disk are sealed to: an `age` identity, in a file of mode 0600 beside the
//! server's own key, of the form that the `age` program reads.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use anyhow::{Context, Result, anyhow};
use rantang_core::sync::wire::WIRE_BYTES_MAX;

use crate::identity::write_once;

pub const FILE: &str = "sealing.key";

#[derive(Clone)]
pub struct Sealing(Identity);

/// Nothing of it is for us, or it is damaged.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    #[error("the range is not sealed to this server, or is damaged")]
    Seal(#[from] DecryptError),
    #[error("the range ends too early, or was changed on its way")]
    Damaged(#[from] std::io::Error),
    #[error("the range holds more than allowed")]
    TooLarge,
}

impl Sealing {
    pub fn generate() -> Self {
        Self(Identity::generate())
    }

    /// As `age-keygen` writes it: comments, and one line that begins with `AGE-SECRET-KEY-1`.
    pub fn parse(text: &str) -> Result<Self> {
        let line = text
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default();
        line.parse().map(Self).map_err(|error: &str| anyhow!(error))
    }

    /// Loads the key of a data directory. One that has none yet gets one: what was sealed to a lost
    /// key cannot be opened, and stays on the devices that recorded it.
    pub fn load_or_create(data: &Path) -> Result<Self> {
        let path = data.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).with_context(|| {
                let path = path.display();
                format!("{path} does not hold a key; put it back from its backup, or remove it")
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::create(&path),
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Of two programs that make a key, one wins.
    fn create(path: &Path) -> Result<Self> {
        let made = Self::generate();
        let text = format!(
            "# public key: {}\n{}\n",
            made.recipient(),
            made.0.to_string().expose_secret()
        );
        match write_once(path, text.as_bytes()) {
            Ok(()) => Ok(made),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Self::parse(&fs::read_to_string(path)?)
            }
            Err(error) => Err(error).with_context(|| format!("cannot make {}", path.display())),
        }
    }

    /// `age1…`: whom devices seal to.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// What nobody but this server opens again.
    pub fn seal(&self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        age::encrypt(&self.0.to_public(), bytes).map_err(std::io::Error::other)
    }

    /// Opens a range, at most as large as a message may be.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let identity: &dyn age::Identity = &self.0;
        let mut reader = Decryptor::new(sealed)?.decrypt(std::iter::once(identity))?;
        let mut opened = Vec::new();
        reader
            .by_ref()
            .take(WIRE_BYTES_MAX as u64 + 1)
            .read_to_end(&mut opened)?;
        if WIRE_BYTES_MAX < opened.len() {
            return Err(NotOpened::TooLarge);
        }
        Ok(opened)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const KEY: &str = "AGE-SECRET-KEY-1TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE0Q7GWZ2C";

    #[test]
    fn a_data_directory_without_a_sealing_key_gets_one_and_keeps_it() {
        let data = tempfile::tempdir().unwrap();
        let made = Sealing::load_or_create(data.path()).unwrap();
        let again = Sealing::load_or_create(data.path()).unwrap();
        assert_eq!(again.recipient(), made.recipient());
        let mode = fs::metadata(data.path().join(FILE)).unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o600);
        let files = fs::read_dir(data.path()).unwrap().count();
        assert_eq!(files, 1, "no draft is left");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_opened_or_refused(
            rest in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        ) {
            let head = b"age-encryption.org/v1\n-> X25519 ";
            let key = Sealing::parse(KEY).unwrap();
            proptest::prop_assert!(key.open(&[head, &rest[..]].concat()).is_err());
        }
    }

    #[test]
    fn only_the_key_opens_what_was_sealed_to_it() {
        let (ours, other) = (Sealing::generate(), Sealing::generate());
        let recipient: age::x25519::Recipient = ours.recipient().parse().unwrap();
        let sealed = age::encrypt(&recipient, b"catatan").unwrap();
        assert_eq!(ours.open(&sealed).unwrap(), b"catatan");
        assert!(matches!(other.open(&sealed), Err(NotOpened::Seal(_))));
        let mut damaged = sealed.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(ours.open(&damaged).is_err());
        assert!(ours.open(&sealed[..sealed.len() - 1]).is_err());
        assert!(ours.open(b"age-encryption.org/v1\n").is_err());
    }
}

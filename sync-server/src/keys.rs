//! The keys of a server and the database that they serve: one office, however many machines.
//!
//! A device knows a server by its identity, and seals to its sealing key. A machine that served the same
//! database with other keys would refuse every device, or could open nothing: it does not start.

use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;

use crate::identity;
use crate::sealing::{self, Sealing};
use crate::store::{CentralStore, PublicKeys};

#[derive(Debug, thiserror::Error)]
pub enum KeysDiffer {
    #[error(
        "{} is the key of another server than the one whose records these are, and no device would know it: put identity.key and sealing.key of this office there, from their backup or from the machine that serves it",
        .0.display()
    )]
    Identity(PathBuf),
    #[error(
        "{} is another key than the one that devices seal to, and could not open what they send by hand: copy it from the machine that serves this office or from its backup; only if it is lost for good run rantang-server new-sealing-key",
        .0.display()
    )]
    Sealing(PathBuf),
}

/// The keys of a directory, if they are those of the database; the first ones that come are.
pub async fn fitting(
    store: &dyn CentralStore,
    data: &Path,
) -> Result<(SigningKey, Sealing), crate::office::OfficeError> {
    let key = identity::load(data)?;
    let was_missing = !data.join(sealing::FILE).exists();
    let sealing = Sealing::load_or_create(data)?;
    let noted = store.note_keys(public(&key, &sealing)).await?;
    let differ = if noted.identity != identity_of(&key) {
        Some(KeysDiffer::Identity(data.join(identity::FILE)))
    } else if noted.sealing != sealing.recipient() {
        Some(KeysDiffer::Sealing(data.join(sealing::FILE)))
    } else {
        None
    };
    let Some(differ) = differ else {
        return Ok((key, sealing));
    };
    if was_missing {
        // Made a moment ago, for nobody.
        std::fs::remove_file(data.join(sealing::FILE)).map_err(anyhow::Error::from)?;
    }
    Err(differ.into())
}

/// Takes the key of a directory, or a new one where there is none, for the one to seal to. Devices
/// learn of it by their next hello.
pub async fn renew_sealing(store: &dyn CentralStore, data: &Path) -> anyhow::Result<String> {
    let recipient = Sealing::load_or_create(data)?.recipient();
    store.note_sealing_key(recipient.clone()).await?;
    Ok(recipient)
}

fn public(key: &SigningKey, sealing: &Sealing) -> PublicKeys {
    PublicKeys {
        identity: identity_of(key),
        sealing: sealing.recipient(),
    }
}

fn identity_of(key: &SigningKey) -> String {
    let public = identity::public(key).0;
    public.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! The files under the simulated machines: copies of them, and what stands in a phone's store.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::Context;
use rantang_core::operation::{ChainHash, Envelope, Operation, SALT_BYTES, next_hash};
use rantang_device::Device;
use rusqlite::{Connection, OptionalExtension, params};

use super::draws::Draws;
use super::platform::{Now, PhoneClock, STORE_KEY, platform};
use super::setting::BEGIN_MS;

/// The name of a phone's database in its directory.
pub const PHONE_FILE: &str = "rantang.db";

/// Copies a database with its journal; what stood there before is gone.
pub fn copy_database(from: &Path, to: &Path, file: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(to)?;
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("{file}{suffix}");
        let (from, to) = (from.join(&name), to.join(&name));
        match std::fs::remove_file(&to) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        if suffix != "-shm" && from.exists() {
            std::fs::copy(&from, &to).with_context(|| format!("cannot copy {name}"))?;
        }
    }
    Ok(())
}

/// The folder of photos in a phone's directory.
const PHOTOS: &str = "photos";

/// The same of photos, whose files nobody ever changes.
pub fn copy_photos(from: &Path, to: &Path) -> anyhow::Result<()> {
    let (from, to) = (from.join(PHOTOS), to.join(PHOTOS));
    if to.is_dir() {
        std::fs::remove_dir_all(&to)?;
    }
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(&to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::hard_link(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

/// What lies under the name of a ciphertext on a phone.
pub fn photo(directory: &Path, hash: &[u8; 32]) -> anyhow::Result<Option<Vec<u8>>> {
    let name = blake3::Hash::from_bytes(*hash).to_hex().to_string();
    match std::fs::read(directory.join(PHOTOS).join(name)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        read => Ok(Some(read?)),
    }
}

pub fn forget_photo(directory: &Path, hash: &[u8; 32]) -> anyhow::Result<()> {
    let name = blake3::Hash::from_bytes(*hash).to_hex().to_string();
    Ok(std::fs::remove_file(directory.join(PHOTOS).join(name))?)
}

/// A file that was written just before its program ended, so that no record came to name it.
pub fn leave_photo(directory: &Path, hash: &[u8; 32]) -> anyhow::Result<()> {
    let name = blake3::Hash::from_bytes(*hash).to_hex().to_string();
    std::fs::create_dir_all(directory.join(PHOTOS))?;
    std::fs::write(directory.join(PHOTOS).join(name), b"cut off")?;
    Ok(())
}

/// Puts an empty store into a directory, of which each device makes its own.
pub fn lay_out(directory: &Path) -> anyhow::Result<()> {
    static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = match MIGRATED.get() {
        Some(bytes) => bytes,
        None => {
            let place = tempfile::tempdir()?;
            let clock = PhoneClock::new(Now::at(BEGIN_MS), 0);
            // Chance of its own: the first world of a program is no other than the second.
            let (platform, _) = platform(clock, Draws::new(0, 0));
            drop(Device::open(place.path(), platform)?);
            let db = open(place.path())?;
            db.execute("DELETE FROM facts", [])?;
            db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            drop(db);
            let bytes = std::fs::read(place.path().join(PHONE_FILE))?;
            MIGRATED.get_or_init(|| bytes)
        }
    };
    std::fs::create_dir_all(directory)?;
    std::fs::write(directory.join(PHONE_FILE), bytes)?;
    Ok(())
}

/// A second hand in a phone's store, past the program.
pub fn open(directory: &Path) -> anyhow::Result<Connection> {
    let db = Connection::open(directory.join(PHONE_FILE))?;
    let hex: String = STORE_KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    db.pragma_update(None, "key", format!("x'{hex}'"))?;
    Ok(db)
}

/// Writes an operation as an app of another version would have, in place of the log's last or, with
/// `appended`, behind it. Its effect on this phone's screens is that app's own business.
pub fn write_last(
    directory: &Path,
    appended: bool,
    bend: impl FnOnce(&mut Operation),
) -> anyhow::Result<Option<Operation>> {
    let db = open(directory)?;
    let last = "SELECT seq, envelope, body, at_ms FROM log ORDER BY seq DESC LIMIT 1";
    let found: Option<(i64, Vec<u8>, Vec<u8>, i64)> = db
        .query_row(last, [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((seq, envelope, body, at_ms)) = found else {
        return Ok(None);
    };
    let envelope = Envelope::decode(&envelope).context("an envelope of the log")?;
    let mut operation = Operation { envelope, body };
    if appended {
        operation.envelope.seq += 1;
    }
    bend(&mut operation);
    let before = if appended { seq } else { seq - 1 };
    let hash: Option<[u8; 32]> = db
        .query_row("SELECT hash FROM log WHERE seq = ?1", [before], |row| {
            row.get(0)
        })
        .optional()?;
    let hash = next_hash(hash.map_or(ChainHash::START, ChainHash), &operation);
    let Operation { envelope, body } = &operation;
    if appended {
        db.execute(
            "INSERT INTO log (seq, op_id, kind, entity, envelope, body, hash, state, at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8)",
            params![
                seq + 1,
                envelope.op_id.as_bytes(),
                envelope.kind,
                envelope.entity.as_bytes(),
                envelope.encode(),
                body,
                hash.0,
                at_ms
            ],
        )?;
    } else {
        db.execute(
            "UPDATE log SET envelope = ?2, body = ?3, hash = ?4 WHERE seq = ?1",
            params![seq, envelope.encode(), body, hash.0],
        )?;
    }
    Ok(Some(operation))
}

/// Adds a field that this version does not know to the payload of a body.
pub fn add_field(body: &mut Vec<u8>) {
    let Some((salt, payload)) = body.split_at_checked(SALT_BYTES) else {
        return;
    };
    let Ok(ciborium::Value::Map(mut fields)) = ciborium::from_reader(payload) else {
        return;
    };
    fields.push(("of_tomorrow".into(), 7.into()));
    let mut bytes = salt.to_vec();
    ciborium::into_writer(&ciborium::Value::Map(fields), &mut bytes).expect("memory is writable");
    *body = bytes;
}

/// Whether anybody still holds a device.
pub fn is_last(device: Arc<Device>) -> bool {
    Arc::into_inner(device).is_some()
}

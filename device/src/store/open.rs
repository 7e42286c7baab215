//! The one way to open the database: lock, key, pragmas, migrations.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::error::{Error, Result};
use crate::platform::{Platform, VaultError};

/// Every schema change ever shipped, oldest first. Append only: a shipped file is never edited,
/// because some device out there has already run it.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_store.sql"),
    include_str!("../../migrations/0002_agreement.sql"),
    include_str!("../../migrations/0003_visits.sql"),
    include_str!("../../migrations/0004_durable.sql"),
    include_str!("../../migrations/0005_covers_and_review.sql"),
    include_str!("../../migrations/0006_shown.sql"),
    include_str!("../../migrations/0007_snapshots.sql"),
    include_str!("../../migrations/0008_phones.sql"),
    include_str!("../../migrations/0009_photos.sql"),
    include_str!("../../migrations/0010_likeness.sql"),
    include_str!("../../migrations/0011_departures.sql"),
    include_str!("../../migrations/0012_relay.sql"),
];

/// Below it SQLCipher loses a third of its speed on a large store.
const WRITER_CACHE_KIB: i64 = 32 * 1024;
const READER_CACHE_KIB: i64 = 16 * 1024;
/// Another connection of this process may be at a checkpoint.
const BUSY: Duration = Duration::from_secs(5);

pub(super) struct Opened {
    pub writer: Connection,
    pub readers: Vec<Connection>,
    /// Held while the store is open: a second program is told so.
    pub lock: Lock,
}

/// The data directory is ours. Let go by name and not by closing the file: a program that another
/// thread starts in this moment shares the open file until it runs.
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the lock of the data directory was not let go");
        }
    }
}

/// Opens the store of a data directory, and makes it where there is none.
pub(super) fn open(directory: &Path, platform: &Platform, readers: usize) -> Result<Opened> {
    make_directory(directory)?;
    let lock = lock(directory)?;
    let path = database_path(directory);
    let is_new = std::fs::metadata(&path).map_or(true, |found| found.len() == 0);
    let key = match platform.vault.load() {
        Err(VaultError::Missing) if is_new => platform.vault.create(&*platform.random)?,
        loaded => loaded?,
    };
    let mut writer = connect(&path, &key, WRITER_CACHE_KIB)?;
    migrate(&mut writer)?;
    let readers = (0..readers)
        .map(|_| {
            let reader = connect(&path, &key, READER_CACHE_KIB)?;
            reader.pragma_update(None, "query_only", true)?;
            Ok(reader)
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Opened {
        writer,
        readers,
        lock,
    })
}

pub(super) fn database_path(directory: &Path) -> PathBuf {
    directory.join("rantang.db")
}

fn make_directory(directory: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(Error::Directory)
}

fn lock(directory: &Path) -> Result<Lock> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(directory.join("lock"))
        .map_err(Error::Directory)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Error::InUse),
        Err(TryLockError::Error(error)) => Err(Error::Directory(error)),
    }
}

fn connect(path: &Path, key: &[u8; 32], cache_kib: i64) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(200);
    // Otherwise a statement whose plan may depend on a bound value is compiled anew for each value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Its own words on standard error would say less than our error does.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{hex}'"))?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // The first read: a wrong key or a damaged file shows here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn migrate(db: &mut Connection) -> Result<()> {
    let known = MIGRATIONS.len() as u32;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let missing = MIGRATIONS
        .get(found as usize..)
        .ok_or(Error::Newer { found, known })?;
    for sql in missing {
        tx.execute_batch(sql)?;
    }
    if !missing.is_empty() {
        tx.pragma_update(None, "user_version", known)?;
    }
    tx.commit()?;
    Ok(())
}

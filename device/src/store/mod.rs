//! What is kept on this device: one encrypted file, one door for reads and one for writes.
//!
//! # Invariants
//!
//! * The view tables are the mirror with the overlay applied. Whoever changes the log, the overlay
//!   or the mirror calls [`view::refresh`] for what was touched, in the same transaction.
//! * Own operations are never deleted here.
//! * A cursor is saved in the transaction that saves its rows.
//!
//! # Where to look
//!
//! [`Store::read`] and [`Store::write`] are the doors. [`rows`] gives one entity with its heads,
//! [`view`] writes the typed tables of `migrations/`, [`search`] finds people by their words,
//! [`facts`] keeps what there is one of. What may change records is in [`crate::log`].

mod changes;
pub mod error;
pub mod facts;
pub mod mirror;
mod open;
pub mod rows;
pub mod search;
pub mod sql;
pub mod view;

use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use changes::Changes;
pub use changes::{PeopleTable, Since, Touched};
pub use error::{Error, Result};

use crate::platform::Platform;

/// Screens read at most this many things at once; more wait their turn.
const READERS: usize = 2;

/// The open store. Cheap to share behind an `Arc`; every method may block on the disk.
pub struct Store {
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    returned: Condvar,
    changes: Changes,
    _lock: open::Lock,
}

impl Store {
    /// Opens the data directory, and makes it where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::InUse`] while another program has it, [`Error::Newer`] for a file of a newer app,
    /// [`Error::Damaged`] and [`Error::Key`] for what cannot be opened; the files are kept as they are.
    pub fn open(directory: &Path, platform: &Platform) -> Result<Self> {
        let mut opened = open::open(directory, platform, READERS)?;
        let changes = Changes::default();
        changes.listen(&mut opened.writer)?;
        Ok(Self {
            writer: Mutex::new(opened.writer),
            readers: Mutex::new(opened.readers),
            returned: Condvar::new(),
            changes,
            _lock: opened.lock,
        })
    }

    /// Reads from one consistent state. Never waits for a writer.
    pub fn read<T, E: From<Error>>(
        &self,
        read: impl FnOnce(&Connection) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut reader = Borrowed::take(self);
        let connection = reader.connection.as_mut().ok_or(Error::InUse)?;
        let tx = connection.transaction().map_err(Error::from)?;
        let answer = read(&tx)?;
        tx.finish().map_err(Error::from)?;
        Ok(answer)
    }

    /// Writes in one transaction: durable when this returns, or nothing of it was kept.
    pub fn write<T, E: From<Error>>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut writer = lock(&self.writer);
        let tx = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Error::from)?;
        let answer = write(&tx).and_then(|answer| {
            tx.commit().map_err(Error::from)?;
            Ok(answer)
        });
        match &answer {
            Ok(_) => self.changes.committed(),
            Err(_) => self.changes.rolled_back(),
        }
        answer
    }

    /// Rises with every write. Whoever asks before reading may keep what was read under the answer:
    /// it is at least as new.
    pub fn version(&self) -> u64 {
        self.changes.version()
    }

    /// The people's rows that were written behind a version.
    pub fn changes_since(&self, version: u64) -> Since {
        self.changes.since(version)
    }

    /// Lets the file grow to at most `pages` of 4 KiB, or not at all where it is larger: a full disk,
    /// made to order. Until the store is opened again.
    pub fn limit_pages(&self, pages: u32) -> Result<()> {
        lock(&self.writer).pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }
}

/// A reader that goes back to the pool, whatever happens to its borrower.
struct Borrowed<'a> {
    store: &'a Store,
    connection: Option<Connection>,
}

impl<'a> Borrowed<'a> {
    fn take(store: &'a Store) -> Self {
        let mut readers = lock(&store.readers);
        loop {
            if let Some(connection) = readers.pop() {
                return Self {
                    store,
                    connection: Some(connection),
                };
            }
            readers = store
                .returned
                .wait(readers)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Borrowed<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            lock(&self.store.readers).push(connection);
            self.store.returned.notify_one();
        }
    }
}

/// A panic elsewhere left no half transaction behind: SQLite rolled it back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

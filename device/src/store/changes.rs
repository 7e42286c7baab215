//! Which rows of the people's tables each write touched, so that what is held in memory is mended and
//! not made anew.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use rusqlite::hooks::Action;

use super::error::Result;

/// More than this, and reading everything anew is quicker.
const KEPT_MAX: usize = 2_000;

/// A table whose rows are about one person each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleTable {
    Persons,
    /// The half with the NIK.
    Cases,
    Enrolments,
    Holds,
    Deliveries,
}

/// A row that was written, by its rowid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    pub table: PeopleTable,
    pub rowid: i64,
}

/// What changed behind a version of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// Rows that may have changed; those that are no longer there were written again later.
    Rows(Vec<Touched>),
    /// Too much, or something that concerns everybody.
    Everything,
}

#[derive(Debug, Default)]
struct Journal {
    /// Of the transaction that is being written.
    writing: Vec<Touched>,
    concerns_everybody: bool,
    /// Of the last commits, with the version that each made.
    kept: Vec<(u64, Touched)>,
    /// The version behind which `kept` is whole.
    whole_since: u64,
    version: u64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    journal: Arc<Mutex<Journal>>,
}

impl Changes {
    /// Listens to the connection that writes.
    pub fn listen(&self, writer: &mut Connection) -> Result<()> {
        let journal = self.journal.clone();
        writer.update_hook(Some(move |action, _: &str, table: &str, rowid| {
            note(&mut lock(&journal), action, table, rowid);
        }))?;
        Ok(())
    }

    /// The transaction is durable: its rows make a version.
    pub fn committed(&self) {
        let mut journal = lock(&self.journal);
        let writing = std::mem::take(&mut journal.writing);
        let everybody = std::mem::take(&mut journal.concerns_everybody);
        journal.version += 1;
        let version = journal.version;
        journal
            .kept
            .extend(writing.into_iter().map(|touched| (version, touched)));
        if everybody || KEPT_MAX < journal.kept.len() {
            journal.kept.clear();
            journal.whole_since = version;
        }
    }

    /// Nothing of the transaction was kept.
    pub fn rolled_back(&self) {
        let mut journal = lock(&self.journal);
        journal.writing.clear();
        journal.concerns_everybody = false;
    }

    pub fn version(&self) -> u64 {
        lock(&self.journal).version
    }

    pub fn since(&self, version: u64) -> Since {
        let journal = lock(&self.journal);
        if version < journal.whole_since {
            return Since::Everything;
        }
        let behind = journal.kept.iter().filter(|(at, _)| version < *at);
        Since::Rows(behind.map(|(_, touched)| *touched).collect())
    }
}

fn note(journal: &mut Journal, action: Action, table: &str, rowid: i64) {
    let table = match table {
        "persons" => PeopleTable::Persons,
        "person_cases" => PeopleTable::Cases,
        "enrolments" => PeopleTable::Enrolments,
        "holds" => PeopleTable::Holds,
        "deliveries" => PeopleTable::Deliveries,
        // What lists are made by.
        "periods" | "service_days" => {
            journal.concerns_everybody = true;
            return;
        }
        _ => return,
    };
    // Whose row was deleted cannot be asked any more; a row that is replaced is no deletion here.
    if action == Action::SQLITE_DELETE {
        journal.concerns_everybody = true;
    } else if !journal.concerns_everybody {
        journal.writing.push(Touched { table, rowid });
        if KEPT_MAX < journal.writing.len() {
            journal.writing.clear();
            journal.concerns_everybody = true;
        }
    }
}

fn lock(journal: &Mutex<Journal>) -> MutexGuard<'_, Journal> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}

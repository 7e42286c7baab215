//! Migrations: append-only files, counted by `PRAGMA user_version`.

use rusqlite::{Connection, TransactionBehavior};

use super::counts;
use crate::store::{StoreError, StoreResult};

/// Shipped files are never edited; a change is a further file.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_begin.sql"),
    include_str!("migrations/002_agreement.sql"),
    include_str!("migrations/003_durable.sql"),
    include_str!("migrations/004_covers_and_review.sql"),
    include_str!("migrations/005_snapshots.sql"),
    include_str!("migrations/006_keys.sql"),
    include_str!("migrations/007_media.sql"),
    include_str!("migrations/008_moves.sql"),
    include_str!("migrations/009_uncertain_assignments.sql"),
];
/// From this version on the numbers of the scopes are kept with their rows.
const COUNTED: u32 = 2;

/// Brings a database up to date. One of a newer version is left alone.
pub fn migrate(db: &mut Connection) -> StoreResult<()> {
    let known = MIGRATIONS.len() as u32;
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if known < found {
        return Err(StoreError::Newer { found, known });
    }
    for migration in MIGRATIONS.iter().skip(found as usize) {
        tx.execute_batch(migration)?;
    }
    if found < COUNTED {
        counts::count_all(&tx)?;
    }
    if found < known {
        tx.pragma_update(None, "user_version", known)?;
    }
    tx.commit()?;
    Ok(())
}

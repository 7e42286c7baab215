//! Whose keys serve this database.

use rusqlite::Connection;

use crate::store::{PublicKeys, StoreResult};

/// `None`: of one of them nobody has said yet.
pub fn noted(db: &Connection) -> StoreResult<Option<PublicKeys>> {
    let (identity, sealing): (Option<String>, Option<String>) =
        db.query_row("SELECT identity, sealing FROM server", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(identity
        .zip(sealing)
        .map(|(identity, sealing)| PublicKeys { identity, sealing }))
}

pub fn note(db: &Connection, keys: &PublicKeys) -> StoreResult<PublicKeys> {
    db.execute(
        "UPDATE server SET identity = coalesce(identity, ?1), sealing = coalesce(sealing, ?2)",
        (&keys.identity, &keys.sealing),
    )?;
    Ok(noted(db)?.unwrap_or_else(|| keys.clone()))
}

pub fn note_sealing(db: &Connection, sealing: &str) -> StoreResult<()> {
    db.execute("UPDATE server SET sealing = ?1", [sealing])?;
    Ok(())
}

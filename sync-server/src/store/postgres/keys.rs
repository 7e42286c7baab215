//! Whose keys serve this database.

use super::db::Db;
use super::trouble::PgResult;
use crate::store::PublicKeys;

const NOTE: &str =
    "UPDATE server SET identity = coalesce(identity, $1), sealing = coalesce(sealing, $2)
     RETURNING identity, sealing";
const NOTE_SEALING: &str = "UPDATE server SET sealing = $1";

pub async fn note(db: &Db<'_>, keys: &PublicKeys) -> PgResult<PublicKeys> {
    let noted = db.first(NOTE, &[&keys.identity, &keys.sealing]).await?;
    Ok(match noted {
        Some(row) => PublicKeys {
            identity: row.try_get(0)?,
            sealing: row.try_get(1)?,
        },
        None => keys.clone(),
    })
}

pub async fn note_sealing(db: &Db<'_>, sealing: &str) -> PgResult<()> {
    db.execute(NOTE_SEALING, &[&sealing]).await?;
    Ok(())
}

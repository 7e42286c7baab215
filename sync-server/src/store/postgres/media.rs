//! Ciphertexts that rows name, in PostgreSQL.

use std::collections::{BTreeMap, HashMap};

use rantang_core::ids::{DeviceId, UserId};
use rantang_core::registers::Row as Entity;
use uuid::Uuid;

use super::columns::{bytes32, id, named as scope_of};
use super::db::Db;
use super::staff;
use super::trouble::PgResult;
use crate::store::media::{MediaHash, MediaRecord, MediaStep, Named, parts_of};

const NAME: &str = "INSERT INTO media (hash, kind, entity, author, bytes)
     SELECT * FROM unnest($1::bytea[], $2::text[], $3::uuid[], $4::uuid[], $5::bigint[])
     ON CONFLICT (hash) DO NOTHING";
const WITHDRAW: &str = "UPDATE media SET withdrawn = true
     WHERE entity = ANY($1) AND NOT withdrawn AND NOT hash = ANY($2)";

/// Keeps in step with rows what they name. Most batches name nothing and send nothing.
pub async fn project(db: &Db<'_>, rows: impl Iterator<Item = &Entity>) -> PgResult<()> {
    let mut entities: Vec<Uuid> = Vec::new();
    let mut named: BTreeMap<MediaHash, (&'static str, Uuid, Uuid, i64)> = BTreeMap::new();
    for row in rows {
        let Some(of_row) = Named::of(row) else {
            continue;
        };
        entities.push(row.entity.id);
        for (hash, (bytes, author)) in of_row.bytes_and_author {
            let about = (
                row.entity.kind.code(),
                row.entity.id,
                author.0,
                i64::from(bytes),
            );
            named.insert(hash, about);
        }
    }
    if entities.is_empty() {
        return Ok(());
    }
    let hashes: Vec<&[u8]> = named.keys().map(|hash| hash.as_slice()).collect();
    let kinds: Vec<&str> = named.values().map(|it| it.0).collect();
    let of: Vec<Uuid> = named.values().map(|it| it.1).collect();
    let authors: Vec<Uuid> = named.values().map(|it| it.2).collect();
    let bytes: Vec<i64> = named.values().map(|it| it.3).collect();
    db.query(NAME, &[&hashes, &kinds, &of, &authors, &bytes])
        .await?;
    db.query(WITHDRAW, &[&entities, &hashes]).await?;
    Ok(())
}

const RECORDS: &str =
    "SELECT media.hash, media.bytes, begun_ms, parts, stored_ms, durable, author, scopes.name
     FROM media
     JOIN rows ON rows.entity = media.entity AND rows.kind = media.kind
     JOIN scopes ON scopes.id = rows.place >> 40
     WHERE hash = ANY($1) AND NOT withdrawn";

pub async fn records(
    db: &Db<'_>,
    device: DeviceId,
    hashes: &[MediaHash],
    now_ms: i64,
) -> PgResult<Vec<Option<MediaRecord>>> {
    let record = staff::known(db.first(staff::DEVICE, &[&device.0]).await?.as_ref())?;
    let standing = staff::standing(db, record.user).await?;
    let standing = standing.filter(|_| !record.revoked);
    let is_known = standing.is_some();
    let grants = standing.map_or_else(Vec::new, |it| it.readable(now_ms));
    let asked: Vec<&[u8]> = hashes.iter().map(|hash| hash.as_slice()).collect();
    let mut found: HashMap<MediaHash, MediaRecord> = HashMap::new();
    for row in db.query(RECORDS, &[&asked]).await? {
        let author: UserId = id(&row, 6)?;
        let scope = scope_of(&row, 7)?;
        let may_read = grants.iter().any(|grant| grant.covers(&scope));
        let media = MediaRecord {
            bytes: u32::try_from(row.try_get::<_, i64>(1)?).unwrap_or(u32::MAX),
            begun_ms: row.try_get(2)?,
            parts: parts_of(row.try_get(3)?),
            stored_ms: row.try_get(4)?,
            durable: row.try_get(5)?,
            may_read,
            may_send: may_read || (is_known && author == record.user),
        };
        found.insert(bytes32(&row, 0)?, media);
    }
    // One hash may be asked for twice.
    Ok(hashes.iter().map(|hash| found.get(hash).cloned()).collect())
}

const BEGIN: &str = "UPDATE media SET begun_ms = $2
     WHERE hash = $1 AND begun_ms IS NULL AND stored_ms IS NULL AND NOT withdrawn";
/// One statement: of two who continue at once, one finds that the end has moved.
const PART: &str = "UPDATE media SET begun_ms = $2,
       parts = CASE WHEN parts = '' THEN $4 ELSE parts || ',' || $4 END
     WHERE hash = $1 AND begun_ms IS NOT NULL AND stored_ms IS NULL AND NOT withdrawn
       AND $5 <= bytes AND (parts = $3 OR parts LIKE '%,' || $3)";
const FORGET: &str =
    "UPDATE media SET begun_ms = NULL, parts = '' WHERE hash = $1 AND stored_ms IS NULL";
const STORED: &str = "UPDATE media SET begun_ms = NULL, parts = '', stored_ms = $2
     WHERE hash = $1 AND stored_ms IS NULL";
const GONE: &str = "UPDATE media SET begun_ms = NULL, parts = '', stored_ms = NULL, durable = false
     WHERE hash = $1";

/// False: another was quicker, or there is nothing of the kind.
pub async fn step(db: &Db<'_>, hash: &MediaHash, step: MediaStep, now_ms: i64) -> PgResult<bool> {
    let hash = &hash.as_slice();
    let changed = match step {
        MediaStep::Begin => db.execute(BEGIN, &[hash, &now_ms]).await?,
        MediaStep::Part { from, to } => {
            // Nothing stands before the first part.
            let before = match from {
                0 => String::new(),
                from => from.to_string(),
            };
            let (end, end_at) = (to.to_string(), i64::from(to));
            db.execute(PART, &[hash, &now_ms, &before, &end, &end_at])
                .await?
        }
        MediaStep::Forget => db.execute(FORGET, &[hash]).await?,
        MediaStep::Stored => db.execute(STORED, &[hash, &now_ms]).await?,
        MediaStep::Gone => db.execute(GONE, &[hash]).await?,
    };
    Ok(0 < changed)
}

const BEGUN: &str = "SELECT hash FROM media WHERE begun_ms < $1 LIMIT $2";
const WITHDRAWN: &str = "SELECT hash FROM media WHERE withdrawn
     AND (stored_ms IS NOT NULL OR begun_ms IS NOT NULL) LIMIT $1";
const STORED_AFTER: &str = "SELECT hash FROM media
     WHERE $1 < hash AND stored_ms IS NOT NULL AND NOT withdrawn ORDER BY hash LIMIT $2";

pub async fn begun_before(db: &Db<'_>, begun_ms: i64, limit: usize) -> PgResult<Vec<MediaHash>> {
    hashes(&db.query(BEGUN, &[&begun_ms, &(limit as i64)]).await?)
}

pub async fn withdrawn(db: &Db<'_>, limit: usize) -> PgResult<Vec<MediaHash>> {
    hashes(&db.query(WITHDRAWN, &[&(limit as i64)]).await?)
}

pub async fn stored_after(
    db: &Db<'_>,
    after: Option<MediaHash>,
    limit: usize,
) -> PgResult<Vec<MediaHash>> {
    let after = after.map_or(Vec::new(), |hash| hash.to_vec());
    hashes(&db.query(STORED_AFTER, &[&after, &(limit as i64)]).await?)
}

fn hashes(rows: &[tokio_postgres::Row]) -> PgResult<Vec<MediaHash>> {
    rows.iter().map(|row| bytes32(row, 0)).collect()
}

/// What was stored by then is in the backup.
pub const MARK_DURABLE: &str =
    "UPDATE media SET durable = true WHERE NOT durable AND stored_ms <= $1";

//! Migrations: append-only files, counted in a table of their own.

use deadpool_postgres::ClientWrapper;

use super::db::Db;
use super::trouble::PgResult;
use crate::store::{StoreError, StoreResult};

/// Shipped files are never edited; a change is a further file.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001_begin.sql"),
    include_str!("migrations/002_durable.sql"),
    include_str!("migrations/003_covers_and_review.sql"),
    include_str!("migrations/004_snapshots.sql"),
    include_str!("migrations/005_keys.sql"),
    include_str!("migrations/006_media.sql"),
    include_str!("migrations/007_moves.sql"),
    include_str!("migrations/008_uncertain_assignments.sql"),
];

/// Several processes may start at once: one migrates, the others wait. The number is ours alone.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7232610427)";
const VERSION: &str = "CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())";

/// Brings a database up to date. One of a newer version is left alone.
pub async fn migrate(client: &mut ClientWrapper) -> StoreResult<()> {
    let db = Db::Within(client.transaction().await.map_err(super::Trouble::from)?);
    migrate_within(&db).await?;
    Ok(db.commit().await?)
}

async fn migrate_within(db: &Db<'_>) -> PgResult<()> {
    let known = MIGRATIONS.len() as u32;
    db.run(LOCK).await?;
    db.run(VERSION).await?;
    let newest = db
        .first("SELECT coalesce(max(version), 0) FROM schema_version", &[])
        .await?;
    let found = match newest {
        Some(row) => row.try_get::<_, i32>(0)?.max(0) as u32,
        None => 0,
    };
    if known < found {
        return Err(StoreError::Newer { found, known }.into());
    }
    for (at, migration) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        db.run(migration).await?;
        let version = at as i32 + 1;
        db.execute(
            "INSERT INTO schema_version (version) VALUES ($1)",
            &[&version],
        )
        .await?;
    }
    Ok(())
}

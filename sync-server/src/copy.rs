//! Moves an office from SQLite to PostgreSQL: everything as it is, ids, positions and receipts, so that
//! no device notices more than a pause.

use std::fs::File;
use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;
use tokio::sync::{mpsc, oneshot};

use crate::audit::{Audit, audit};
use crate::office::{Office, OfficeError};
use crate::store::postgres::{DatabaseAddress, ImportError, Piece, PostgresStore};
use crate::store::sqlite::Export;
use crate::store::tables::TABLES;
use crate::store::{StoreError, StoreResult};

/// Rows on their way at once: a few megabytes.
const ROWS_OF_A_PIECE: usize = 500;
const PIECES: usize = 4;

#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Office(#[from] OfficeError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Debug, Serialize)]
pub struct Copied {
    pub rows: u64,
    /// Of the target, after everything was read back.
    pub audit: Audit,
}

/// Copies a data directory's database into an empty one. The file is kept under another name when
/// the target agrees with its own log; before that nothing of it changes.
pub async fn copy(data: &Path, to: &DatabaseAddress) -> Result<Copied, CopyError> {
    let _lock = not_serving(data).await?;
    let target = PostgresStore::open(to).await?;
    let (pieces, received) = mpsc::channel(PIECES);
    let (decide, decided) = oneshot::channel();
    let source = data.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&source, &pieces, decided));
    let imported = target.import(received).await;
    let checked = match imported {
        Ok(rows) => Ok(Copied {
            rows,
            audit: audit(&target).await?,
        }),
        Err(error) => Err(error),
    };
    // The reader is gone only where it failed; it says why below.
    let _ = decide.send(checked.as_ref().is_ok_and(|copied| copied.audit.ok));
    let read = reading
        .await
        .map_err(|error| StoreError::Failed(error.into()))?;
    match checked {
        // Of two errors the reader's is the cause.
        Err(ImportError::Ended) => Err(read.err().map_or(ImportError::Ended.into(), Into::into)),
        Err(error) => Err(error.into()),
        Ok(copied) => {
            read?;
            Ok(copied)
        }
    }
}

/// Nobody serves the directory, and nobody begins to.
async fn not_serving(data: &Path) -> Result<Option<File>, OfficeError> {
    Office::open_now(data).await?.lock_for_serving()
}

/// Holds the file until it is decided whether it retires.
fn read(
    data: &Path,
    pieces: &mpsc::Sender<Piece>,
    decided: oneshot::Receiver<bool>,
) -> StoreResult<()> {
    let ended = |_| StoreError::Failed(anyhow!("the other database took no more"));
    let export = Export::begin(data)?;
    for table in TABLES {
        let mut rows = Vec::with_capacity(ROWS_OF_A_PIECE);
        export.each_row(table, |row| {
            rows.push(row);
            if rows.len() < ROWS_OF_A_PIECE {
                return Ok(());
            }
            let full = std::mem::replace(&mut rows, Vec::with_capacity(ROWS_OF_A_PIECE));
            pieces.blocking_send(Piece::Rows(full)).map_err(ended)
        })?;
        pieces.blocking_send(Piece::Rows(rows)).map_err(ended)?;
        pieces.blocking_send(Piece::EndOfTable).map_err(ended)?;
    }
    if decided.blocking_recv().unwrap_or(false) {
        export.retire(data)?;
    }
    Ok(())
}

//! Makes one snapshot: rows in, chunks out, none of them held longer than it takes to write them.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rantang_core::registers::Row;
use rantang_core::scopes::Scope;
use rantang_core::sync::snapshot::{ChunkHash, SnapshotChunk};
use rantang_core::sync::wire;

use super::failed;
use super::files::{Files, Spot};
use crate::store::{EachRow, StoreResult};

/// About what a row and a head take beside their values.
const ROW_BYTES: usize = 60;
const HEAD_BYTES: usize = 50;

pub struct Builder {
    made: Arc<Mutex<Made>>,
}

struct Made {
    files: Files,
    /// Removed again where nothing comes of it.
    folder: PathBuf,
    chunk_bytes: usize,
    rows: Vec<Row>,
    bytes: usize,
    chunks: Vec<ChunkHash>,
}

impl Builder {
    pub fn new(files: Files, epoch: u64, scope: &Scope, chunk_bytes: usize) -> StoreResult<Self> {
        let folder = files.begin(epoch, scope).map_err(failed)?;
        Ok(Self {
            made: Arc::new(Mutex::new(Made {
                files,
                folder,
                chunk_bytes,
                rows: Vec::new(),
                bytes: 0,
                chunks: Vec::new(),
            })),
        })
    }

    /// Takes the rows in.
    pub fn each_row(&self) -> EachRow {
        let made = self.made.clone();
        Box::new(move |row| lock(&made).take(row))
    }

    /// The hashes of all chunks.
    pub fn finish(&self) -> StoreResult<Vec<ChunkHash>> {
        let mut made = lock(&self.made);
        made.end_chunk()?;
        Ok(made.chunks.clone())
    }

    /// Makes it the snapshot of its generation; its index as it travels.
    pub fn publish(&self, spot: &Spot, index: Vec<u8>) -> StoreResult<Vec<u8>> {
        let made = lock(&self.made);
        made.files
            .publish(spot, &made.folder, index)
            .map_err(failed)
    }
}

impl Made {
    fn take(&mut self, row: Row) -> StoreResult<()> {
        let heads = row.registers.values().flat_map(|it| it.heads());
        let values: usize = heads.map(|head| head.value.len() + HEAD_BYTES).sum();
        self.bytes += ROW_BYTES + values;
        self.rows.push(row);
        if self.chunk_bytes <= self.bytes {
            self.end_chunk()?;
        }
        Ok(())
    }

    fn end_chunk(&mut self) -> StoreResult<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        let bytes = wire::encode(&SnapshotChunk { rows });
        let hash = self.files.write_chunk(&self.folder, &bytes);
        self.chunks.push(hash.map_err(failed)?);
        Ok(())
    }
}

/// What was published has been moved away; the rest is of no use to anybody.
impl Drop for Made {
    fn drop(&mut self) {
        if self.folder.exists()
            && let Err(error) = std::fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "what was begun of a snapshot stays behind");
        }
    }
}

fn lock(made: &Mutex<Made>) -> MutexGuard<'_, Made> {
    made.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Values that SQLite stores as CBOR, and ids as bytes.

use anyhow::Context;
use rantang_core::operation::ChainHash;
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::store::{StoreError, StoreResult};

pub fn encode<T: Serialize>(value: &T) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).map_err(|error| StoreError::Failed(error.into()))?;
    Ok(bytes)
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> StoreResult<T> {
    ciborium::from_reader(bytes)
        .context("a stored value cannot be read")
        .map_err(StoreError::Failed)
}

/// A column with the 16 bytes of an id.
pub fn id<T: From<Uuid>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    Ok(Uuid::from_bytes(row.get(column)?).into())
}

pub fn optional_id<T: From<Uuid>>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(|bytes| Uuid::from_bytes(bytes).into()))
}

pub fn hash(row: &Row<'_>, column: usize) -> rusqlite::Result<ChainHash> {
    Ok(ChainHash(row.get(column)?))
}

/// A text column that was checked when it was written.
pub fn parsed<T, E>(text: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> StoreResult<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    parse(text)
        .context("a stored text cannot be read")
        .map_err(StoreError::Failed)
}

//! Values as SQLite stores them: ids as bytes, the rest as CBOR.

use rantang_core::operation::ChainHash;
use rusqlite::Row;
use uuid::Uuid;

pub use crate::store::cbor::{decode, encode, parsed};

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

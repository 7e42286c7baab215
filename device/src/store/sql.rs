//! How ids, dates, codes and values stand in SQL.

use chrono::NaiveDate;
use rantang_core::cbor;
use rantang_core::registers::{EntityKind, EntityRef};
use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::error::{Error, Result};

/// An id as it is stored.
pub fn blob(id: impl Into<Uuid>) -> [u8; 16] {
    *id.into().as_bytes()
}

pub fn maybe_blob<T: Into<Uuid>>(id: Option<T>) -> Option<[u8; 16]> {
    id.map(blob)
}

/// Reads an id from a column.
pub fn id<T: From<Uuid>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    Ok(T::from(Uuid::from_bytes(row.get(column)?)))
}

pub fn maybe_id<T: From<Uuid>>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let bytes: Option<[u8; 16]> = row.get(column)?;
    Ok(bytes.map(|bytes| T::from(Uuid::from_bytes(bytes))))
}

/// Reads an entity from the first two columns: kind and id.
pub fn entity(row: &Row<'_>) -> Result<EntityRef> {
    let code = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
    let kind = EntityKind::from_code(code).ok_or(Error::Unreadable("a kind"))?;
    Ok(EntityRef::new(kind, Uuid::from_bytes(row.get(1)?)))
}

/// A date as it is stored: text that sorts.
pub fn day(date: NaiveDate) -> String {
    date.to_string()
}

pub fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<NaiveDate> {
    parse_date(&row.get::<_, String>(column)?)
}

pub fn maybe_date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<NaiveDate>> {
    let text: Option<String> = row.get(column)?;
    text.as_deref().map(parse_date).transpose()
}

fn parse_date(text: &str) -> rusqlite::Result<NaiveDate> {
    text.parse().map_err(unreadable)
}

/// The stable code of a value of a vocabulary, e.g. "received_self".
///
/// Only for enums without fields: anything else has no code and gives an empty text.
pub fn code<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

/// Reads a code from a column.
pub fn from_code<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let code: String = row.get(column)?;
    serde_json::from_value(serde_json::Value::String(code)).map_err(unreadable)
}

pub fn maybe_from_code<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let code: Option<String> = row.get(column)?;
    code.map(|code| serde_json::from_value(serde_json::Value::String(code)).map_err(unreadable))
        .transpose()
}

/// A value of ours as CBOR.
pub fn cbor<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    Ok(cbor::encode(value))
}

pub fn from_cbor<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T> {
    cbor::decode(bytes).map_err(|_| Error::Unreadable(what))
}

/// Reads a CBOR column.
pub fn value<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    cbor::decode(row.get_ref(column)?.as_blob()?).map_err(unreadable)
}

pub fn maybe_value<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    bytes
        .map(|bytes| cbor::decode(&bytes).map_err(unreadable))
        .transpose()
}

/// A column that does not hold what belongs there.
pub fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    let cause = FromSqlError::Other(Box::new(error));
    rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(cause))
}

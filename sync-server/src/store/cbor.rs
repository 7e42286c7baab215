//! Values that a store keeps as CBOR or as text.

use std::collections::BTreeSet;

use anyhow::Context;
use rantang_core::cbor;
use rantang_core::operation::{Envelope, Operation};
use rantang_core::places::AreaCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{StoreError, StoreResult};

pub fn encode<T: Serialize>(value: &T) -> StoreResult<Vec<u8>> {
    Ok(cbor::encode(value))
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> StoreResult<T> {
    cbor::decode(bytes)
        .context("a stored value cannot be read")
        .map_err(StoreError::Failed)
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

/// An operation from the bytes that were hashed.
pub fn operation(envelope: &[u8], body: Vec<u8>) -> StoreResult<Operation> {
    let envelope = Envelope::decode(envelope)
        .context("a stored envelope cannot be read")
        .map_err(StoreError::Failed)?;
    Ok(Operation { envelope, body })
}

/// Areas in one column of text, separated by blanks.
pub fn areas_text(areas: &BTreeSet<AreaCode>) -> String {
    let codes: Vec<&str> = areas.iter().map(AreaCode::as_str).collect();
    codes.join(" ")
}

pub fn areas_of(text: &str) -> StoreResult<BTreeSet<AreaCode>> {
    let codes = text.split_ascii_whitespace();
    codes.map(|code| parsed(code, AreaCode::parse)).collect()
}

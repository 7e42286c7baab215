//! Columns and parameters: what PostgreSQL's types stand for.

use rantang_core::operation::ChainHash;
use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Manifest, Tally};
use tokio_postgres::Row;
use uuid::Uuid;

use super::trouble::PgResult;
use crate::store::cbor::{decode, parsed};
use crate::store::halves::{Halves, RawRow};
use crate::store::place::Known;
use crate::store::{StoreError, StoreResult};

pub fn id<T: From<Uuid>>(row: &Row, column: usize) -> PgResult<T> {
    Ok(row.try_get::<_, Uuid>(column)?.into())
}

pub fn optional_id<T: From<Uuid>>(row: &Row, column: usize) -> PgResult<Option<T>> {
    Ok(row.try_get::<_, Option<Uuid>>(column)?.map(T::from))
}

pub fn bytes32(row: &Row, column: usize) -> PgResult<[u8; 32]> {
    let bytes: &[u8] = row.try_get(column)?;
    let exact: StoreResult<[u8; 32]> = bytes
        .try_into()
        .map_err(|_| StoreError::Failed(anyhow::anyhow!("a stored hash or key is too short")));
    Ok(exact?)
}

pub fn hash(row: &Row, column: usize) -> PgResult<ChainHash> {
    bytes32(row, column).map(ChainHash)
}

pub fn cbor<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> PgResult<T> {
    Ok(decode(row.try_get(column)?)?)
}

/// The name of a scope.
pub fn named(row: &Row, column: usize) -> PgResult<Scope> {
    Ok(parsed(row.try_get(column)?, Scope::parse)?)
}

/// The columns `id, head, generation, count, checksum, compacted_through`, first in the row.
pub fn known(row: &Row) -> PgResult<Known> {
    let unsigned = |column| row.try_get::<_, i64>(column).map(|it| it as u64);
    Ok(Known {
        number: row.try_get(0)?,
        manifest: Manifest {
            head: unsigned(1)?,
            generation: unsigned(2)?,
            tally: Tally {
                count: unsigned(3)?,
                checksum: unsigned(4)?,
            },
        },
        compacted_through: unsigned(5)?,
    })
}

/// The columns `place, kind, entity, owner, clear, sealed`, first in the row.
pub fn raw(row: &Row) -> PgResult<RawRow> {
    Ok(RawRow {
        place: row.try_get(0)?,
        kind: row.try_get(1)?,
        entity: *row.try_get::<_, Uuid>(2)?.as_bytes(),
        owner: optional_id(row, 3)?,
        halves: Halves {
            clear: row.try_get(4)?,
            sealed: row.try_get(5)?,
        },
    })
}

/// An array parameter; sets come sorted.
pub fn uuids<'a, T: Copy + Into<Uuid> + 'a>(ids: impl IntoIterator<Item = &'a T>) -> Vec<Uuid> {
    ids.into_iter().map(|id| (*id).into()).collect()
}

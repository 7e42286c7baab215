//! Who vouches for operations that were set aside.

use rantang_core::ids::OpId;
use rantang_core::operation::Operation;
use rantang_core::time::Effective;
use rusqlite::Connection;

use super::cbor::id;
use super::staff;
use crate::intake::{Acceptance, Vouching};
use crate::store::StoreResult;

pub fn keep(db: &Connection, acceptance: &Acceptance) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO acceptances (accepted_by, op_id, content, user, at_ms, uncertainty_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (accepted_by) DO NOTHING",
    )?
    .execute((
        acceptance.by.as_bytes(),
        acceptance.op.as_bytes(),
        acceptance.content,
        acceptance.user.as_bytes(),
        acceptance.time.at_ms,
        acceptance.time.uncertainty_ms,
    ))?;
    Ok(())
}

fn of(db: &Connection, op: OpId) -> StoreResult<Vec<Acceptance>> {
    let mut statement = db.prepare_cached(
        "SELECT accepted_by, user, content, at_ms, uncertainty_ms FROM acceptances WHERE op_id = ?1",
    )?;
    let found = statement.query_map([op.as_bytes()], |row| {
        Ok(Acceptance {
            by: id(row, 0)?,
            user: id(row, 1)?,
            op,
            content: row.get(2)?,
            time: Effective {
                at_ms: row.get(3)?,
                uncertainty_ms: row.get(4)?,
            },
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Who vouches for these operations, each with the rights of today.
pub fn vouching<'a>(
    db: &Connection,
    operations: impl Iterator<Item = &'a Operation>,
) -> StoreResult<Vec<Vouching>> {
    let mut all = Vec::new();
    for operation in operations {
        for accepted in of(db, operation.envelope.op_id)? {
            if let Some(standing) = staff::standing(db, accepted.user)? {
                all.push(Vouching {
                    op: accepted.op,
                    content: accepted.content,
                    sender: standing.sender(false),
                    time: accepted.time,
                });
            }
        }
    }
    Ok(all)
}

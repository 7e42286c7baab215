//! Who vouches for operations that were set aside.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rantang_core::ids::UserId;
use rantang_core::time::Effective;
use tokio_postgres::Row;
use uuid::Uuid;

use super::columns::{bytes32, id};
use super::db::Db;
use super::staff;
use super::trouble::PgResult;
use crate::intake::rights::Standing;
use crate::intake::{Acceptance, Vouching};

const KEEP: &str = "INSERT INTO acceptances (accepted_by, op_id, content, user_id, at_ms, uncertainty_ms)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[], $5::bigint[], $6::bigint[])
     ON CONFLICT DO NOTHING";
/// Of these operations.
pub const OF: &str = "SELECT op_id, content, user_id, at_ms, uncertainty_ms FROM acceptances
     WHERE op_id = ANY($1) ORDER BY accepted_by";

/// Most batches accept nothing and send nothing.
pub async fn keep(db: &Db<'_>, all: &[Acceptance]) -> PgResult<()> {
    if all.is_empty() {
        return Ok(());
    }
    let by: Vec<Uuid> = all.iter().map(|it| it.by.0).collect();
    let op: Vec<Uuid> = all.iter().map(|it| it.op.0).collect();
    let content: Vec<&[u8]> = all.iter().map(|it| it.content.as_slice()).collect();
    let user: Vec<Uuid> = all.iter().map(|it| it.user.0).collect();
    let at: Vec<i64> = all.iter().map(|it| it.time.at_ms).collect();
    let uncertainty: Vec<i64> = all.iter().map(|it| it.time.uncertainty_ms).collect();
    db.query(KEEP, &[&by, &op, &content, &user, &at, &uncertainty])
        .await?;
    Ok(())
}

/// From the answer to [`OF`], each with the rights of today.
pub async fn vouching(db: &Db<'_>, accepted: &[Row]) -> PgResult<Vec<Vouching>> {
    let mut standings: BTreeMap<UserId, Option<Standing>> = BTreeMap::new();
    let mut all = Vec::new();
    for row in accepted {
        let user: UserId = id(row, 2)?;
        if let Entry::Vacant(unknown) = standings.entry(user) {
            unknown.insert(staff::standing(db, user).await?);
        }
        if let Some(Some(standing)) = standings.get(&user) {
            all.push(Vouching {
                op: id(row, 0)?,
                content: bytes32(row, 1)?,
                sender: standing.sender(false),
                time: Effective {
                    at_ms: row.try_get(3)?,
                    uncertainty_ms: row.try_get(4)?,
                },
            });
        }
    }
    Ok(all)
}

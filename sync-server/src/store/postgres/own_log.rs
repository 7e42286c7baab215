//! The server's own log: what the office's administrator does, as operations like any other.

use uuid::Uuid;

use super::attempts::Try;
use super::db::{Db, ask};
use super::trouble::PgResult;
use super::{log, staff, take_in};
use crate::intake::{Intake, Origin, Taken, own_operation};
use crate::store::{OwnOperation, StoreError};

pub async fn record(
    db: &Db<'_>,
    operations: &[OwnOperation],
    now_ms: i64,
    this_try: &Try,
) -> PgResult<Taken> {
    let server = staff::established(db.first(staff::SERVER, &[]).await?.as_ref())?;
    let ids: Vec<Uuid> = operations.iter().map(|it| it.op.0).collect();
    let [replica, existing] = db
        .flight([
            ask(log::LOCK_REPLICA, &[&server.replica.0]),
            ask(log::EXISTING, &[&ids]),
        ])
        .await?;
    let replica = replica.first().map(log::replica_of).transpose()?;
    let stored = replica.map_or_else(Default::default, |it| it.stored);
    let existing = log::existing_of(&existing)?;
    let new = operations
        .iter()
        .filter(|it| !existing.contains_key(&it.op));
    let operations = new.zip(stored.0 + 1..);
    let intake = Intake {
        origin: Origin::Server,
        replica: server.replica,
        previous: stored.1,
        operations: operations
            .map(|(own, seq)| own_operation(&server, own, seq))
            .collect(),
        head: None,
        received_ms: now_ms,
        times: Default::default(),
    };
    let taken = take_in::take_in(db, &intake, this_try).await?;
    Ok(taken.map_err(|fault| StoreError::Failed(fault.into()))?)
}

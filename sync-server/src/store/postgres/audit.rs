//! Reads everything in order, for an audit.

use rantang_core::ids::PersonId;
use rantang_core::scopes::PersonScopes;
use rantang_core::time::Effective;
use tokio_postgres::Row;

use super::columns::{cbor, hash, id, named};
use super::db::Db;
use super::trouble::PgResult;
use crate::store::cbor::{areas_of, operation};
use crate::store::place::position_of;
use crate::store::{LogEntry, Person};

const LOG: &str = "SELECT log.place, log.hash, replicas.replica, envelope, body, at_ms,
       uncertainty_ms, verdict
     FROM log
     JOIN operations ON operations.id = log.operation
     JOIN replicas ON replicas.id = log.place >> 40
     WHERE $1 < log.place ORDER BY log.place LIMIT $2";
const PERSONS: &str = "SELECT person, delivery.name, case_.name, left_areas
     FROM person_scopes
     JOIN scopes AS delivery ON delivery.id = person_scopes.delivery
     JOIN scopes AS case_ ON case_.id = person_scopes.case_
     WHERE $1::uuid IS NULL OR $1 < person ORDER BY person LIMIT $2";

pub async fn log_after(db: &Db<'_>, key: i64, limit: usize) -> PgResult<Vec<LogEntry>> {
    let found = db.query(LOG, &[&key, &(limit as i64)]).await?;
    found.iter().map(entry_of).collect()
}

fn entry_of(row: &Row) -> PgResult<LogEntry> {
    let key: i64 = row.try_get(0)?;
    let mut operation = operation(row.try_get(3)?, row.try_get(4)?)?;
    // A copy is stored once: here it stands under the log and number of this place.
    operation.envelope.replica = id(row, 2)?;
    operation.envelope.seq = position_of(key);
    Ok(LogEntry {
        key,
        replica: operation.envelope.replica,
        seq: position_of(key),
        hash: hash(row, 1)?,
        operation,
        time: Effective {
            at_ms: row.try_get(5)?,
            uncertainty_ms: row.try_get(6)?,
        },
        verdict: cbor(row, 7)?,
    })
}

pub async fn persons_after(
    db: &Db<'_>,
    after: Option<PersonId>,
    limit: usize,
) -> PgResult<Vec<Person>> {
    let after = after.map(|person| person.0);
    let found = db.query(PERSONS, &[&after, &(limit as i64)]).await?;
    let persons = found.iter().map(|row| {
        Ok(Person {
            person: id(row, 0)?,
            scopes: PersonScopes {
                delivery: named(row, 1)?,
                case: named(row, 2)?,
                left: areas_of(row.try_get(3)?)?,
            },
        })
    });
    persons.collect()
}

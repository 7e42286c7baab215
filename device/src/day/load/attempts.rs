//! The attempts of a date, whoever made them.

use std::collections::HashMap;

use rantang_core::day::door::AttemptFact;
use rantang_core::deliveries::{DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::ids::PersonId;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::DayQuery;
use super::text::{line, text};
use crate::day::model::DoorAttempt;
use crate::log::{LogState, Tried};
use crate::store::error::Result;
use crate::store::sql;
use crate::store::view::delivery::flags_of;
use crate::sync::view::SendState;

pub(super) type AttemptsByPerson =
    HashMap<Option<PersonId>, Vec<(DoorAttempt, Option<OffListDoor>)>>;

/// The attempts of a date that nobody took back, oldest first.
pub(super) fn attempts(db: &Connection, query: &DayQuery) -> Result<AttemptsByPerson> {
    let unsent = unsent(db, query.tried)?;
    let sql = "SELECT deliveries.*, COALESCE(persons.alias_of, deliveries.person) AS canonical,
                      delivery_cases.complaints, delivery_cases.note,
                      (SELECT count(*) FROM photos WHERE photos.entity = deliveries.id
                       AND photos.kind = 'delivery') AS proofs
               FROM deliveries
               LEFT JOIN persons ON persons.id = deliveries.person
               LEFT JOIN delivery_cases ON delivery_cases.id = deliveries.id
               WHERE deliveries.date = ?1 AND retracted = 0
               ORDER BY deliveries.at_ms, deliveries.op";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([sql::day(query.date)])?;
    let mut found: AttemptsByPerson = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: Uuid = sql::id(row, "id")?;
        let note: Option<String> = row.get("note")?;
        let attempt = DoorAttempt {
            fact: AttemptFact {
                delivery: id.into(),
                op: sql::id(row, "op")?,
                run: sql::id(row, "run")?,
                courier: sql::id(row, "courier")?,
                at_ms: row.get("at_ms")?,
                value: delivery_value(row)?,
            },
            sitting: sql::from_code(row, "sitting")?,
            case: DeliveryCase {
                complaints: sql::maybe_value(row, "complaints")?.unwrap_or_default(),
                note: note
                    .map(|note| text(&note))
                    .transpose()?
                    .unwrap_or_default(),
            },
            send_state: unsent.get(&id).copied().unwrap_or(SendState::Sent),
            corrected: row.get("corrected")?,
            proofs: row.get("proofs")?,
        };
        let person = sql::maybe_id(row, "canonical")?;
        found
            .entry(person)
            .or_default()
            .push((attempt, sql::maybe_value(row, "door")?));
    }
    Ok(found)
}

/// What a correction sets, as it stands in a row of `deliveries`.
pub fn delivery_value(row: &Row<'_>) -> rusqlite::Result<DeliveryValue> {
    let flags: i64 = row.get("flags")?;
    Ok(DeliveryValue {
        outcome: sql::from_code(row, "outcome")?,
        flags: flags_of(flags),
        wellbeing: sql::maybe_from_code(row, "wellbeing")?,
        boxes: row.get("boxes")?,
        received_by: line(row, "received_by")?,
        contact: sql::maybe_id(row, "contact")?,
        seen_by_neighbor: row.get("seen_by_neighbor")?,
        bring_back: row.get("bring_back")?,
        until: sql::maybe_date(row, "until_date")?,
    })
}

/// How far the deliveries are that the server does not have whole; the one that asks most counts.
fn unsent(db: &Connection, tried: Tried) -> Result<HashMap<Uuid, SendState>> {
    let sql = "SELECT overlay.id, log.seq, log.state FROM log JOIN overlay ON overlay.seq = log.seq
               WHERE log.state <> 1 AND overlay.kind = 'delivery' ORDER BY log.state, log.seq";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        let seq: i64 = row.get("seq")?;
        let state = LogState::from_code(row.get("state")?);
        Ok((sql::id(row, "id")?, tried.send_state(seq as u64, state)))
    })?;
    let mut states = found.collect::<rusqlite::Result<HashMap<_, _>>>()?;
    // What phones handed over here is as far with the desk as with them.
    let sql = "SELECT office_overlay.id FROM office_overlay
               JOIN office_operations ON office_operations.id = office_overlay.operation
               JOIN office_ranges ON office_ranges.id = office_operations.range
               WHERE office_overlay.kind = 'delivery' AND office_ranges.state <> 'at_server'";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        states
            .entry(sql::id(row, "id")?)
            .or_insert(SendState::AtOffice);
    }
    Ok(states)
}

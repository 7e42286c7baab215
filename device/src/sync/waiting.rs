//! What the server has not confirmed, in the words of whoever recorded it.

use rantang_core::deliveries::operations::Record;
use rantang_core::ids::{OpId, PersonId};
use rantang_core::operation::Payload;
use rantang_core::people::Name;
use rusqlite::{Connection, OptionalExtension};

use super::view::{WaitingKind, WaitingView};
use crate::day::{display_name, line};
use crate::log::{LogState, Tried};
use crate::store::sql::{self, blob};
use crate::store::{Error, Result};

/// More than anybody reads; the number beside the list counts all of them.
const SHOWN_MAX: i64 = 500;

/// One entry for each record that is counted as unsent or as to be checked, latest first.
pub fn waiting(db: &Connection, tried: Tried) -> Result<Vec<WaitingView>> {
    let mut statement = db.prepare_cached(
        "SELECT seq, op_id, kind, body, state, at_ms FROM log WHERE state <> 1
         ORDER BY seq DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([SHOWN_MAX])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (seq, kind, body): (i64, String, Vec<u8>) =
            (row.get("seq")?, row.get("kind")?, row.get("body")?);
        let id: OpId = sql::id(row, "op_id")?;
        let payload = Payload::decode(&kind, &body)
            .map_err(|_| Error::Unreadable("an operation of the log"))?;
        let (kind, outcome) = told(&payload);
        found.push(WaitingView {
            id: id.0,
            kind,
            name: name_in(db, &payload, id)?,
            outcome,
            at_ms: row.get("at_ms")?,
            send_state: tried.send_state(seq as u64, LogState::from_code(row.get("state")?)),
        });
    }
    Ok(found)
}

fn told(
    payload: &Payload,
) -> (
    WaitingKind,
    Option<rantang_core::deliveries::outcome::Outcome>,
) {
    match payload {
        Payload::DeliveryRecord(said) => (WaitingKind::Delivery, Some(said.value.outcome)),
        Payload::DeliveryCloseDoors(said) => (WaitingKind::Closed, Some(said.value.outcome)),
        Payload::DeliveryCorrect(said) => (WaitingKind::Corrected, Some(said.value.outcome)),
        Payload::DeliveryRetract(_) => (WaitingKind::TakenBack, None),
        Payload::RunStart(_) => (WaitingKind::Started, None),
        Payload::RunReceive(_) => (WaitingKind::Received, None),
        Payload::RunObstacle(_) => (WaitingKind::Obstacle, None),
        Payload::RunFinish(_) => (WaitingKind::Finished, None),
        Payload::HoldPlace(_) => (WaitingKind::Held, None),
        Payload::HoldEnd(_) => (WaitingKind::HoldEnded, None),
        Payload::LifeSay(_) => (WaitingKind::Death, None),
        _ => (WaitingKind::Other, None),
    }
}

/// Whom a record is about, where it is about one person whom this device knows.
fn name_in(db: &Connection, payload: &Payload, op: OpId) -> Result<Option<String>> {
    match payload {
        Payload::DeliveryRecord(Record {
            door: Some(door), ..
        }) => return Ok(Some(door.name.to_string())),
        Payload::DeliveryCloseDoors(_) => return Ok(None),
        _ => {}
    }
    let person = payload.effects(op).iter().find_map(|it| it.owner());
    person.map_or(Ok(None), |person| name_of(db, person))
}

fn name_of(db: &Connection, person: PersonId) -> Result<Option<String>> {
    let found = db
        .prepare_cached("SELECT name, honorific, nickname, sex FROM persons WHERE id = ?1")?
        .query_row([blob(person)], |row| {
            let name = Name {
                name: line(row, "name")?,
                honorific: line(row, "honorific")?,
                nickname: line(row, "nickname")?,
            };
            Ok(display_name(&name, sql::maybe_from_code(row, "sex")?))
        })
        .optional()?;
    Ok(found)
}

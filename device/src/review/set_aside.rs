//! What the server set aside, and what came late: of everybody for a coordinator, of themselves for
//! everybody else.

use std::collections::HashMap;

use rantang_core::alerts::set_aside_id;
use rantang_core::ids::{ItemId, OpId, PersonId, UserId};
use rantang_core::operation::{Envelope, Payload};
use rantang_core::permissions::may_record;
use rantang_core::staff::Role;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::view::{RecordSaid, ReviewBody, ReviewItem, SetAsideState};
use crate::log::LogState;
use crate::people::names::Names;
use crate::store::sql;
use crate::store::{Error, Result, facts};

/// Told by the server, with whatever this device itself knows to be set aside.
pub(super) fn items(db: &Connection, names: &Names<'_>) -> Result<Vec<ReviewItem>> {
    let roles = facts::ROLES.get(db)?.unwrap_or_default();
    let mut items: HashMap<Uuid, ReviewItem> = HashMap::new();
    let own = "SELECT seq, envelope, body, state, cause, at_ms FROM log
               WHERE state <> 1 AND state IN (?1, ?2)";
    let mut statement = db.prepare_cached(own)?;
    let aside = [LogState::Held.code(), LogState::Quarantined.code()];
    let mut rows = statement.query(aside)?;
    while let Some(row) = rows.next()? {
        let item = own_item(row, names)?;
        items.insert(item.id, item);
    }
    // Accepted a moment ago, and not yet at the server.
    let told = "SELECT * FROM set_aside WHERE NOT EXISTS
                    (SELECT 1 FROM log WHERE kind = 'review.accept' AND entity = set_aside.item AND state = ?1)";
    let mut statement = db.prepare_cached(told)?;
    let mut rows = statement.query([LogState::Pending.code()])?;
    while let Some(row) = rows.next()? {
        let item = told_item(row, names, &roles)?;
        items.insert(item.id, item);
    }
    Ok(items.into_values().collect())
}

/// How many of this device's own records wait for the office.
pub fn own_open(db: &Connection) -> Result<u32> {
    let sql = "SELECT op_id FROM log WHERE state <> 1 AND state IN (?1, ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let aside = [LogState::Held.code(), LogState::Quarantined.code()];
    let ops = statement.query_map(aside, |row| sql::id::<OpId>(row, "op_id"))?;
    let mut open = 0;
    for op in ops {
        let item = sql::blob(set_aside_id(op?));
        let settled = db
            .prepare_cached("SELECT 1 FROM reviews WHERE id = ?1")?
            .exists([item])?;
        open += u32::from(!settled);
    }
    Ok(open)
}

fn own_item(row: &Row<'_>, names: &Names<'_>) -> Result<ReviewItem> {
    let envelope: Vec<u8> = row.get("envelope")?;
    let envelope =
        Envelope::decode(&envelope).map_err(|_| Error::Unreadable("an operation of the log"))?;
    let body: Vec<u8> = row.get("body")?;
    let payload = Payload::decode(&envelope.kind, &body).ok();
    let person = person_of(envelope.op_id, payload.as_ref());
    let cause: Option<String> = row.get("cause")?;
    let is_held = row.get::<_, i64>("state")? == LogState::Held.code();
    Ok(ReviewItem {
        id: set_aside_id(envelope.op_id).0,
        person_id: person.map(|person| person.0),
        person_name: named(person, names)?,
        at_ms: row.get("at_ms")?,
        body: ReviewBody::SetAside {
            state: if is_held {
                SetAsideState::Held
            } else {
                SetAsideState::Quarantined
            },
            cause: cause.unwrap_or_default(),
            said: said(&envelope.kind, payload.as_ref()),
            by: names.user(envelope.author),
            by_phone: names.phone(envelope.author),
            phone: String::new(),
            received_at_ms: None,
            can_accept: false,
        },
    })
}

fn told_item(row: &Row<'_>, names: &Names<'_>, roles: &[Role]) -> Result<ReviewItem> {
    let op: OpId = sql::id(row, "op")?;
    let kind: String = row.get("kind")?;
    let body: Option<Vec<u8>> = row.get("body")?;
    let payload = body.and_then(|body| Payload::decode(&kind, &body).ok());
    let person = person_of(op, payload.as_ref());
    let author: UserId = sql::id(row, "author")?;
    let cause: Option<String> = row.get("cause")?;
    let cause = cause.unwrap_or_default();
    let state: SetAsideState = sql::from_code(row, "state")?;
    let received_at_ms = Some(row.get("received_ms")?);
    let said = said(&kind, payload.as_ref());
    let (by, by_phone) = (names.user(author), names.phone(author));
    let phone: String = row.get("phone")?;
    Ok(ReviewItem {
        id: sql::id(row, "item")?,
        person_id: person.map(|person| person.0),
        person_name: named(person, names)?,
        at_ms: row.get("at_ms")?,
        body: match state {
            SetAsideState::Held | SetAsideState::Quarantined => ReviewBody::SetAside {
                state,
                can_accept: can_accept(&cause, payload.as_ref(), roles),
                cause,
                said,
                by,
                by_phone,
                phone,
                received_at_ms,
            },
            SetAsideState::Late => ReviewBody::Late {
                said,
                by,
                by_phone,
                phone,
                received_at_ms,
            },
        },
    })
}

/// The holder of this device has the right that the author lacked, and the content is known.
fn can_accept(cause: &str, payload: Option<&Payload>, roles: &[Role]) -> bool {
    let wants_a_right = matches!(
        cause,
        "out_of_scope" | "not_permitted" | "wrong_author" | "revoked" | "awaiting_grant"
    );
    let may = |payload: &Payload| roles.iter().any(|role| may_record(*role, payload));
    wants_a_right && payload.is_some_and(may)
}

fn person_of(op: OpId, payload: Option<&Payload>) -> Option<PersonId> {
    payload?
        .effects(op)
        .iter()
        .find_map(|effect| effect.owner())
}

fn named(person: Option<PersonId>, names: &Names<'_>) -> Result<Option<String>> {
    match person {
        Some(person) => names.person(person),
        None => Ok(None),
    }
}

/// What was recorded, as far as a list says it.
fn said(kind: &str, payload: Option<&Payload>) -> RecordSaid {
    let mut said = RecordSaid {
        kind_code: kind.to_owned(),
        ..RecordSaid::default()
    };
    match payload {
        Some(Payload::DeliveryRecord(record)) => {
            said.outcome = Some(record.value.outcome);
            said.boxes = Some(record.value.boxes);
            said.date = Some(record.attempt.date);
            said.door = record.door.as_ref().map(|door| door.name.to_string());
        }
        Some(Payload::DeliveryCorrect(correct)) => {
            said.outcome = Some(correct.value.outcome);
            said.boxes = Some(correct.value.boxes);
        }
        Some(Payload::DeliveryCloseDoors(close)) => {
            said.outcome = Some(close.value.outcome);
            said.doors = Some(close.persons.len() as u32);
            said.date = Some(close.attempt.date);
        }
        Some(Payload::RunStart(start)) => said.date = Some(start.run.date),
        Some(Payload::RunFinish(finish)) => {
            said.date = Some(finish.run.date);
            said.boxes = Some(finish.finished.boxes_back);
        }
        Some(Payload::RunReceive(receive)) => {
            said.date = Some(receive.run.date);
            said.boxes = Some(receive.boxes);
        }
        _ => {}
    }
    said
}

/// The copy that the server told about: what an acceptance names. `None`: it is settled by now.
pub(super) fn copy(db: &Connection, item: ItemId) -> Result<Option<(OpId, [u8; 32])>> {
    use rusqlite::OptionalExtension;
    let sql =
        "SELECT op, content FROM set_aside WHERE item = ?1 AND state IN ('held', 'quarantined')";
    let found = db
        .prepare_cached(sql)?
        .query_row([sql::blob(item)], |row| {
            Ok((sql::id(row, "op")?, row.get("content")?))
        })
        .optional()?;
    Ok(found)
}

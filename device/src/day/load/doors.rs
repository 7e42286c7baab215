//! The people of a route, with their contacts and holds.

use std::collections::HashMap;

use rantang_core::day::listing::{Hold, Member};
use rantang_core::day::news::Changes;
use rantang_core::enrolment::EnrolmentState;
use rantang_core::holds::HoldTerm;
use rantang_core::ids::{PeriodId, PersonId, RouteId, UserId};
use rantang_core::people::life::Life;
use rantang_core::people::{ContactDetail, Diet, Name};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rusqlite::{Connection, Row, named_params};

use super::attempts::AttemptsByPerson;
use super::text::{line, note};
use crate::day::model::{ContactEntry, Door};
use crate::store::error::Result;
use crate::store::sql::{self, blob};

pub(super) fn doors(
    db: &Connection,
    route: RouteId,
    period: Option<PeriodId>,
    attempts: &mut AttemptsByPerson,
) -> Result<Vec<Door>> {
    let mut contacts = contacts(db, route)?;
    let mut holds = holds(db, route)?;
    let sql = "SELECT persons.*, status, status_date, status_reason, status_at_ms, order_key,
                      membership_at_ms, fasting
               FROM enrolments JOIN persons ON persons.id = enrolments.person
               WHERE enrolments.route = :route AND status IS NOT NULL AND persons.alias_of IS NULL
                 AND (:period IS NULL OR enrolments.period = :period)
               ORDER BY order_key, persons.id";
    let mut statement = db.prepare_cached(sql)?;
    let params = named_params! { ":route": blob(route), ":period": sql::maybe_blob(period) };
    let mut rows = statement.query(params)?;
    let mut doors = Vec::new();
    while let Some(row) = rows.next()? {
        let person: PersonId = sql::id(row, "id")?;
        let (holds, holds_ms) = holds.remove(&person).unwrap_or_default();
        let brought = attempts.remove(&Some(person)).unwrap_or_default();
        doors.push(Door {
            member: Member {
                person,
                state: EnrolmentState {
                    status: sql::from_code(row, "status")?,
                    date: sql::date(row, "status_date")?,
                    reason: note(row, "status_reason")?,
                },
                order_key: row.get("order_key")?,
                fasting: row.get("fasting")?,
                holds,
                life: life(row)?,
            },
            changes: Changes {
                state_ms: row.get::<_, Option<i64>>("status_at_ms")?.unwrap_or(0),
                membership_ms: row.get::<_, Option<i64>>("membership_at_ms")?.unwrap_or(0),
                holds_ms,
                address_ms: row.get::<_, Option<i64>>("address_at_ms")?.unwrap_or(0),
                registered_ms: row.get("first_at_ms")?,
            },
            name: Name {
                name: line(row, "name")?,
                honorific: line(row, "honorific")?,
                nickname: line(row, "nickname")?,
            },
            sex: sql::maybe_from_code(row, "sex")?,
            address: address(row)?,
            access_note: row.get("access_note")?,
            diet: sql::maybe_value::<Diet>(row, "diet")?.unwrap_or_default(),
            lives_alone: row.get("lives_alone")?,
            contacts: contacts.remove(&person).unwrap_or_default(),
            attempts: brought.into_iter().map(|(attempt, _)| attempt).collect(),
        });
    }
    Ok(doors)
}

fn contacts(db: &Connection, route: RouteId) -> Result<HashMap<PersonId, Vec<ContactEntry>>> {
    // Who may receive first, neighbours before family: they are offered at the door in this order.
    let sql =
        "SELECT contacts.* FROM contacts JOIN enrolments ON enrolments.person = contacts.person
               WHERE enrolments.route = ?1
               ORDER BY may_receive DESC, relation = 'neighbor' DESC, contacts.name, contacts.id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(route)])?;
    let mut found: HashMap<PersonId, Vec<ContactEntry>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let entry = ContactEntry {
            id: sql::id(row, "id")?,
            detail: ContactDetail {
                name: line(row, "name")?,
                relation: sql::from_code(row, "relation")?,
                phone: line(row, "phone")?,
                hint: line(row, "hint")?,
                may_receive: row.get("may_receive")?,
            },
        };
        let of = found.entry(sql::id(row, "person")?).or_default();
        // A person with two enrolments on the route would bring each contact twice.
        if of.iter().all(|known| known.id != entry.id) {
            of.push(entry);
        }
    }
    Ok(found)
}

/// The holds of a route's people, and when the latest of each was placed or ended.
fn holds(db: &Connection, route: RouteId) -> Result<HashMap<PersonId, (Vec<Hold>, i64)>> {
    let sql =
        "SELECT DISTINCT holds.* FROM holds JOIN enrolments ON enrolments.person = holds.person
               WHERE enrolments.route = ?1 ORDER BY from_date, holds.id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([blob(route)])?;
    let mut found: HashMap<PersonId, (Vec<Hold>, i64)> = HashMap::new();
    while let Some(row) = rows.next()? {
        let of = found.entry(sql::id(row, "person")?).or_default();
        let ended_ms: Option<i64> = row.get("ended_at_ms")?;
        of.1 =
            of.1.max(row.get("placed_at_ms")?)
                .max(ended_ms.unwrap_or(0));
        of.0.push(hold(row)?);
    }
    Ok(found)
}

/// A row of `holds`.
pub fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    Ok(Hold {
        hold: sql::id(row, "id")?,
        term: HoldTerm {
            reason: sql::from_code(row, "reason")?,
            from: sql::date(row, "from_date")?,
            until: sql::maybe_date(row, "until_date")?,
            note: note(row, "note")?,
        },
        ended_on: sql::maybe_date(row, "ended_on")?,
    })
}

/// The life of a row of `persons`.
pub fn life(row: &Row<'_>) -> rusqlite::Result<Life> {
    let by: Option<UserId> = sql::maybe_id(row, "life_by")?;
    let at_ms: Option<i64> = row.get("life_at_ms")?;
    let said: String = row.get("life")?;
    Ok(match (said.as_str(), by, at_ms) {
        ("reported", Some(by), Some(at_ms)) => Life::Reported {
            by,
            at_ms,
            note: note(row, "life_note")?,
        },
        ("deceased", Some(by), Some(at_ms)) => Life::Deceased {
            date: sql::maybe_date(row, "died_on")?,
            by,
            at_ms,
            note: note(row, "life_note")?,
        },
        _ => Life::Alive,
    })
}

fn address(row: &Row<'_>) -> rusqlite::Result<Address> {
    let kelurahan: Option<String> = row.get("kelurahan")?;
    let (rw, rt): (Option<u16>, Option<u16>) = (row.get("rw")?, row.get("rt")?);
    Ok(Address {
        kelurahan: AreaCode::parse(kelurahan.as_deref().unwrap_or("00.00.00"))
            .map_err(sql::unreadable)?,
        rw: rw.and_then(|rw| Rw::new(rw).ok()),
        rt: rt.and_then(|rt| Rt::new(rt).ok()),
        gang: line(row, "gang")?,
        house_no: line(row, "house_no")?,
        landmark: note(row, "landmark")?,
    })
}

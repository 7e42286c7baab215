//! Reads a day from the store: a handful of queries, whatever the number of doors.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rantang_core::areas;
use rantang_core::day::door::AttemptFact;
use rantang_core::day::listing::{Hold, Member};
use rantang_core::day::news::Changes;
use rantang_core::deliveries::{DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::enrolment::EnrolmentState;
use rantang_core::holds::HoldTerm;
use rantang_core::ids::{PeriodId, PersonId, RouteId, UserId};
use rantang_core::people::life::Life;
use rantang_core::people::{ContactDetail, Diet, Name};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::programme::{
    DayOverride, NoService, PeriodTerms, ServiceDay, holiday_on, next_service_day, service_day,
};
use rantang_core::runs::{HandedOver, Obstacle, RunFinished, RunStarted};
use rantang_core::staff::UserProfile;
use rantang_core::text::{Line, Note};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use super::model::{ContactEntry, DayModel, Door, DoorAttempt, OffList, RouteDay, RunDay, Timed};
use crate::log::{LogState, Tried};
use crate::store::error::Result;
use crate::store::facts::LAST_PULLED_AT_MS;
use crate::store::sql::{self, blob};
use crate::sync::view::SendState;

/// Which routes a day is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Routes {
    All,
    /// Those that the user carries.
    Of(UserId),
}

/// What a day is read for.
#[derive(Clone, Debug)]
pub struct DayQuery {
    pub date: NaiveDate,
    pub kelurahan: AreaCode,
    pub routes: Routes,
    /// How far the sync loop has come: decides what a record that was not sent is called.
    pub tried: Tried,
}

pub fn load_day(db: &Connection, query: &DayQuery) -> Result<DayModel> {
    let date = query.date;
    let period = period_of(db, &query.kelurahan, date)?;
    let overrides = overrides(db, period.as_ref().map(|(id, _)| *id))?;
    let said = |day: NaiveDate| overrides.iter().find(|said| said.date == day);
    let service = match &period {
        Some((_, terms)) => service_day(terms, date, holiday_on(date), said(date)),
        None => ServiceDay::No(NoService::OutsidePeriod),
    };
    let next_service = period.as_ref().and_then(|(_, terms)| {
        next_service_day(
            terms,
            date,
            |day| holiday_on(day).map(str::to_owned),
            |day| said(day).cloned(),
        )
    });
    let mut routes = routes(db, query)?;
    let mut attempts = attempts(db, query)?;
    let off_list = attempts.remove(&None).unwrap_or_default();
    for route in &mut routes {
        route.doors = doors(
            db,
            route.route,
            period.as_ref().map(|(id, _)| *id),
            &mut attempts,
        )?;
        route.runs = runs(db, route.route, date)?;
    }
    let users = users(db)?;
    Ok(DayModel {
        date,
        kelurahan: query.kelurahan.clone(),
        kelurahan_name: areas::by_code(query.kelurahan.as_str())
            .map(|area| area.name.to_owned())
            .unwrap_or_default(),
        period,
        service,
        next_service,
        routes,
        off_list: off_list
            .into_iter()
            .filter_map(|(attempt, door)| {
                Some(OffList {
                    attempt,
                    door: door?,
                })
            })
            .collect(),
        coordinator: coordinator(db)?,
        users,
        pulled_at_ms: LAST_PULLED_AT_MS.get(db)?,
    })
}

/// The period of a date; where none covers it, the one that began last.
pub fn period_of(
    db: &Connection,
    kelurahan: &AreaCode,
    date: NaiveDate,
) -> Result<Option<(PeriodId, PeriodTerms)>> {
    let sql = "SELECT id, area, terms FROM periods
               ORDER BY (first <= :date AND :date <= last) DESC, first DESC, id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! { ":date": sql::day(date) })?;
    while let Some(row) = rows.next()? {
        let area: String = row.get("area")?;
        if AreaCode::parse(&area).is_ok_and(|area| area.contains(kelurahan)) {
            return Ok(Some((sql::id(row, "id")?, sql::value(row, "terms")?)));
        }
    }
    Ok(None)
}

pub(crate) fn overrides(db: &Connection, period: Option<PeriodId>) -> Result<Vec<DayOverride>> {
    let mut statement =
        db.prepare_cached("SELECT date, serves, reason FROM service_days WHERE period = ?1")?;
    let said = statement.query_map([sql::maybe_blob(period)], |row| {
        Ok(DayOverride {
            date: sql::date(row, "date")?,
            serves: row.get("serves")?,
            reason: line(row, "reason")?,
        })
    })?;
    Ok(said.collect::<rusqlite::Result<_>>()?)
}

fn routes(db: &Connection, query: &DayQuery) -> Result<Vec<RouteDay>> {
    let sql = "SELECT id, name, courier FROM routes
               WHERE kelurahan = ?1 AND (?2 IS NULL OR courier = ?2) ORDER BY name, id";
    let courier = match query.routes {
        Routes::All => None,
        Routes::Of(user) => Some(blob(user)),
    };
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((query.kelurahan.as_str(), courier), |row| {
        Ok(RouteDay {
            route: sql::id(row, "id")?,
            name: row.get("name")?,
            courier: sql::maybe_id(row, "courier")?,
            doors: Vec::new(),
            runs: BTreeMap::new(),
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

type AttemptsByPerson = HashMap<Option<PersonId>, Vec<(DoorAttempt, Option<OffListDoor>)>>;

/// The attempts of a date that nobody took back, oldest first.
fn attempts(db: &Connection, query: &DayQuery) -> Result<AttemptsByPerson> {
    let unsent = unsent(db, query.tried)?;
    let sql = "SELECT deliveries.*, COALESCE(persons.alias_of, deliveries.person) AS canonical,
                      delivery_cases.complaints, delivery_cases.note
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
        flags: crate::store::view::delivery::flags_of(flags),
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
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn doors(
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

fn runs(
    db: &Connection,
    route: RouteId,
    date: NaiveDate,
) -> Result<BTreeMap<rantang_core::runs::Sitting, RunDay>> {
    use rantang_core::ids::RunId;
    use rantang_core::runs::Sitting;

    let mut statement = db.prepare_cached("SELECT * FROM runs WHERE id = ?1")?;
    let mut found = BTreeMap::new();
    for sitting in [Sitting::Morning, Sitting::Afternoon] {
        // By id: what was handed over before the start has no route or date in its row yet.
        let id = RunId::of(route, date, sitting);
        let run = statement
            .query_row([blob(id)], |row| run(row, route, date, sitting))
            .optional()?;
        if let Some(run) = run {
            found.insert(sitting, run);
        }
    }
    Ok(found)
}

fn run(
    row: &Row<'_>,
    route: RouteId,
    date: NaiveDate,
    sitting: rantang_core::runs::Sitting,
) -> rusqlite::Result<RunDay> {
    fn timed<T>(value: Option<T>, at_ms: Option<i64>) -> Option<Timed<T>> {
        Some(Timed {
            value: value?,
            at_ms: at_ms?,
        })
    }
    let courier: Option<UserId> = sql::maybe_id(row, "courier")?;
    let started = match courier {
        Some(courier) => Some(RunStarted {
            route,
            date,
            sitting,
            courier,
            doors: sql::maybe_value(row, "doors")?.unwrap_or_default(),
            list_updated_at_ms: row.get("list_updated_at_ms")?,
        }),
        None => None,
    };
    let handed_over = match row.get("handed_over")? {
        Some(boxes) => Some(HandedOver {
            boxes,
            by: line(row, "handed_over_by")?,
            cooked_at_ms: row.get("cooked_at_ms")?,
        }),
        None => None,
    };
    let finished = match row.get("boxes_back")? {
        Some(boxes_back) => Some(RunFinished {
            boxes_back,
            note: note(row, "finish_note")?,
        }),
        None => None,
    };
    let obstacle: Option<Obstacle> = sql::maybe_value(row, "obstacle")?;
    Ok(RunDay {
        started: timed(started, row.get("started_at_ms")?),
        handed_over: timed(handed_over, row.get("handed_over_at_ms")?),
        received: timed(row.get("received")?, row.get("received_at_ms")?),
        obstacle: timed(obstacle, row.get("obstacle_at_ms")?),
        finished: timed(finished, row.get("finished_at_ms")?),
    })
}

fn users(db: &Connection) -> Result<BTreeMap<UserId, UserProfile>> {
    let mut statement = db.prepare_cached("SELECT id, full_name, call_name, phone FROM users")?;
    let found = statement.query_map([], |row| {
        let profile = UserProfile {
            full_name: line(row, "full_name")?,
            call_name: line(row, "call_name")?,
            phone: line(row, "phone")?,
        };
        Ok((sql::id(row, "id")?, profile))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Whom couriers call: a coordinator, one with a telephone first.
fn coordinator(db: &Connection) -> Result<Option<UserId>> {
    let sql = "SELECT id FROM users WHERE roles LIKE '% koordinator %'
               ORDER BY phone = '', full_name, id LIMIT 1";
    Ok(db
        .prepare_cached(sql)?
        .query_row([], |row| sql::id(row, "id"))
        .optional()?)
}

/// A line of text from a column; what is NULL is empty.
pub fn line(row: &Row<'_>, column: &str) -> rusqlite::Result<Line> {
    let text: Option<String> = row.get(column)?;
    Line::parse(text.as_deref().unwrap_or_default()).map_err(sql::unreadable)
}

/// A note from a column; what is NULL is empty.
pub fn note(row: &Row<'_>, column: &str) -> rusqlite::Result<Note> {
    let text: Option<String> = row.get(column)?;
    self::text(text.as_deref().unwrap_or_default())
}

fn text(text: &str) -> rusqlite::Result<Note> {
    Note::parse(text).map_err(sql::unreadable)
}

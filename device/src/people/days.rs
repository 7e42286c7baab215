//! The last service days of one person, a mark each.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::day::door::{AttemptFact, slot_of};
use rantang_core::day::listing::{Due, Hold, Member, due};
use rantang_core::deliveries::outcome::Wellbeing;
use rantang_core::deliveries::slot::SlotState;
use rantang_core::enrolment::{EnrolmentState, registers as enrolment};
use rantang_core::ids::PersonId;
use rantang_core::people::life::Life;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::time::date_of;
use rusqlite::Connection;

use super::index::PeopleIndex;
use super::view::{DayMark, DayView};
use super::{load, page};
use crate::day;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

const DAYS: usize = 14;

/// Oldest first. Today is among them once somebody was at the door.
pub(super) fn days(db: &Connection, index: &PeopleIndex, person: PersonId) -> Result<Vec<DayView>> {
    let today = index.setting.today;
    let attempts = attempts(db, index, person)?;
    let mut dates: Vec<NaiveDate> = index
        .setting
        .service_days_back(today)
        .filter(|date| *date != today || attempts.contains_key(&today))
        .take(DAYS)
        .collect();
    dates.reverse();
    let member = member(db, index, person)?;
    let died = died_on(db, person)?;
    Ok(dates
        .into_iter()
        .map(|date| {
            let alive = member
                .as_ref()
                .filter(|_| died.is_none_or(|died| date < died));
            let attempts = attempts.get(&date).map(Vec::as_slice);
            DayView {
                date,
                mark: mark(alive, attempts.unwrap_or_default(), date),
            }
        })
        .collect())
}

/// `member`: the person while alive.
fn mark(member: Option<&Member>, attempts: &[AttemptFact], date: NaiveDate) -> DayMark {
    let urgent = |attempt: &AttemptFact| attempt.value.wellbeing == Some(Wellbeing::Urgent);
    let met = |attempt: &AttemptFact| attempt.value.outcome.met_person();
    if attempts.iter().any(urgent) {
        return DayMark::Urgent;
    }
    match slot_of(attempts) {
        SlotState::HandedOver { .. } if attempts.iter().any(met) => DayMark::Met,
        SlotState::HandedOver { .. } => DayMark::Left,
        SlotState::Tried(_) => DayMark::Missed,
        SlotState::Untouched => match member.map(|member| due(member, date)) {
            Some(Due::Visit { .. }) => DayMark::Missed,
            Some(Due::Held { .. } | Due::NotListed) | None => DayMark::NotDue,
        },
    }
}

fn attempts(
    db: &Connection,
    index: &PeopleIndex,
    person: PersonId,
) -> Result<BTreeMap<NaiveDate, Vec<AttemptFact>>> {
    let oldest = index
        .setting
        .service_days_back(index.setting.today)
        .nth(DAYS);
    let sql = "SELECT * FROM deliveries WHERE person = ?1 AND ?2 <= date AND retracted = 0
               ORDER BY at_ms, op";
    let mut statement = db.prepare_cached(sql)?;
    let mut found: BTreeMap<NaiveDate, Vec<AttemptFact>> = BTreeMap::new();
    // No bound is before every date.
    let since = oldest.map(sql::day).unwrap_or_default();
    for id in index.ids_of(person) {
        let mut rows = statement.query((blob(id), &since))?;
        while let Some(row) = rows.next()? {
            let of = found.entry(sql::date(row, "date")?).or_default();
            of.push(load::attempt(row)?);
        }
    }
    Ok(found)
}

/// What the listing rules ask, with every hold there ever was.
fn member(db: &Connection, index: &PeopleIndex, person: PersonId) -> Result<Option<Member>> {
    let Some(id) = page::enrolment_of(db, index, person)? else {
        return Ok(None);
    };
    let state = rows::row(db, EntityRef::new(EntityKind::Enrolment, id))?
        .and_then(|row| row.read::<EnrolmentState>(&enrolment::STATE));
    let Some(state) = state else {
        return Ok(None);
    };
    let mut statement = db.prepare_cached("SELECT * FROM holds WHERE person = ?1")?;
    let holds = statement
        .query_map([blob(person)], day::hold)?
        .collect::<rusqlite::Result<Vec<Hold>>>()?;
    Ok(Some(Member {
        person,
        state,
        order_key: String::new(),
        fasting: None,
        holds,
        life: Life::Alive,
    }))
}

/// The first day of a confirmed death.
fn died_on(db: &Connection, person: PersonId) -> Result<Option<NaiveDate>> {
    let sql = "SELECT life, life_at_ms, life_by, life_note, died_on FROM persons WHERE id = ?1";
    let life = db
        .prepare_cached(sql)?
        .query_row([blob(person)], day::life)?;
    Ok(match life {
        Life::Deceased { date, at_ms, .. } => Some(date.unwrap_or_else(|| date_of(at_ms))),
        Life::Reported { .. } | Life::Alive => None,
    })
}

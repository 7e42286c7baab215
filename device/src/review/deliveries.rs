//! What attempts at doors leave to decide: two hand-overs of one slot, and what a courier proposes.

use std::collections::{BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use rantang_core::alerts::{AlertRule, alert_id};
use rantang_core::day::door::{AttemptFact, slot_of};
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::deliveries::slot::SlotState;
use rantang_core::enrolment::EnrolmentStatus;
use rantang_core::ids::{DeliveryId, OpId, PersonId};
use rantang_core::people::life::Life;
use rusqlite::Connection;

use super::told;
use super::view::{DuplicateAttempt, ReviewBody, ReviewItem};
use crate::day;
use crate::people::load::{aliases, attempt};
use crate::people::names::Names;
use crate::store::Result;
use crate::store::sql::{self, blob};

/// Facts are held for so long on phones; what is older was reported.
pub(super) const DAYS_BACK: u64 = 35;

pub(super) fn since(today: NaiveDate) -> NaiveDate {
    today
        .checked_sub_days(Days::new(DAYS_BACK))
        .unwrap_or(NaiveDate::MIN)
}

/// Two hand-overs of one meal of one person and date; the first counts.
pub(super) fn duplicates(
    db: &Connection,
    today: NaiveDate,
    names: &Names<'_>,
) -> Result<Vec<ReviewItem>> {
    let aliases = aliases(db)?;
    let mut items = Vec::new();
    for (person, date) in given_twice(db, today, &aliases)? {
        let mut attempts = Vec::new();
        for id in counted_under(person, &aliases) {
            attempts.extend(handed_over(db, id, date)?);
        }
        // Both meals come together: one item says it for both.
        let of_meal = |bit: i64| -> Vec<AttemptFact> {
            let of = attempts.iter().filter(|(slots, _)| slots & bit != 0);
            of.map(|(_, attempt)| attempt.clone()).collect()
        };
        let twice = [1, 2].map(of_meal).into_iter().find(|of| 2 <= of.len());
        let Some(attempts) = twice else {
            continue;
        };
        let SlotState::HandedOver { first, .. } = slot_of(&attempts) else {
            continue;
        };
        let attempts = side_by_side(db, attempts, first.delivery, names)?;
        items.push(ReviewItem {
            id: alert_id(AlertRule::Duplicate, person.0, date).0,
            person_id: Some(person.0),
            person_name: names.person(person)?,
            at_ms: attempts.last().map_or(0, |attempt| attempt.at_ms),
            body: ReviewBody::Duplicate { date, attempts },
        });
    }
    Ok(items)
}

/// Who may have got a meal twice, and on which date: a short list to look at closely.
fn given_twice(
    db: &Connection,
    today: NaiveDate,
    aliases: &HashMap<PersonId, PersonId>,
) -> Result<BTreeSet<(PersonId, NaiveDate)>> {
    // The first list is that of the index `deliveries_given`, which alone is read.
    let handed = "SELECT person, date, count(*) AS times FROM deliveries
               WHERE retracted = 0 AND outcome IN ('received_self', 'received_family',
                   'left_with_neighbor', 'left_at_place', 'refused_today')
                 AND outcome <> 'refused_today' AND person IS NOT NULL AND ?1 <= date";
    let mut found = BTreeSet::new();
    let since = sql::day(since(today));
    let twice = format!("{handed} GROUP BY person, date HAVING 1 < count(*)");
    let mut statement = db.prepare_cached(&twice)?;
    let mut rows = statement.query([&since])?;
    while let Some(row) = rows.next()? {
        let person: PersonId = sql::id(row, "person")?;
        let canonical = aliases.get(&person).copied().unwrap_or(person);
        found.insert((canonical, sql::date(row, "date")?));
    }
    // What stands under a merged duplicate may be the second of the canonical person.
    let merged = format!("{handed} AND person = ?2 GROUP BY person, date");
    let mut statement = db.prepare_cached(&merged)?;
    for (alias, canonical) in aliases {
        let mut rows = statement.query((&since, blob(*alias)))?;
        while let Some(row) = rows.next()? {
            found.insert((*canonical, sql::date(row, "date")?));
        }
    }
    Ok(found)
}

/// The entries whose attempts count as this person's. Not the own ones of an entry that was itself
/// merged into another.
fn counted_under(
    person: PersonId,
    aliases: &HashMap<PersonId, PersonId>,
) -> impl Iterator<Item = PersonId> {
    let own = Some(person).filter(|it| !aliases.contains_key(it));
    let merged = aliases.iter().filter(move |(_, into)| **into == person);
    own.into_iter().chain(merged.map(|(alias, _)| *alias))
}

/// The hand-overs of a date under one id, each with its meals as bits.
fn handed_over(
    db: &Connection,
    person: PersonId,
    date: NaiveDate,
) -> Result<Vec<(i64, AttemptFact)>> {
    let sql = "SELECT * FROM deliveries WHERE person = ?1 AND date = ?2 AND retracted = 0";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(person), sql::day(date)), |row| {
        Ok((row.get("slots")?, attempt(row)?))
    })?;
    let mut found: Vec<(i64, AttemptFact)> = found.collect::<rusqlite::Result<_>>()?;
    found.retain(|(_, attempt)| attempt.value.outcome.is_handed_over());
    Ok(found)
}

/// The operations of hand-overs that stand against each other.
pub(super) fn given_twice_ops(db: &Connection, today: NaiveDate) -> Result<Vec<OpId>> {
    let aliases = aliases(db)?;
    let mut ops = Vec::new();
    for (person, date) in given_twice(db, today, &aliases)? {
        for id in counted_under(person, &aliases) {
            let found = handed_over(db, id, date)?;
            ops.extend(found.iter().map(|(_, attempt)| attempt.op));
        }
    }
    Ok(ops)
}

fn side_by_side(
    db: &Connection,
    mut attempts: Vec<AttemptFact>,
    first: DeliveryId,
    names: &Names<'_>,
) -> Result<Vec<DuplicateAttempt>> {
    attempts.sort_by_key(|attempt| (attempt.at_ms, attempt.op));
    attempts
        .into_iter()
        .map(|attempt| {
            Ok(DuplicateAttempt {
                delivery_id: attempt.delivery.0,
                by: names.user(attempt.courier),
                by_phone: names.phone(attempt.courier),
                phone: told::phone_of(db, attempt.op)?,
                at_ms: attempt.at_ms,
                outcome: attempt.value.outcome,
                boxes: attempt.value.boxes,
                received_by: attempt.value.received_by.to_string(),
                counts: attempt.delivery == first,
            })
        })
        .collect()
}

/// Moved, declined: decided when the person left, or when somebody settled it.
pub(super) fn proposals(
    db: &Connection,
    today: NaiveDate,
    names: &Names<'_>,
) -> Result<Vec<ReviewItem>> {
    let sql = "SELECT deliveries.*, delivery_cases.note,
                      COALESCE(persons.alias_of, deliveries.person) AS canonical
               FROM deliveries JOIN persons ON persons.id = deliveries.person
               LEFT JOIN delivery_cases ON delivery_cases.id = deliveries.id
               WHERE ?1 <= date AND retracted = 0 AND outcome IN ('moved', 'declined')
               ORDER BY at_ms DESC, op DESC";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([sql::day(since(today))])?;
    let mut items = Vec::new();
    let mut told: BTreeSet<(PersonId, NaiveDate)> = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let person: PersonId = sql::id(row, "canonical")?;
        let date = sql::date(row, "date")?;
        // The latest of a day says it; a person who is gone needs no decision.
        if !told.insert((person, date)) || is_gone(db, person)? {
            continue;
        }
        let outcome: Outcome = sql::from_code(row, "outcome")?;
        let delivery: DeliveryId = sql::id(row, "id")?;
        items.push(ReviewItem {
            id: alert_id(AlertRule::Proposal, person.0, date).0,
            person_id: Some(person.0),
            person_name: names.person(person)?,
            at_ms: row.get("at_ms")?,
            body: ReviewBody::Proposal {
                proposal_id: delivery.0,
                outcome,
                by: names.user(sql::id(row, "courier")?),
                note: row.get::<_, Option<String>>("note")?.unwrap_or_default(),
            },
        });
    }
    Ok(items)
}

/// Left the programme or died.
fn is_gone(db: &Connection, person: PersonId) -> Result<bool> {
    let sql = "SELECT life, life_at_ms, life_by, life_note, died_on,
                      (SELECT status FROM enrolments WHERE enrolments.person = persons.id
                       ORDER BY status_date DESC LIMIT 1) AS status
               FROM persons WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row([blob(person)], |row| {
        let status: Option<EnrolmentStatus> = sql::maybe_from_code(row, "status")?;
        let is_dead = matches!(day::life(row)?, Life::Deceased { .. });
        Ok(is_dead || status == Some(EnrolmentStatus::Left))
    })?)
}

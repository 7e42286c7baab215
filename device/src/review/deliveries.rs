//! What attempts at doors leave to decide: two hand-overs of one slot, and what a courier proposes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rantang_core::alerts::{AlertRule, alert_id};
use rantang_core::day::door::{AttemptFact, slot_of};
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::deliveries::slot::SlotState;
use rantang_core::enrolment::EnrolmentStatus;
use rantang_core::ids::{DeliveryId, PersonId};
use rantang_core::people::life::Life;
use rusqlite::Connection;

use super::view::{DuplicateAttempt, ReviewBody, ReviewItem};
use crate::day;
use crate::people::load::attempt;
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

/// One slot's key: the date, the meal as a bit, the canonical person.
type SlotKey = (NaiveDate, i64, PersonId);

/// Two hand-overs of one meal of one person and date; the first counts.
pub(super) fn duplicates(
    db: &Connection,
    today: NaiveDate,
    names: &Names<'_>,
) -> Result<Vec<ReviewItem>> {
    let sql = "WITH handed AS (
                   SELECT deliveries.id, date, COALESCE(persons.alias_of, deliveries.person) AS canonical
                   FROM deliveries JOIN persons ON persons.id = deliveries.person
                   WHERE ?1 <= date AND retracted = 0 AND outcome IN
                       ('received_self', 'received_family', 'left_with_neighbor', 'left_at_place')),
               twice AS (
                   SELECT date, canonical FROM handed GROUP BY date, canonical HAVING 1 < count(*))
               SELECT deliveries.*, canonical FROM twice
               JOIN handed USING (date, canonical) JOIN deliveries ON deliveries.id = handed.id";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([sql::day(since(today))])?;
    let mut slots: BTreeMap<SlotKey, Vec<AttemptFact>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let date = sql::date(row, "date")?;
        let person: PersonId = sql::id(row, "canonical")?;
        let bits: i64 = row.get("slots")?;
        let attempt = attempt(row)?;
        for bit in [1, 2] {
            if bits & bit != 0 {
                let of = slots.entry((date, bit, person)).or_default();
                of.push(attempt.clone());
            }
        }
    }
    // Both meals come together: one item says it for both.
    let mut found: BTreeMap<(NaiveDate, PersonId), Vec<DuplicateAttempt>> = BTreeMap::new();
    for ((date, _, person), attempts) in slots {
        if attempts.len() < 2 || found.contains_key(&(date, person)) {
            continue;
        }
        let SlotState::HandedOver { first, .. } = slot_of(&attempts) else {
            continue;
        };
        found.insert((date, person), told(attempts, first.delivery, names));
    }
    found
        .into_iter()
        .map(|((date, person), attempts)| {
            Ok(ReviewItem {
                id: alert_id(AlertRule::Duplicate, person.0, date).0,
                person_id: Some(person.0),
                person_name: names.person(person)?,
                at_ms: attempts.last().map_or(0, |attempt| attempt.at_ms),
                body: ReviewBody::Duplicate { date, attempts },
            })
        })
        .collect()
}

fn told(
    mut attempts: Vec<AttemptFact>,
    first: DeliveryId,
    names: &Names<'_>,
) -> Vec<DuplicateAttempt> {
    attempts.sort_by_key(|attempt| (attempt.at_ms, attempt.op));
    attempts
        .into_iter()
        .map(|attempt| DuplicateAttempt {
            delivery_id: attempt.delivery.0,
            by: names.user(attempt.courier),
            at_ms: attempt.at_ms,
            outcome: attempt.value.outcome,
            counts: attempt.delivery == first,
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

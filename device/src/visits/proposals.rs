//! The visits that the records ask for: alerts of today, missed meals, nobody seen for days.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::NaiveDate;
use rantang_core::alerts::alert_id;
use rantang_core::day::alerts::person_alerts;
use rantang_core::day::listing::{Due, due};
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::ids::{PersonId, RouteId};
use rantang_core::programme::PeriodTerms;
use rantang_core::time::start_of_day_ms;
use rantang_core::visits::Purpose;
use rantang_core::visits::proposed::{
    AlertFact, Limits, Proposed, Reason, STANDS_OUT_AFTER_MIN, ServiceFact, calls_for_visit,
    proposed,
};
use rusqlite::Connection;
use uuid::Uuid;

use super::store::{Reading, last_visits, planned_persons};
use super::view::{ProposedVisit, VisitReason, VisitRow};
use crate::board;
use crate::command::Failure;
use crate::day::{DayModel, Door};
use crate::people::setting::Setting;
use crate::store::{Result, sql};

/// Most urgent first.
pub(super) fn proposals(
    reading: &Reading<'_>,
    setting: &Setting,
) -> std::result::Result<Vec<ProposedVisit>, Failure> {
    let Some((_, terms)) = &setting.period else {
        return Ok(Vec::new());
    };
    let db = reading.db;
    let day = board::handlers::load(reading.device, db, Some(reading.today))?;
    let now_ms = reading.device.now_ms(db)?;
    let visited = last_visits(db)?;
    let planned = planned_persons(db)?;
    let services = Services::read(db, setting, terms, &day)?;
    let answered = answered(db)?;
    let mut found: Vec<Proposed> = Vec::new();
    for route in &day.routes {
        for door in &route.doors {
            let person = door.member.person;
            if planned.contains(&person) {
                continue;
            }
            let over = route
                .runs
                .get(&day.sitting_of(door))
                .is_some_and(|run| run.finished.is_some());
            found.extend(proposed(
                person,
                &alerts(&day, door, over, &answered),
                &services.of(route.route, door),
                visited.get(&person).copied(),
                services.limits,
                start_of_day_ms,
            ));
        }
    }
    found.sort_by_key(|it| (it.reason, it.since_ms, it.person));
    let shown = found.into_iter().map(|it| show(reading, it, now_ms));
    Ok(shown
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect())
}

fn show(reading: &Reading<'_>, it: Proposed, now_ms: i64) -> Result<Option<ProposedVisit>> {
    let row = reading.unplanned(it.visit.0, it.person)?;
    Ok(row.map(|row| ProposedVisit {
        row: VisitRow {
            purpose: Purpose::Monitoring,
            reason: match it.reason {
                Reason::Alert { rule, .. } => VisitReason::Alert { rule: Some(rule) },
                Reason::MissedMeals { days } => VisitReason::MissedMeals { days: Some(days) },
                Reason::NotSeen { days } => VisitReason::NotSeen { days: Some(days) },
            },
            ..row
        },
        since_ms: it.since_ms,
        stands_out: i64::from(STANDS_OUT_AFTER_MIN) * 60_000 <= now_ms - it.since_ms,
    }))
}

/// The alerts of today that nobody answered.
fn alerts(day: &DayModel, door: &Door, over: bool, answered: &HashSet<Uuid>) -> Vec<AlertFact> {
    person_alerts(&door.facts(), &door.member.life, over)
        .into_iter()
        .filter(|alert| calls_for_visit(alert.rule))
        .map(|alert| AlertFact {
            rule: alert.rule,
            alert: alert_id(alert.rule, door.member.person.0, day.date),
            at_ms: alert.at_ms,
        })
        .filter(|alert| !answered.contains(&alert.alert.0))
        .collect()
}

fn answered(db: &Connection) -> Result<HashSet<Uuid>> {
    let mut statement = db.prepare_cached("SELECT id FROM alerts_ack")?;
    let found = statement.query_map([], |row| sql::id(row, "id"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// What the last services brought for everybody.
struct Services {
    /// Latest first, without today: it is not over.
    dates: Vec<NaiveDate>,
    results: BTreeMap<(PersonId, NaiveDate), Vec<Outcome>>,
    /// The routes of which anything was recorded on a date.
    walks: BTreeSet<(RouteId, NaiveDate)>,
    limits: Limits,
}

impl Services {
    fn read(
        db: &Connection,
        setting: &Setting,
        terms: &PeriodTerms,
        day: &DayModel,
    ) -> Result<Self> {
        let limits = Limits {
            missed_meals_days: terms.missed_meals_days,
            not_seen_days: terms.not_met_days,
        };
        let wanted = limits.missed_meals_days.max(limits.not_seen_days) as usize;
        let dates: Vec<NaiveDate> = setting
            .service_days_back(setting.today)
            .filter(|date| *date != setting.today)
            .take(wanted)
            .collect();
        let sql = "SELECT coalesce(persons.alias_of, deliveries.person) AS person, date, outcome
                   FROM deliveries LEFT JOIN persons ON persons.id = deliveries.person
                   WHERE ?1 <= date AND retracted = 0 AND person IS NOT NULL";
        let since = dates.last().copied().map(sql::day).unwrap_or_default();
        let mut statement = db.prepare_cached(sql)?;
        let found = statement.query_map([since], |row| {
            let key = (sql::id(row, "person")?, sql::date(row, "date")?);
            Ok((key, sql::from_code::<Outcome>(row, "outcome")?))
        })?;
        let mut results: BTreeMap<(PersonId, NaiveDate), Vec<Outcome>> = BTreeMap::new();
        for found in found {
            let (key, outcome) = found?;
            results.entry(key).or_default().push(outcome);
        }
        let walked = day.routes.iter().flat_map(|route| {
            let persons = route.doors.iter().map(|door| door.member.person);
            persons.map(move |person| (person, route.route))
        });
        let route_of: BTreeMap<PersonId, RouteId> = walked.collect();
        let walks = results
            .keys()
            .filter_map(|(person, date)| Some((*route_of.get(person)?, *date)));
        Ok(Self {
            walks: walks.collect(),
            dates,
            results,
            limits,
        })
    }

    /// A day of which nothing was recorded on the whole route says nothing about a person.
    fn of(&self, route: RouteId, door: &Door) -> Vec<ServiceFact> {
        let person = door.member.person;
        let facts = self.dates.iter().map(|date| {
            let outcomes = self.results.get(&(person, *date));
            let outcomes = outcomes.map_or(&[][..], Vec::as_slice);
            let listed = due(&door.member, *date);
            ServiceFact {
                date: *date,
                expected: matches!(listed, Due::Visit { .. })
                    && self.walks.contains(&(route, *date)),
                handed_over: outcomes.iter().any(|it| it.is_handed_over()),
                seen_in_person: outcomes.iter().any(|it| it.met_person()),
                explained: matches!(listed, Due::Held { .. })
                    || outcomes.iter().any(|it| explains(*it)),
            }
        });
        facts.collect()
    }
}

/// Why nobody wonders that there was no hand-over.
fn explains(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Away
            | Outcome::Hospitalized
            | Outcome::Evacuated
            | Outcome::Deceased
            | Outcome::Moved
            | Outcome::Declined
    )
}

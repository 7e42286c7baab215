//! Reads visits from the view.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rantang_core::ids::{PersonId, UserId, VisitId};
use rantang_core::people::BirthPrecision;
use rantang_core::places::{Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::visits::Verification;
use rantang_core::visits::standing::{Standing, VisitFacts, standing};
use rusqlite::{Connection, Row, ToSql};
use uuid::Uuid;

use super::view::*;
use crate::device::Device;
use crate::people::list::{age, shown};
use crate::people::names::Names;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

/// Done visits leave the lists of a phone after this long.
const DONE_DAYS: u64 = 35;

const COLUMNS: &str = "visits.*, persons.rw, persons.rt, persons.gang, persons.landmark,
    persons.lives_alone, persons.birth_date, persons.birth_precision,
    (SELECT 1 FROM drafts WHERE drafts.visit = visits.id) AS drafted,
    max(visits.value_at_ms, coalesce((SELECT max(at_ms) FROM assessments
        WHERE assessments.visit = visits.id), visits.value_at_ms)) AS said_at_ms";

/// What rows of visits are read with.
pub(super) struct Reading<'a> {
    pub db: &'a Connection,
    pub device: &'a Device,
    pub today: NaiveDate,
    pub names: Names<'a>,
}

impl<'a> Reading<'a> {
    pub fn new(db: &'a Connection, device: &'a Device) -> Result<Self> {
        Ok(Self {
            db,
            device,
            today: device.today(db)?,
            names: Names::read(db)?,
        })
    }

    /// Since when done visits are shown.
    pub fn done_since(&self) -> NaiveDate {
        let days = Days::new(DONE_DAYS);
        self.today.checked_sub_days(days).unwrap_or(self.today)
    }

    /// The visits that `condition` names, with `params`.
    pub fn visits(&self, condition: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<VisitRow>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM visits LEFT JOIN persons ON persons.id = visits.person
             WHERE {condition}"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut found = statement.query(params)?;
        let mut visits = Vec::new();
        while let Some(row) = found.next()? {
            visits.push(self.visit(row)?);
        }
        Ok(visits)
    }

    pub fn one(&self, visit: VisitId) -> Result<Option<VisitRow>> {
        let id = blob(visit);
        let mut found = self.visits("visits.id = :id", &[(":id", &id)])?;
        Ok(found.pop())
    }

    /// A visit that nobody planned: its person is all that is known.
    pub fn unplanned(&self, visit: Uuid, person: PersonId) -> Result<Option<VisitRow>> {
        let sql = "SELECT id AS person, rw, rt, gang, landmark, lives_alone, birth_date,
                       birth_precision,
                       NOT EXISTS (SELECT 1 FROM enrolments WHERE person = persons.id)
                       AND NOT EXISTS (SELECT 1 FROM visits WHERE person = persons.id
                                       AND made_on IS NOT NULL) AS is_new
                   FROM persons WHERE id = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut found = statement.query([blob(person)])?;
        let Some(row) = found.next()? else {
            return Ok(None);
        };
        Ok(Some(VisitRow {
            id: visit,
            has_draft: super::load_draft(self.db, visit)?.is_some(),
            // Whoever is in no programme and was never visited is written down for the first time.
            purpose: if row.get("is_new")? {
                Purpose::FirstRecording
            } else {
                Purpose::Monitoring
            },
            ..self.person_part(row)?
        }))
    }

    fn visit(&self, row: &Row<'_>) -> Result<VisitRow> {
        let id: Uuid = sql::id(row, "id")?;
        let assigned: Option<UserId> = sql::maybe_id(row, "assigned")?;
        let visitor: Option<UserId> = sql::maybe_id(row, "visitor")?;
        let verified: Option<String> = row.get("verified")?;
        let answered = row
            .get::<_, Option<i64>>("said_at_ms")?
            .zip(row.get::<_, Option<i64>>("verified_at_ms")?)
            .is_some_and(|(said, verified)| verified < said);
        let made_on = sql::maybe_date(row, "made_on")?;
        let due = sql::maybe_date(row, "due")?;
        let facts = VisitFacts {
            due,
            made: made_on.is_some(),
            cancelled: row.get::<_, Option<String>>("cancelled")?.is_some(),
            returned: verified.as_deref() == Some("returned") && !answered,
        };
        let cause: Option<String> = row.get("cause")?;
        Ok(VisitRow {
            id,
            purpose: sql::from_code(row, "purpose")?,
            due,
            standing: standing(facts, self.today),
            reason: match cause.as_deref() {
                Some("alert") => VisitReason::Alert { rule: None },
                Some("missed_meals") => VisitReason::MissedMeals { days: None },
                Some("not_seen") => VisitReason::NotSeen { days: None },
                Some("visit") => VisitReason::EarlierVisit,
                _ => VisitReason::Own,
            },
            note: row.get("plan_note")?,
            assigned_id: assigned.map(|user| user.0),
            assigned_to: assigned.map(|user| self.names.user(user)),
            made_on,
            visitor: visitor.map(|user| self.names.user(user)),
            outcome: sql::maybe_from_code(row, "outcome")?,
            wellbeing: sql::maybe_from_code(row, "wellbeing")?,
            verified: verified.as_deref() == Some("verified"),
            has_draft: row.get::<_, Option<bool>>("drafted")?.unwrap_or(false),
            send_state: self
                .device
                .send_state(self.db, EntityRef::new(EntityKind::Visit, id))?,
            ..self.person_part(row)?
        })
    }

    fn person_part(&self, row: &Row<'_>) -> Result<VisitRow> {
        let person: PersonId = sql::id(row, "person")?;
        let rw: Option<u16> = row.get("rw")?;
        let rt: Option<u16> = row.get("rt")?;
        let text = |column: &str| -> rusqlite::Result<String> {
            Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
        };
        let birth = sql::maybe_date(row, "birth_date")?;
        let precision: Option<BirthPrecision> = sql::maybe_from_code(row, "birth_precision")?;
        Ok(VisitRow {
            id: Uuid::nil(),
            person_id: person.0,
            person_name: self.names.person(person)?.unwrap_or_default(),
            age: birth.and_then(|birth| age(birth, precision, self.today)),
            rw: shown(rw.and_then(|rw| Rw::new(rw).ok())),
            rt: shown(rt.and_then(|rt| Rt::new(rt).ok())),
            gang: text("gang")?,
            landmark: text("landmark")?,
            lives_alone: row.get::<_, Option<bool>>("lives_alone")?.unwrap_or(false),
            purpose: Purpose::Monitoring,
            due: None,
            standing: Standing::Due,
            reason: VisitReason::Own,
            note: String::new(),
            assigned_id: None,
            assigned_to: None,
            made_on: None,
            visitor: None,
            outcome: None,
            wellbeing: None,
            verified: false,
            has_draft: false,
            send_state: None,
        })
    }
}

/// The day of each person's latest visit.
pub(super) fn last_visits(db: &Connection) -> Result<BTreeMap<PersonId, NaiveDate>> {
    let sql = "SELECT person, max(made_on) AS made_on FROM visits
               WHERE made_on IS NOT NULL GROUP BY person";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        Ok((sql::id(row, "person")?, sql::date(row, "made_on")?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Whom somebody goes to already.
pub(super) fn planned_persons(db: &Connection) -> Result<BTreeSet<PersonId>> {
    let sql = "SELECT DISTINCT person FROM visits WHERE made_on IS NULL AND cancelled IS NULL";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| sql::id(row, "person"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// *Mohon dilengkapi*, as long as nothing newer was written.
pub(super) fn returned(
    db: &Connection,
    names: &Names<'_>,
    visit: VisitId,
) -> Result<Option<ReturnedView>> {
    let sql = "SELECT returned, verified_by, verified_at_ms FROM visits
               WHERE id = ?1 AND returned IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let mut found = statement.query([blob(visit)])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    let said: Verification = sql::value(row, "returned")?;
    let Verification::Returned { fields, note } = said else {
        return Ok(None);
    };
    Ok(Some(ReturnedView {
        fields,
        note: note.to_string(),
        by: names.user(sql::id(row, "verified_by")?),
        at_ms: row.get("verified_at_ms")?,
    }))
}

/// Who may be sent: PSM and coordinators.
pub(crate) fn visitors(db: &Connection) -> Result<Vec<ColleagueView>> {
    colleagues(
        db,
        "roles LIKE '% psm %' OR roles LIKE '% koordinator %'
         ORDER BY roles LIKE '% psm %' DESC, full_name, id",
    )
}

/// Whom a visitor calls.
pub(crate) fn coordinator(db: &Connection) -> Result<Option<ColleagueView>> {
    let who = "roles LIKE '% koordinator %' ORDER BY phone = '', full_name, id LIMIT 1";
    Ok(colleagues(db, who)?.pop())
}

fn colleagues(db: &Connection, who: &str) -> Result<Vec<ColleagueView>> {
    let sql = format!("SELECT id, call_name, phone FROM users WHERE {who}");
    let mut statement = db.prepare_cached(&sql)?;
    let found = statement.query_map([], |row| {
        Ok(ColleagueView {
            id: sql::id(row, "id")?,
            name: row.get("call_name")?,
            phone: row.get("phone")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn contacts(db: &Connection, person: PersonId) -> Result<Vec<VisitContact>> {
    let sql = "SELECT name, relation, phone, hint FROM contacts WHERE person = ?1
               ORDER BY phone = '', name";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([blob(person)], |row| {
        Ok(VisitContact {
            name: row.get("name")?,
            relation: row.get("relation")?,
            phone: row.get("phone")?,
            hint: row.get("hint")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The row of a visit with its registers, for what an edit has to name.
pub(super) fn register_row(
    db: &Connection,
    visit: VisitId,
) -> Result<Option<rantang_core::registers::Row>> {
    rows::row(db, EntityRef::new(EntityKind::Visit, visit))
}

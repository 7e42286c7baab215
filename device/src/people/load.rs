//! Reads everybody from the view: one pass over each table, whatever the number of people.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use rantang_core::day::door::AttemptFact;
use rantang_core::day::listing::{Due, Hold, Member, due};
use rantang_core::deliveries::DeliveryValue;
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus};
use rantang_core::ids::{PeriodId, PersonId, RouteId};
use rantang_core::people::life::Life;
use rantang_core::text::Line;
use rusqlite::{Connection, Row, ToSql};

use super::index::{Entry, RouteName};
use super::setting::Setting;
use super::today;
use crate::day;
use crate::store::Result;
use crate::store::sql::{self, blob};

pub(super) struct Loaded {
    /// By name.
    pub entries: Vec<Entry>,
    pub aliases: HashMap<PersonId, PersonId>,
    pub routes: HashMap<RouteId, RouteName>,
}

/// Whom to read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Who<'a> {
    Everybody,
    /// A few, by their own ids and not by those of merged duplicates.
    These(&'a [PersonId]),
}

impl Who<'_> {
    /// Runs a query whose `{who}` narrows it to one person.
    fn scan(
        self,
        db: &Connection,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut run = |sql: String, params: &[(&str, &dyn ToSql)]| -> Result<()> {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params)?;
            while let Some(row) = rows.next()? {
                take(row)?;
            }
            Ok(())
        };
        match self {
            Self::Everybody => run(sql.replace("{who}", ""), params),
            Self::These(persons) => {
                let one = sql.replace("{who}", "AND person = :person");
                for person in persons {
                    let id = blob(*person);
                    let mut params = params.to_vec();
                    params.push((":person", &id));
                    run(one.clone(), &params)?;
                }
                Ok(())
            }
        }
    }

    /// The same people with the ids of their merged duplicates, under which facts may stand.
    fn with_aliases(self, aliases: &HashMap<PersonId, PersonId>) -> Vec<PersonId> {
        match self {
            Self::Everybody => Vec::new(),
            Self::These(persons) => {
                let merged = aliases.iter().filter(|(_, into)| persons.contains(into));
                let mut all = persons.to_vec();
                all.extend(merged.map(|(alias, _)| *alias));
                all
            }
        }
    }
}

pub(super) fn load(db: &Connection, setting: &Setting, who: Who<'_>) -> Result<Loaded> {
    let aliases = aliases(db)?;
    let ids = who.with_aliases(&aliases);
    let with_aliases = match who {
        Who::Everybody => Who::Everybody,
        Who::These(_) => Who::These(&ids),
    };
    let mut beside = Beside {
        enrolments: enrolments(db, setting.period_id(), who)?,
        holds: holds(db, setting.today, who)?,
        attempts: attempts(db, setting.today, &aliases, with_aliases)?,
        last_met: last_met(db, &aliases, with_aliases)?,
        areas: HashMap::new(),
        serves: setting.serves(setting.today),
        long_not_met_before: setting.long_not_met_before(),
    };
    let sql = "SELECT n, id AS person, sort_name, birth_date, kelurahan, rw, rt,
                      diet IS NOT NULL AS special, life, life_at_ms, life_by, life_note, died_on
               FROM persons WHERE alias_of IS NULL {who}";
    let mut entries = Vec::new();
    let sql = match who {
        Who::Everybody => sql.to_owned(),
        Who::These(_) => sql.replace("{who}", "AND id = :person"),
    };
    who.scan(db, &sql, &[], |row| {
        entries.push(beside.entry(row, setting)?);
        Ok(())
    })?;
    entries.sort_unstable_by(|a, b| (&a.sort_name, a.person).cmp(&(&b.sort_name, b.person)));
    Ok(Loaded {
        entries,
        aliases,
        routes: routes(db)?,
    })
}

/// What other tables know of the people.
struct Beside {
    enrolments: HashMap<PersonId, Enrolled>,
    holds: HashMap<PersonId, Vec<Hold>>,
    attempts: HashMap<PersonId, Vec<AttemptFact>>,
    last_met: HashMap<PersonId, NaiveDate>,
    areas: HashMap<String, Arc<str>>,
    serves: bool,
    long_not_met_before: Option<NaiveDate>,
}

struct Enrolled {
    /// Of the period in which lists are made today.
    is_current: bool,
    state: Option<EnrolmentState>,
    route: Option<RouteId>,
    order_key: Box<str>,
}

impl Beside {
    fn entry(&mut self, row: &Row<'_>, setting: &Setting) -> rusqlite::Result<Entry> {
        let person: PersonId = sql::id(row, "person")?;
        let enrolled = self.enrolments.remove(&person);
        let holds = self.holds.remove(&person).unwrap_or_default();
        let attempts = self.attempts.remove(&person).unwrap_or_default();
        let life = day::life(row)?;
        let is_dead = matches!(life, Life::Deceased { .. });
        let (is_current, state, route, order_key) = match enrolled {
            Some(it) => (it.is_current, it.state, it.route, it.order_key),
            None => (false, None, None, Box::default()),
        };
        let status = state
            .as_ref()
            .map_or(EnrolmentStatus::Candidate, |it| it.status);
        let since = state.as_ref().map(|it| it.date);
        let member = state.filter(|_| is_current).map(|state| Member {
            person,
            state,
            order_key: String::new(),
            fasting: None,
            holds,
            life,
        });
        let due = member
            .as_ref()
            .map_or(Due::NotListed, |member| due(member, setting.today));
        let hold = member
            .as_ref()
            .and_then(|member| today::hold_view(member, &due, setting.today));
        let last_met = self.last_met.get(&person).copied();
        // Who entered and was not met since is counted from the first day.
        let reference = last_met.or_else(|| since?.pred_opt());
        let is_long_not_met = matches!(due, Due::Visit { .. })
            && self
                .long_not_met_before
                .is_some_and(|before| reference.is_none_or(|met| met < before));
        let route = route.filter(|_| is_current);
        let tried = today::tried(&attempts);
        Ok(Entry {
            n: row.get("n")?,
            person,
            sort_name: row.get::<_, String>("sort_name")?.into_boxed_str(),
            birth: sql::maybe_date(row, "birth_date")?,
            kelurahan: self.area(row.get("kelurahan")?),
            rw: row.get("rw")?,
            rt: row.get("rt")?,
            status,
            route,
            order_key,
            has_special_diet: row.get("special")?,
            is_gone: is_dead || status == EnrolmentStatus::Left,
            today: today::mark(&due, route.is_some(), self.serves, tried.as_ref()),
            attempted: tried.is_some(),
            done: tried.as_ref().is_some_and(|tried| tried.is_final),
            due,
            hold: hold.map(Box::new),
            last_met,
            is_long_not_met,
        })
    }

    fn area(&mut self, code: Option<String>) -> Arc<str> {
        let code = code.unwrap_or_default();
        match self.areas.get(&code) {
            Some(known) => known.clone(),
            None => {
                let shared: Arc<str> = code.as_str().into();
                self.areas.insert(code, shared.clone());
                shared
            }
        }
    }
}

pub(crate) fn aliases(db: &Connection) -> Result<HashMap<PersonId, PersonId>> {
    let sql = "SELECT id, alias_of FROM persons WHERE alias_of IS NOT NULL";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        Ok((sql::id(row, "id")?, sql::id(row, "alias_of")?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// The enrolment in the current period; of somebody who has none there, the last one.
fn enrolments(
    db: &Connection,
    current: Option<PeriodId>,
    who: Who<'_>,
) -> Result<HashMap<PersonId, Enrolled>> {
    let sql = "SELECT person, period, status, status_date, status_reason, route, order_key
               FROM enrolments WHERE true {who} ORDER BY status_date";
    let mut found: HashMap<PersonId, Enrolled> = HashMap::new();
    who.scan(db, sql, &[], |row| {
        let person: PersonId = sql::id(row, "person")?;
        let period: Option<PeriodId> = sql::maybe_id(row, "period")?;
        let is_current = current.is_none() || period == current;
        if !is_current && found.get(&person).is_some_and(|known| known.is_current) {
            return Ok(());
        }
        let status: Option<EnrolmentStatus> = sql::maybe_from_code(row, "status")?;
        let state = match status {
            Some(status) => Some(EnrolmentState {
                status,
                date: sql::date(row, "status_date")?,
                reason: day::note(row, "status_reason")?,
            }),
            None => None,
        };
        let enrolled = Enrolled {
            is_current,
            state,
            route: sql::maybe_id(row, "route")?,
            order_key: row.get::<_, String>("order_key")?.into_boxed_str(),
        };
        found.insert(person, enrolled);
        Ok(())
    })?;
    Ok(found)
}

/// The holds of a date.
fn holds(db: &Connection, date: NaiveDate, who: Who<'_>) -> Result<HashMap<PersonId, Vec<Hold>>> {
    let sql = "SELECT * FROM holds WHERE from_date <= :date
               AND (until_date IS NULL OR :date <= until_date)
               AND (ended_on IS NULL OR :date < ended_on) {who}";
    let mut found: HashMap<PersonId, Vec<Hold>> = HashMap::new();
    who.scan(db, sql, &[(":date", &sql::day(date))], |row| {
        let of = found.entry(sql::id(row, "person")?).or_default();
        of.push(day::hold(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// The attempts of a date that nobody took back, under the canonical person.
fn attempts(
    db: &Connection,
    date: NaiveDate,
    aliases: &HashMap<PersonId, PersonId>,
    who: Who<'_>,
) -> Result<HashMap<PersonId, Vec<AttemptFact>>> {
    // Only what a mark is made of: a hundred thousand rows are read for a list.
    let sql = "SELECT person, id, op, run, courier, at_ms, outcome, wellbeing, bring_back FROM deliveries
               WHERE date = :date AND retracted = 0 AND person IS NOT NULL {who} ORDER BY at_ms, op";
    let mut found: HashMap<PersonId, Vec<AttemptFact>> = HashMap::new();
    who.scan(db, sql, &[(":date", &sql::day(date))], |row| {
        let person: PersonId = sql::id(row, "person")?;
        let canonical = aliases.get(&person).copied().unwrap_or(person);
        let of = found.entry(canonical).or_default();
        of.push(brief_attempt(row)?);
        Ok(())
    })?;
    Ok(found)
}

fn brief_attempt(row: &Row<'_>) -> rusqlite::Result<AttemptFact> {
    Ok(AttemptFact {
        delivery: sql::id(row, "id")?,
        op: sql::id(row, "op")?,
        run: sql::id(row, "run")?,
        courier: sql::id(row, "courier")?,
        at_ms: row.get("at_ms")?,
        value: DeliveryValue {
            outcome: sql::from_code(row, "outcome")?,
            flags: Vec::new(),
            wellbeing: sql::maybe_from_code(row, "wellbeing")?,
            boxes: 0,
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: row.get("bring_back")?,
            until: None,
        },
    })
}

/// A row of `deliveries`.
pub(crate) fn attempt(row: &Row<'_>) -> rusqlite::Result<AttemptFact> {
    Ok(AttemptFact {
        delivery: sql::id(row, "id")?,
        op: sql::id(row, "op")?,
        run: sql::id(row, "run")?,
        courier: sql::id(row, "courier")?,
        at_ms: row.get("at_ms")?,
        value: day::delivery_value(row)?,
    })
}

fn last_met(
    db: &Connection,
    aliases: &HashMap<PersonId, PersonId>,
    who: Who<'_>,
) -> Result<HashMap<PersonId, NaiveDate>> {
    // The first list is that of the index `deliveries_given`, which alone is read.
    let sql = "SELECT person, max(date) AS date FROM deliveries
               WHERE retracted = 0 AND outcome IN ('received_self', 'received_family',
                   'left_with_neighbor', 'left_at_place', 'refused_today')
                 AND outcome NOT IN ('left_with_neighbor', 'left_at_place')
                 AND person IS NOT NULL {who} GROUP BY person";
    let mut found: HashMap<PersonId, NaiveDate> = HashMap::new();
    who.scan(db, sql, &[], |row| {
        let person: PersonId = sql::id(row, "person")?;
        let date = sql::date(row, "date")?;
        let canonical = aliases.get(&person).copied().unwrap_or(person);
        let of = found.entry(canonical).or_insert(date);
        *of = date.max(*of);
        Ok(())
    })?;
    Ok(found)
}

fn routes(db: &Connection) -> Result<HashMap<RouteId, RouteName>> {
    let sql = "SELECT routes.id, routes.name, users.call_name FROM routes
               LEFT JOIN users ON users.id = routes.courier";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        let name = RouteName {
            name: row.get("name")?,
            courier_name: row.get("call_name")?,
        };
        Ok((sql::id(row, "id")?, name))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

//! Reads a day from the store: a handful of queries, whatever the number of doors.

mod attempts;
mod covers;
mod doors;
mod moved;
mod runs;
mod text;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::areas;
use rantang_core::ids::{PeriodId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::programme::{
    DayOverride, NoService, PeriodTerms, ServiceDay, holiday_on, next_service_day, service_day,
};
use rantang_core::staff::UserProfile;
use rusqlite::{Connection, OptionalExtension, named_params};

use super::model::{DayModel, OffList, RouteDay};
use crate::covers::store::CoverOn;
use crate::log::Tried;
use crate::people::moves::gone_from;
use crate::store::error::Result;
use crate::store::facts::LAST_PULLED_AT_MS;
use crate::store::sql;

pub use attempts::delivery_value;
pub use doors::{hold, life};
pub use text::{line, note};

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
    let covers = crate::covers::store::on(db, date)?;
    let mut routes = routes(db, query, &covers)?;
    let mut attempts = attempts::attempts(db, query)?;
    let off_list = attempts.remove(&None).unwrap_or_default();
    for route in &mut routes {
        route.doors = doors::doors(
            db,
            route.route,
            period.as_ref().map(|(id, _)| *id),
            &mut attempts,
        )?;
        route.runs = runs::runs(db, route.route, date)?;
        route.gone = gone_from(db, route.route)?;
    }
    moved::find(db, query, &mut routes, attempts)?;
    covers::apply(query.routes, &covers, &mut routes);
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

/// The user's own before those that the user covers.
fn routes(db: &Connection, query: &DayQuery, covers: &[CoverOn]) -> Result<Vec<RouteDay>> {
    let sql = "SELECT id, name, courier FROM routes WHERE kelurahan = ?1 ORDER BY name, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([query.kelurahan.as_str()], |row| {
        Ok(RouteDay {
            route: sql::id(row, "id")?,
            name: row.get("name")?,
            courier: sql::maybe_id(row, "courier")?,
            instead_of: None,
            covered: None,
            rests: Vec::new(),
            is_rest: false,
            doors: Vec::new(),
            runs: BTreeMap::new(),
            moved: Vec::new(),
            gone: Vec::new(),
        })
    })?;
    let mut routes: Vec<RouteDay> = found.collect::<rusqlite::Result<_>>()?;
    if let Routes::Of(user) = query.routes {
        routes.retain(|route| covers::is_of(user, covers, route));
        routes.sort_by_key(|route| route.courier != Some(user));
    }
    Ok(routes)
}

fn users(db: &Connection) -> Result<BTreeMap<UserId, UserProfile>> {
    let mut statement = db.prepare_cached("SELECT id, full_name, call_name, phone FROM users")?;
    let found = statement.query_map([], |row| {
        let profile = UserProfile {
            full_name: line(row, "full_name")?,
            call_name: line(row, "call_name")?,
            phone: line(row, "phone")?,
            trainings: Vec::new(),
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

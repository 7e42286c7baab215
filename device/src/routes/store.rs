//! Routes in the view.

use chrono::NaiveDate;
use rantang_core::ids::{PeriodId, PersonId, RouteId, UserId};
use rantang_core::staff::Role;
use rusqlite::Connection;

use super::view::CourierView;
use crate::covers::{self, CoverView};
use crate::store::Result;
use crate::store::sql::{self, blob, maybe_blob};

/// A route without its doors.
pub(super) struct RouteLine {
    pub id: RouteId,
    pub name: String,
    pub courier: Option<UserId>,
    pub courier_name: Option<String>,
    pub covers: Vec<CoverView>,
}

pub(super) fn routes(db: &Connection, today: NaiveDate) -> Result<Vec<RouteLine>> {
    let sql = "SELECT routes.id, routes.name, routes.courier, users.call_name FROM routes
               LEFT JOIN users ON users.id = routes.courier ORDER BY routes.name, routes.id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        Ok(RouteLine {
            id: sql::id(row, "id")?,
            name: row.get("name")?,
            courier: sql::maybe_id(row, "courier")?,
            courier_name: row.get("call_name")?,
            covers: Vec::new(),
        })
    })?;
    let mut routes: Vec<RouteLine> = found.collect::<rusqlite::Result<_>>()?;
    for route in &mut routes {
        route.covers = covers::store::to_come(db, route.id, today)?;
    }
    Ok(routes)
}

pub(super) fn route_exists(db: &Connection, route: RouteId) -> Result<bool> {
    let sql = "SELECT 1 FROM routes WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.exists([blob(route)])?)
}

pub(crate) fn has_role(db: &Connection, user: UserId, role: Role) -> Result<bool> {
    let sql = "SELECT 1 FROM users WHERE id = ?1 AND instr(roles, ?2)";
    let code = format!(" {} ", role.code());
    Ok(db.prepare_cached(sql)?.exists((blob(user), code))?)
}

pub(crate) fn couriers(db: &Connection) -> Result<Vec<CourierView>> {
    let sql = "SELECT id, call_name, phone,
                      (SELECT count(*) FROM routes WHERE routes.courier = users.id) AS routes
               FROM users WHERE instr(roles, ' kurir ') ORDER BY call_name, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([], |row| {
        Ok(CourierView {
            id: sql::id(row, "id")?,
            name: row.get("call_name")?,
            phone: row.get("phone")?,
            routes: row.get("routes")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Everybody on a route with their keys, also those who are not visited any more.
pub(super) fn walking_order(
    db: &Connection,
    route: RouteId,
    period: PeriodId,
) -> Result<Vec<(PersonId, String)>> {
    let sql = "SELECT person, order_key FROM enrolments WHERE route = ?1 AND period = ?2
               ORDER BY order_key, person";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(route), blob(period)), |row| {
        Ok((sql::id(row, "person")?, row.get("order_key")?))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Who is on a route in a period, in walking order; `None` for the period: in any.
pub(super) fn on_route(
    db: &Connection,
    route: RouteId,
    period: Option<PeriodId>,
) -> Result<Vec<PersonId>> {
    let sql = "SELECT DISTINCT person FROM enrolments
               WHERE route = ?1 AND (?2 IS NULL OR period = ?2) ORDER BY order_key, person";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(route), maybe_blob(period)), |row| {
        sql::id(row, "person")
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

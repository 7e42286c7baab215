//! Covers in the view.

use chrono::NaiveDate;
use rantang_core::ids::{CoverId, PersonId, RouteId, UserId};
use rantang_core::runs::Sitting;
use rantang_core::time::end_of_day_ms;
use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::view::CoverView;
use crate::store::Result;
use crate::store::sql::{self, blob};

/// A cover that holds on a day.
#[derive(Clone, Debug)]
pub struct CoverOn {
    pub cover: CoverId,
    pub route: RouteId,
    pub courier: UserId,
    pub by: UserId,
    /// The last day.
    pub until: NaiveDate,
    /// `None`: the whole route.
    pub rest: Option<(Sitting, Vec<PersonId>)>,
}

/// Those that hold on a day, the latest first. One that was ended holds on the days before.
pub fn on(db: &Connection, date: NaiveDate) -> Result<Vec<CoverOn>> {
    let sql = "SELECT id, route, courier, by, until_date, sitting, doors FROM covers
               WHERE from_date <= ?1 AND ?1 <= until_date
                 AND (ended_at_ms IS NULL OR ?2 <= ended_at_ms)
               ORDER BY at_ms DESC, id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((sql::day(date), end_of_day_ms(date)), |row| {
        Ok(CoverOn {
            cover: sql::id(row, "id")?,
            until: sql::date(row, "until_date")?,
            route: sql::id(row, "route")?,
            courier: sql::id(row, "courier")?,
            by: sql::id(row, "by")?,
            rest: rest(row)?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

fn rest(row: &Row<'_>) -> rusqlite::Result<Option<(Sitting, Vec<PersonId>)>> {
    let doors: Option<Vec<PersonId>> = sql::maybe_value(row, "doors")?;
    doors
        .map(|doors| Ok((sql::from_code(row, "sitting")?, doors)))
        .transpose()
}

/// Who carries a whole route today or later instead of its courier.
pub fn to_come(db: &Connection, route: RouteId, today: NaiveDate) -> Result<Vec<CoverView>> {
    let sql = "SELECT covers.id, courier, users.call_name, from_date, until_date FROM covers
               LEFT JOIN users ON users.id = covers.courier
               WHERE route = ?1 AND ?2 <= until_date AND doors IS NULL AND ended_at_ms IS NULL
               ORDER BY from_date, covers.id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((blob(route), sql::day(today)), |row| {
        Ok(CoverView {
            id: sql::id(row, "id")?,
            courier_id: sql::id(row, "courier")?,
            courier_name: row
                .get::<_, Option<String>>("call_name")?
                .unwrap_or_default(),
            from: sql::date(row, "from_date")?,
            until: sql::date(row, "until_date")?,
        })
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn exists(db: &Connection, cover: Uuid) -> Result<bool> {
    let mut statement = db.prepare_cached("SELECT 1 FROM covers WHERE id = ?1")?;
    Ok(statement.exists([blob(cover)])?)
}

//! What an area plans with: routes, users, organisations, programmes, periods, service days.

use rantang_core::covers::{Cover, registers as covers};
use rantang_core::ids::{PeriodId, PersonId, UserId};
use rantang_core::programme::operations::SetServiceDay;
use rantang_core::programme::{DayOverride, PeriodTerms, ProgrammeProfile, registers as programme};
use rantang_core::registers::Row;
use rantang_core::routes::{RouteProfile, registers as route};
use rantang_core::staff::{OrganisationProfile, Role, UserProfile, registers as staff};
use rusqlite::Connection;

use super::super::error::Result;
use super::super::rows::written;
use super::super::sql::{self, blob, code, day, maybe_blob};
use super::enrolment;

pub(super) fn put_route(db: &Connection, row: &Row) -> Result<bool> {
    let Some(profile) = row.read::<RouteProfile>(&route::PROFILE) else {
        return Ok(false);
    };
    let courier: Option<Option<UserId>> = row.read(&route::COURIER);
    let sql =
        "INSERT OR REPLACE INTO routes (id, kelurahan, name, courier) VALUES (?1, ?2, ?3, ?4)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        row.scope.area().as_str(),
        profile.name.as_str(),
        maybe_blob(courier.flatten()),
    ))?;
    Ok(true)
}

pub(super) fn put_cover(db: &Connection, row: &Row) -> Result<bool> {
    let (Some(cover), Some((by, at_ms))) = (Cover::of(row), written(row, &covers::TERM)) else {
        return Ok(false);
    };
    let ended = cover.until_ms < cover.term.until_ms();
    let doors: Option<Vec<PersonId>> = cover.term.rest.as_ref().map(|rest| rest.doors.clone());
    let sql = "INSERT OR REPLACE INTO covers
                   (id, route, courier, from_date, until_date, ended_at_ms, sitting, doors, by, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(cover.term.route),
        blob(cover.term.courier),
        day(cover.term.from),
        day(cover.term.until),
        ended.then_some(cover.until_ms),
        cover.term.rest.as_ref().map(|rest| code(&rest.sitting)),
        doors.as_ref().map(sql::cbor).transpose()?,
        blob(by),
        at_ms,
    ))?;
    Ok(true)
}

pub(super) fn put_user(db: &Connection, row: &Row) -> Result<bool> {
    let Some(profile) = row.read::<UserProfile>(&staff::PROFILE) else {
        return Ok(false);
    };
    let roles: Vec<Role> = row.read(&staff::ROLES).unwrap_or_default();
    let codes: String = roles
        .iter()
        .map(|role| format!("{} ", role.code()))
        .collect();
    let sql = "INSERT OR REPLACE INTO users (id, area, full_name, call_name, phone, roles)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        row.scope.area().as_str(),
        profile.full_name.as_str(),
        profile.call_name.as_str(),
        profile.phone.as_str(),
        format!(" {codes}"),
    ))?;
    Ok(true)
}

pub(super) fn put_organisation(db: &Connection, row: &Row) -> Result<bool> {
    let Some(profile) = row.read::<OrganisationProfile>(&staff::PROFILE) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO organisations (id, area, kind, name, phone)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        row.scope.area().as_str(),
        code(&profile.kind),
        profile.name.as_str(),
        profile.phone.as_str(),
    ))?;
    Ok(true)
}

pub(super) fn put_programme(db: &Connection, row: &Row) -> Result<bool> {
    let Some(profile) = row.read::<ProgrammeProfile>(&programme::PROFILE) else {
        return Ok(false);
    };
    db.prepare_cached("INSERT OR REPLACE INTO programmes (id, area, name) VALUES (?1, ?2, ?3)")?
        .execute((
            blob(row.entity.id),
            row.scope.area().as_str(),
            profile.name.as_str(),
        ))?;
    Ok(true)
}

pub(super) fn put_period(db: &Connection, row: &Row) -> Result<bool> {
    let Some(terms) = row.read::<PeriodTerms>(&programme::TERMS) else {
        return Ok(false);
    };
    let sql =
        "INSERT OR REPLACE INTO periods (id, area, first, last, terms) VALUES (?1, ?2, ?3, ?4, ?5)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        row.scope.area().as_str(),
        day(terms.first),
        day(terms.last),
        sql::cbor(&terms)?,
    ))?;
    let period = PeriodId(row.entity.id);
    enrolment::adopt(db, period)?;
    adopt_days(db, period)?;
    Ok(true)
}

pub(super) fn put_service_day(db: &Connection, row: &Row) -> Result<bool> {
    let Some(said) = row.read::<DayOverride>(&programme::OVERRIDE) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO service_days (id, area, period, date, serves, reason)
               VALUES (?1, ?2, NULL, ?3, ?4, ?5)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        row.scope.area().as_str(),
        day(said.date),
        said.serves,
        said.reason.as_str(),
    ))?;
    let mut statement = db.prepare_cached("SELECT id FROM periods")?;
    let periods = statement
        .query_map([], |row| sql::id::<PeriodId>(row, "id"))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let own = periods
        .into_iter()
        .find(|period| SetServiceDay::id(*period, said.date) == row.entity.id);
    if let Some(period) = own {
        db.prepare_cached("UPDATE service_days SET period = ?2 WHERE id = ?1")?
            .execute((blob(row.entity.id), blob(period)))?;
    }
    Ok(true)
}

/// A period became known: days that came before it learn which is theirs.
fn adopt_days(db: &Connection, period: PeriodId) -> Result<()> {
    let mut statement =
        db.prepare_cached("SELECT id, date FROM service_days WHERE period IS NULL")?;
    let orphans = statement
        .query_map([], |row| {
            Ok((sql::id::<uuid::Uuid>(row, "id")?, sql::date(row, "date")?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (id, date) in orphans {
        if SetServiceDay::id(period, date) == id {
            db.prepare_cached("UPDATE service_days SET period = ?2 WHERE id = ?1")?
                .execute((blob(id), blob(period)))?;
        }
    }
    Ok(())
}

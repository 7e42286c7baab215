//! Enrolments and holds.

use rantang_core::enrolment::{EnrolmentState, Membership, registers as r};
use rantang_core::holds::{HoldTerm, registers as hold};
use rantang_core::ids::{EnrolmentId, PeriodId, PersonId};
use rantang_core::registers::{Head, Row};
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use super::super::error::Result;
use super::super::rows::written;
use super::super::sql::{self, blob, code, day, maybe_blob};

pub(super) fn put(db: &Connection, row: &Row) -> Result<bool> {
    let Some(person) = row.owner else {
        return Ok(false);
    };
    let state: Option<EnrolmentState> = row.read(&r::STATE);
    let membership_head = row.register(&r::MEMBERSHIP).and_then(|it| it.winner());
    let membership: Option<Membership> = membership_head.and_then(Head::read);
    let sql = "INSERT OR REPLACE INTO enrolments (id, person, period, status, status_date,
                   status_reason, status_at_ms, route, order_key, membership_at_ms, membership_op, fasting)
               VALUES (:id, :person, :period, :status, :status_date,
                   :status_reason, :status_at_ms, :route, :order_key, :membership_at_ms, :membership_op, :fasting)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":id": blob(row.entity.id),
        ":person": blob(person),
        ":period": maybe_blob(period_of(db, row.entity.id, person)?),
        ":status": state.as_ref().map(|it| code(&it.status)),
        ":status_date": state.as_ref().map(|it| day(it.date)),
        ":status_reason": state.as_ref().map_or("", |it| it.reason.as_str()),
        ":status_at_ms": written(row, &r::STATE).map(|(_, at_ms)| at_ms),
        ":route": maybe_blob(membership.as_ref().and_then(|it| it.route)),
        ":order_key": membership.as_ref().map_or("", |it| it.order_key.as_str()),
        ":membership_at_ms": membership_head.map(|head| head.at_ms),
        ":membership_op": membership_head.map(|head| blob(head.op)),
        ":fasting": row.read::<bool>(&r::FASTING),
    })?;
    Ok(true)
}

/// The id is hashed from person and period: the period is the one that gives this id.
fn period_of(db: &Connection, id: Uuid, person: PersonId) -> Result<Option<PeriodId>> {
    let mut statement = db.prepare_cached("SELECT id FROM periods")?;
    let periods = statement.query_map([], |row| sql::id::<PeriodId>(row, "id"))?;
    for period in periods {
        let period = period?;
        if EnrolmentId::of(person, period).0 == id {
            return Ok(Some(period));
        }
    }
    Ok(None)
}

/// A period became known: enrolments that came before it learn which is theirs.
pub(super) fn adopt(db: &Connection, period: PeriodId) -> Result<()> {
    let mut statement =
        db.prepare_cached("SELECT id, person FROM enrolments WHERE period IS NULL")?;
    let orphans = statement
        .query_map([], |row| {
            Ok((
                sql::id::<Uuid>(row, "id")?,
                sql::id::<PersonId>(row, "person")?,
            ))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for (id, person) in orphans {
        if EnrolmentId::of(person, period).0 == id {
            db.prepare_cached("UPDATE enrolments SET period = ?2 WHERE id = ?1")?
                .execute((blob(id), blob(period)))?;
        }
    }
    Ok(())
}

pub(super) fn put_hold(db: &Connection, row: &Row) -> Result<bool> {
    let term: Option<HoldTerm> = row.read(&hold::TERM);
    let placed = written(row, &hold::TERM);
    let (Some(person), Some(term), Some((by, at_ms))) = (row.owner, term, placed) else {
        return Ok(false);
    };
    let ended_on: Option<chrono::NaiveDate> = row.read(&hold::ENDED);
    let sql = "INSERT OR REPLACE INTO holds (id, person, reason, from_date, until_date, note,
                   placed_by, placed_at_ms, ended_on, ended_at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(person),
        code(&term.reason),
        day(term.from),
        term.until.map(day),
        term.note.as_str(),
        blob(by),
        at_ms,
        ended_on.map(day),
        written(row, &hold::ENDED).map(|(_, at_ms)| at_ms),
    ))?;
    Ok(true)
}

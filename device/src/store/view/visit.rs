//! Visits, answered forms, and the forms themselves.

use rantang_core::assessments::{self, Heading, answers_of};
use rantang_core::forms::Definition;
use rantang_core::forms::registers::DEFINITION;
use rantang_core::ids::UserId;
use rantang_core::registers::Row;
use rantang_core::text::Note;
use rantang_core::visits::{Cause, Made, Verification, VisitPlan, VisitValue, registers as r};
use rusqlite::{Connection, named_params};

use super::super::error::Result;
use super::super::rows::written;
use super::super::sql::{blob, cbor, code, day, maybe_blob};

/// A visit is shown once it was planned or made.
pub(super) fn put(db: &Connection, row: &Row) -> Result<bool> {
    let plan: Option<VisitPlan> = row.read(&r::PLAN);
    let made: Option<Made> = row.read(&r::MADE);
    let value: Option<VisitValue> = row.read(&r::VALUE);
    let purpose = made
        .as_ref()
        .map(|made| made.purpose)
        .or(plan.as_ref().map(|plan| plan.purpose));
    let (Some(person), Some(purpose)) = (row.owner, purpose) else {
        return Ok(false);
    };
    let assigned: Option<UserId> = row.read::<Option<UserId>>(&r::ASSIGNED).flatten();
    let cancelled: Option<Note> = row.read(&r::CANCELLED);
    let verification: Option<Verification> = row.read(&r::VERIFIED);
    let verified = written(row, &r::VERIFIED);
    let (state, returned) = match &verification {
        None => (None, None),
        Some(Verification::Verified) => (Some("verified"), None),
        Some(returned @ Verification::Returned { .. }) => (Some("returned"), Some(cbor(returned)?)),
    };
    let sql = "INSERT OR REPLACE INTO visits
                   (id, person, purpose, due, cause, plan_note, planned_at_ms, assigned, assigned_at_ms,
                    cancelled, visitor, made_on, outcome, wellbeing, value, value_at_ms,
                    verified, returned, verified_by, verified_at_ms)
               VALUES (:id, :person, :purpose, :due, :cause, :plan_note, :planned_at_ms, :assigned,
                    :assigned_at_ms, :cancelled, :visitor, :made_on, :outcome, :wellbeing, :value,
                    :value_at_ms, :verified, :returned, :verified_by, :verified_at_ms)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":id": blob(row.entity.id),
        ":person": blob(person),
        ":purpose": purpose.code(),
        ":due": plan.as_ref().map(|plan| day(plan.due)),
        ":cause": plan.as_ref().and_then(|plan| plan.cause).map(cause_code),
        ":plan_note": plan.as_ref().map_or("", |plan| plan.note.as_str()),
        ":planned_at_ms": written(row, &r::PLAN).map(|(_, at_ms)| at_ms),
        ":assigned": maybe_blob(assigned),
        ":assigned_at_ms": written(row, &r::ASSIGNED).map(|(_, at_ms)| at_ms),
        ":cancelled": cancelled.as_ref().map(Note::as_str),
        ":visitor": made.as_ref().map(|made| blob(made.visitor)),
        ":made_on": made.as_ref().map(|made| day(made.date)),
        ":outcome": value.as_ref().map(|value| value.outcome.code()),
        ":wellbeing": value.as_ref().and_then(|value| value.wellbeing).map(|it| code(&it)),
        ":value": value.as_ref().map(cbor).transpose()?,
        ":value_at_ms": written(row, &r::VALUE).map(|(_, at_ms)| at_ms),
        ":verified": state,
        ":returned": returned,
        ":verified_by": verified.map(|(by, _)| blob(by)),
        ":verified_at_ms": verified.map(|(_, at_ms)| at_ms),
    })?;
    Ok(true)
}

fn cause_code(cause: Cause) -> &'static str {
    match cause {
        Cause::Alert => "alert",
        Cause::MissedMeals => "missed_meals",
        Cause::NotSeen => "not_seen",
        Cause::Visit(_) => "visit",
    }
}

pub(super) fn put_assessment(db: &Connection, row: &Row) -> Result<bool> {
    let heading: Option<Heading> = row.read(&assessments::registers::HEADING);
    // An answer that was completed later makes it later, too.
    let heads = row.registers.values().flat_map(|it| it.heads());
    let at_ms = heads.map(|head| head.at_ms).max();
    let (Some(person), Some(heading), Some(at_ms)) = (row.owner, heading, at_ms) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO assessments
                   (id, person, visit, form, version, part, date, assessor, at_ms, answers)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(person),
        blob(heading.visit),
        &heading.form.0,
        heading.version,
        &heading.part,
        day(heading.date),
        blob(heading.assessor),
        at_ms,
        cbor(&answers_of(row))?,
    ))?;
    Ok(true)
}

pub(super) fn put_form(db: &Connection, row: &Row) -> Result<bool> {
    let Some(definition) = row.read::<Definition>(&DEFINITION) else {
        return Ok(false);
    };
    db.prepare_cached(
        "INSERT OR REPLACE INTO forms (id, form, version, definition) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((
        blob(row.entity.id),
        &definition.form.0,
        definition.version,
        cbor(&definition)?,
    ))?;
    Ok(true)
}

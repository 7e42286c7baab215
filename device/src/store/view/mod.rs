//! The typed tables: what the screens list, written from mirror and overlay.

pub mod delivery;
mod enrolment;
mod items;
mod person;
mod photo;
mod plan;
mod run;
mod shown;
mod visit;

use std::collections::BTreeSet;

use rantang_core::registers::{EntityKind, EntityRef, Row};
use rusqlite::Connection;

use super::error::Result;
use super::rows::{self, Pending};
use super::sql::blob;
pub use shown::{Shown, fingerprint};

/// Computes entities again from their mirror rows and the overlay, and writes them to the view.
pub fn refresh(db: &Connection, entities: &BTreeSet<EntityRef>) -> Result<()> {
    for entity in entities {
        refresh_one(db, *entity)?;
    }
    Ok(())
}

fn refresh_one(db: &Connection, entity: EntityRef) -> Result<()> {
    let mirror = rows::mirror_row(db, entity)?;
    let pending = rows::pending_of(db, entity)?;
    let row = rows::overlay(entity, mirror, pending.iter());
    if !pending.is_empty() {
        let fingerprint = row.as_ref().map(shown::fingerprint_of);
        if fingerprint.is_some() && shown::on_top(db, entity)?.flatten() == fingerprint {
            return Ok(());
        }
        shown::keep(db, entity, fingerprint)?;
    }
    write(db, entity, row.as_ref())
}

/// The same for one entity of an operation that was just recorded and is at hand: it comes on top of
/// whatever the overlay held before it.
pub(crate) fn record(
    db: &Connection,
    entity: EntityRef,
    before: &[Pending],
    recorded: &Pending,
) -> Result<()> {
    let mirror = rows::mirror_row(db, entity)?;
    let pending = before.iter().chain([recorded]);
    let row = rows::overlay(entity, mirror, pending);
    let fingerprint = row.as_ref().map(shown::fingerprint_of);
    db.prepare_cached("INSERT INTO overlay (kind, id, seq, shown) VALUES (?1, ?2, ?3, ?4)")?
        .execute((
            entity.kind.code(),
            blob(entity.id),
            recorded.seq as i64,
            fingerprint,
        ))?;
    if !before.is_empty() {
        shown::keep(db, entity, fingerprint)?;
    }
    write(db, entity, row.as_ref())
}

fn write(db: &Connection, entity: EntityRef, row: Option<&Row>) -> Result<()> {
    items::write_conflicts(db, entity, row)?;
    if photo::may_have(entity.kind) {
        photo::put(db, entity, row)?;
    }
    let shown = match row {
        Some(row) => put(db, row)?,
        None => false,
    };
    if !shown {
        remove(db, entity)?;
    }
    Ok(())
}

/// Writes a row to the table of its kind. `false`: there is not enough to show yet, or no more.
fn put(db: &Connection, row: &Row) -> Result<bool> {
    match row.entity.kind {
        EntityKind::Person => person::put(db, row),
        EntityKind::PersonCase => person::put_case(db, row),
        EntityKind::Contact => person::put_contact(db, row),
        EntityKind::Enrolment => enrolment::put(db, row),
        EntityKind::Hold => enrolment::put_hold(db, row),
        EntityKind::Delivery => delivery::put(db, row),
        EntityKind::DeliveryCase => delivery::put_case(db, row),
        EntityKind::Run => run::put(db, row),
        EntityKind::Route => plan::put_route(db, row),
        EntityKind::Cover => plan::put_cover(db, row),
        EntityKind::User => plan::put_user(db, row),
        EntityKind::Organisation => plan::put_organisation(db, row),
        EntityKind::Programme => plan::put_programme(db, row),
        EntityKind::Period => plan::put_period(db, row),
        EntityKind::ServiceDay => plan::put_service_day(db, row),
        EntityKind::Incident => items::put_incident(db, row),
        EntityKind::Alert => items::put_acknowledged(db, row),
        EntityKind::Proposal => items::put_proposal(db, row),
        EntityKind::Review => items::put_review(db, row),
        EntityKind::Visit => visit::put(db, row),
        EntityKind::Assessment => visit::put_assessment(db, row),
        EntityKind::Form => visit::put_form(db, row),
        EntityKind::Departure => person::put_departure(db, row),
    }
}

fn remove(db: &Connection, entity: EntityRef) -> Result<()> {
    let sql = match entity.kind {
        EntityKind::Person => return person::remove(db, entity.id),
        EntityKind::PersonCase => "DELETE FROM person_cases WHERE id = ?1",
        EntityKind::Contact => "DELETE FROM contacts WHERE id = ?1",
        EntityKind::Enrolment => "DELETE FROM enrolments WHERE id = ?1",
        EntityKind::Hold => "DELETE FROM holds WHERE id = ?1",
        EntityKind::Delivery => "DELETE FROM deliveries WHERE id = ?1",
        EntityKind::DeliveryCase => "DELETE FROM delivery_cases WHERE id = ?1",
        EntityKind::Run => "DELETE FROM runs WHERE id = ?1",
        EntityKind::Route => "DELETE FROM routes WHERE id = ?1",
        EntityKind::Cover => "DELETE FROM covers WHERE id = ?1",
        EntityKind::User => "DELETE FROM users WHERE id = ?1",
        EntityKind::Organisation => "DELETE FROM organisations WHERE id = ?1",
        EntityKind::Programme => "DELETE FROM programmes WHERE id = ?1",
        EntityKind::Period => "DELETE FROM periods WHERE id = ?1",
        EntityKind::ServiceDay => "DELETE FROM service_days WHERE id = ?1",
        EntityKind::Incident => "DELETE FROM incidents WHERE id = ?1",
        EntityKind::Alert => "DELETE FROM alerts_ack WHERE id = ?1",
        EntityKind::Proposal => "DELETE FROM proposals WHERE id = ?1",
        EntityKind::Review => "DELETE FROM reviews WHERE id = ?1",
        EntityKind::Visit => "DELETE FROM visits WHERE id = ?1",
        EntityKind::Assessment => "DELETE FROM assessments WHERE id = ?1",
        EntityKind::Form => "DELETE FROM forms WHERE id = ?1",
        EntityKind::Departure => "DELETE FROM departures WHERE id = ?1",
    };
    db.prepare_cached(sql)?.execute([blob(entity.id)])?;
    Ok(())
}

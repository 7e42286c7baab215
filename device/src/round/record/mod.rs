//! From what a courier taps to what is recorded.
//!
//! [`run`] is about the round itself, [`delivery`] about what happened at doors, [`undo`] about what
//! is taken back or corrected. Each makes drafts from what the same transaction reads.

pub mod delivery;
pub mod run;
pub mod undo;

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::holds::operations::Place;
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{DeliveryId, HoldId, OpId, PersonId, RunId, derived};
use rantang_core::registers::{EntityKind, EntityRef, Register, RegisterName, Row};
use rantang_core::runs::Sitting;
use rantang_core::runs::operations::RunKey;
use rantang_core::scopes::Scope;
use rantang_core::text::{Line, Note};
use rusqlite::Connection;
use uuid::Uuid;

use crate::command::Failure;
use crate::day::{DayModel, RouteDay};
use crate::store::rows;

/// The run that a command speaks of.
pub struct RunAt<'a> {
    pub day: &'a DayModel,
    pub route: &'a RouteDay,
    pub sitting: Sitting,
}

impl RunAt<'_> {
    fn key(&self) -> RunKey {
        RunKey {
            kelurahan: self.day.kelurahan.clone(),
            route: self.route.route,
            date: self.day.date,
            sitting: self.sitting,
        }
    }

    fn id(&self) -> RunId {
        self.key().id()
    }

    fn scope(&self) -> Scope {
        Scope::Delivery {
            kelurahan: self.day.kelurahan.clone(),
            route: Some(self.route.route),
        }
    }
}

/// Nobody is asked about somebody who was not met: the rules say *not seen* themselves.
fn wellbeing(outcome: Outcome, said: Option<Wellbeing>) -> Option<Wellbeing> {
    match said {
        Some(Wellbeing::Urgent) => said,
        _ if outcome.can_say_wellbeing() => said,
        _ => Some(Wellbeing::NotSeen),
    }
}

fn hold_reason(outcome: Outcome) -> Option<HoldReason> {
    match outcome {
        Outcome::Away => Some(HoldReason::Away),
        Outcome::Hospitalized => Some(HoldReason::Hospitalized),
        Outcome::Evacuated => Some(HoldReason::Evacuated),
        _ => None,
    }
}

/// The hold that comes with an attempt has an id that follows from it, so that *Urungkan* finds it.
fn hold_id(delivery: DeliveryId, outcome: Outcome) -> HoldId {
    HoldId(derived(
        "hold of a delivery",
        &[delivery.as_bytes(), outcome.code().as_bytes()],
    ))
}

/// Away, in hospital, evacuated: held until the date that was named, or until somebody ends it.
fn hold_for(
    outcome: Outcome,
    until: Option<NaiveDate>,
    delivery: DeliveryId,
    person: PersonId,
    today: NaiveDate,
) -> Option<Place> {
    let reason = hold_reason(outcome)?;
    let term = HoldTerm {
        reason,
        from: today,
        until,
        note: Note::default(),
    };
    Some(Place {
        hold: hold_id(delivery, outcome),
        person,
        term,
        saw: vec![],
    })
}

fn heads(row: Option<&Row>, register: &RegisterName) -> Vec<OpId> {
    row.and_then(|row| row.register(register))
        .map(Register::head_ids)
        .unwrap_or_default()
}

fn row(db: &Connection, kind: EntityKind, id: Uuid) -> Result<Option<Row>, Failure> {
    Ok(rows::row(db, EntityRef::new(kind, id))?)
}

fn line(text: &str) -> Result<Line, Failure> {
    Ok(Line::parse(text)?)
}

fn note(text: &str) -> Result<Note, Failure> {
    Ok(Note::parse(text)?)
}

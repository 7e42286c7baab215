//! What is taken back or corrected, with what had followed from it.

use chrono::NaiveDate;
use rantang_core::deliveries::operations::{Correct, Retract};
use rantang_core::deliveries::outcome::Outcome;
use rantang_core::deliveries::{DeliveryCase, DeliveryValue, registers};
use rantang_core::holds::operations::End;
use rantang_core::ids::{DeliveryId, OpId, PersonId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::people::registers::LIFE;
use rantang_core::registers::{EntityKind, Head, Register, Row};
use rusqlite::Connection;
use uuid::Uuid;

use super::{heads, hold_for, hold_id, line, note, row, wellbeing};
use crate::command::Failure;
use crate::log::Draft;
use crate::round::commands::DeliveryCorrect;
use crate::store::sql::{self, blob};

/// *Urungkan*: the attempt and what followed from it.
pub fn retract(db: &Connection, delivery: Uuid, today: NaiveDate) -> Result<Vec<Draft>, Failure> {
    let found = delivery_row(db, delivery)?;
    let person: Option<PersonId> = found.read(&registers::PERSON).unwrap_or(None);
    let mut drafts: Vec<Draft> = vec![
        Retract {
            delivery: DeliveryId(delivery),
            person,
        }
        .into(),
    ];
    if let Some(person) = person {
        drafts.extend(undo_consequences(
            db,
            &found,
            DeliveryId(delivery),
            person,
            today,
        )?);
    }
    Ok(drafts)
}

/// Another value for the same attempt. What followed from the old one is taken back.
pub fn correct(
    db: &Connection,
    args: &DeliveryCorrect,
    boxes: u32,
    today: NaiveDate,
) -> Result<Vec<Draft>, Failure> {
    let found = delivery_row(db, args.delivery_id)?;
    let before: DeliveryValue = found.read(&registers::VALUE).ok_or_else(not_found)?;
    let person: Option<PersonId> = found.read(&registers::PERSON).unwrap_or(None);
    let delivery = DeliveryId(args.delivery_id);
    let case_row = row(db, EntityKind::DeliveryCase, args.delivery_id)?;
    let same_outcome = before.outcome == args.outcome;
    let value = DeliveryValue {
        outcome: args.outcome,
        flags: args.flags.clone(),
        wellbeing: wellbeing(args.outcome, args.wellbeing),
        boxes: if same_outcome {
            before.boxes
        } else if args.outcome.is_handed_over() {
            boxes
        } else {
            0
        },
        received_by: line(&args.received_by)?,
        contact: before.contact.filter(|_| same_outcome),
        seen_by_neighbor: before.seen_by_neighbor.filter(|_| same_outcome),
        bring_back: before.bring_back && same_outcome,
        until: args.until.filter(|_| args.outcome.asks_until()),
    };
    let case = DeliveryCase {
        complaints: args.complaints.clone(),
        note: note(&args.note)?,
    };
    let correct = Correct {
        delivery,
        person,
        value,
        case,
        saw: heads(Some(&found), &registers::VALUE),
        saw_case: match &case_row {
            Some(_) => heads(case_row.as_ref(), &registers::CASE),
            None => written_here(db, args.delivery_id)?,
        },
    };
    let mut drafts: Vec<Draft> = vec![correct.into()];
    if let Some(person) = person {
        if !same_outcome {
            drafts.extend(undo_consequences(db, &found, delivery, person, today)?);
        }
        if let Some(mut hold) = hold_for(args.outcome, args.until, delivery, person, today) {
            let placed = row(db, EntityKind::Hold, hold.hold.0)?;
            hold.saw = heads(placed.as_ref(), &rantang_core::holds::registers::TERM);
            drafts.push(hold.into());
        }
        if args.outcome == Outcome::Deceased && !same_outcome {
            let fact = LifeFact::Reported {
                note: note(&args.note)?,
            };
            drafts.push(
                SayLife {
                    person,
                    fact,
                    saw: vec![],
                }
                .into(),
            );
        }
    }
    Ok(drafts)
}

/// What this device wrote about an attempt. A courier's own remarks leave the phone with the case
/// file; a correction replaces them all the same.
fn written_here(db: &Connection, delivery: Uuid) -> Result<Vec<OpId>, Failure> {
    let read = || -> crate::store::Result<Vec<OpId>> {
        let sql = "SELECT op_id FROM log WHERE entity = ?1
                   AND kind IN ('delivery.record', 'delivery.correct') ORDER BY seq";
        let mut statement = db.prepare_cached(sql)?;
        let found = statement.query_map([blob(delivery)], |row| sql::id(row, "op_id"))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    };
    Ok(read()?)
}

/// Ends the hold and withdraws the report that came with an attempt.
fn undo_consequences(
    db: &Connection,
    found: &Row,
    delivery: DeliveryId,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<Draft>, Failure> {
    let mut drafts: Vec<Draft> = Vec::new();
    let Some(before) = found.read::<DeliveryValue>(&registers::VALUE) else {
        return Ok(drafts);
    };
    let hold = hold_id(delivery, before.outcome);
    if row(db, EntityKind::Hold, hold.0)?.is_some() {
        drafts.push(
            End {
                hold,
                person,
                on: today,
            }
            .into(),
        );
    }
    if before.outcome == Outcome::Deceased {
        let own = found
            .register(&registers::ATTEMPT)
            .and_then(Register::winner)
            .map(|head| head.author);
        let reported = |head: &&Head| {
            Some(head.author) == own && matches!(head.read(), Some(LifeFact::Reported { .. }))
        };
        let life = row(db, EntityKind::Person, person.0)?;
        let saw: Vec<OpId> = life
            .as_ref()
            .and_then(|row| row.register(&LIFE))
            .map(|register| {
                register
                    .heads()
                    .iter()
                    .filter(reported)
                    .map(|head| head.op)
                    .collect()
            })
            .unwrap_or_default();
        if !saw.is_empty() {
            drafts.push(
                SayLife {
                    person,
                    fact: LifeFact::Withdrawn,
                    saw,
                }
                .into(),
            );
        }
    }
    Ok(drafts)
}

fn delivery_row(db: &Connection, id: Uuid) -> Result<Row, Failure> {
    row(db, EntityKind::Delivery, id)?.ok_or_else(not_found)
}

fn not_found() -> Failure {
    Failure::not_found("Catatan antaran")
}

//! Attempts at doors, and their case half.

use rantang_core::deliveries::outcome::{FoodFlag, Slot};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor, registers as r};
use rantang_core::ids::PersonId;
use rantang_core::registers::{Head, Row};
use rusqlite::{Connection, named_params};

use super::super::error::Result;
use super::super::sql::{self, blob, code, day, maybe_blob};

pub(super) fn put(db: &Connection, row: &Row) -> Result<bool> {
    let attempt_head = row.register(&r::ATTEMPT).and_then(|it| it.winner());
    let value_register = row.register(&r::VALUE);
    let value_head = value_register.and_then(|it| it.winner());
    let attempt: Option<Attempt> = attempt_head.and_then(Head::read);
    let value: Option<DeliveryValue> = value_head.and_then(Head::read);
    // A correction may arrive before what it corrects.
    let (Some(attempt_head), Some(value_head)) = (attempt_head, value_head) else {
        return Ok(false);
    };
    let (Some(attempt), Some(value)) = (attempt, value) else {
        return Ok(false);
    };
    let person: Option<Option<PersonId>> = row.read(&r::PERSON);
    let corrected = value_register.is_some_and(|it| !it.past().is_empty() || 1 < it.heads().len());
    let door: Option<OffListDoor> = row.read(&r::DOOR);
    let sql = "INSERT OR REPLACE INTO deliveries (id, op, at_ms, run, date, sitting, slots, courier,
                   person, outcome, flags, wellbeing, boxes, received_by, contact, seen_by_neighbor,
                   bring_back, until_date, value_at_ms, corrected, retracted, door, uncertain)
               VALUES (:id, :op, :at_ms, :run, :date, :sitting, :slots, :courier,
                   :person, :outcome, :flags, :wellbeing, :boxes, :received_by, :contact, :seen_by_neighbor,
                   :bring_back, :until_date, :value_at_ms, :corrected, :retracted, :door, :uncertain)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":id": blob(row.entity.id),
        ":op": blob(attempt_head.op),
        ":at_ms": attempt_head.at_ms,
        ":run": blob(attempt.run),
        ":date": day(attempt.date),
        ":sitting": code(&attempt.sitting),
        ":slots": slot_bits(&attempt.slots),
        ":courier": blob(attempt.courier),
        ":person": maybe_blob(person.flatten().or(row.owner)),
        ":outcome": value.outcome.code(),
        ":flags": flag_bits(&value.flags),
        ":wellbeing": value.wellbeing.map(|it| code(&it)),
        ":boxes": value.boxes,
        ":received_by": value.received_by.as_str(),
        ":contact": maybe_blob(value.contact),
        ":seen_by_neighbor": value.seen_by_neighbor,
        ":bring_back": value.bring_back,
        ":until_date": value.until.map(day),
        ":value_at_ms": value_head.at_ms,
        ":corrected": corrected,
        ":retracted": row.read::<bool>(&r::RETRACTED).unwrap_or(false),
        ":door": door.as_ref().map(sql::cbor).transpose()?,
        ":uncertain": attempt_head.is_uncertain,
    })?;
    Ok(true)
}

fn slot_bits(slots: &[Slot]) -> i64 {
    slots.iter().fold(0, |bits, slot| {
        bits | match slot {
            Slot::First => 1,
            Slot::Second => 2,
        }
    })
}

fn flag_bits(flags: &[FoodFlag]) -> i64 {
    flags.iter().fold(0, |bits, flag| {
        bits | match flag {
            FoodFlag::FoodSpoiled => 1,
            FoodFlag::ShortPortion => 2,
            FoodFlag::Late => 4,
        }
    })
}

/// The slots of [`slot_bits`].
pub fn slots_of(bits: i64) -> Vec<Slot> {
    [(1, Slot::First), (2, Slot::Second)]
        .into_iter()
        .filter_map(|(bit, slot)| (bits & bit != 0).then_some(slot))
        .collect()
}

/// The flags of [`flag_bits`].
pub fn flags_of(bits: i64) -> Vec<FoodFlag> {
    [
        (1, FoodFlag::FoodSpoiled),
        (2, FoodFlag::ShortPortion),
        (4, FoodFlag::Late),
    ]
    .into_iter()
    .filter_map(|(bit, flag)| (bits & bit != 0).then_some(flag))
    .collect()
}

pub(super) fn put_case(db: &Connection, row: &Row) -> Result<bool> {
    let Some(case) = row.read::<DeliveryCase>(&r::CASE) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO delivery_cases (id, complaints, note) VALUES (?1, ?2, ?3)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        sql::cbor(&case.complaints)?,
        case.note.as_str(),
    ))?;
    Ok(true)
}

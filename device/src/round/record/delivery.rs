//! What happened at doors: one attempt, a door off the list, many doors with one reason.

use chrono::NaiveDate;
use rantang_core::day::listing::slots;
use rantang_core::deliveries::operations::{CloseDoors, Record};
use rantang_core::deliveries::outcome::{Outcome, OutcomeClass, Slot};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::holds::HoldTerm;
use rantang_core::holds::operations::Place;
use rantang_core::ids::{ContactId, DeliveryId, HoldId, PersonId, UserId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::registers::EntityKind;
use rantang_core::text::Line;
use rusqlite::Connection;

use super::{RunAt, hold_for, hold_reason, line, note, row, wellbeing};
use crate::command::Failure;
use crate::day::DayModel;
use crate::log::Draft;
use crate::round::commands::{DeliveryRecord, DoorAdd, RunCloseDoors};

/// One attempt, with what follows from it: a hold until the date that was named, the report of a death.
///
/// The same delivery id twice records nothing more: a double tap, or an answer that was lost.
pub fn record(
    db: &Connection,
    at: &RunAt<'_>,
    args: &DeliveryRecord,
    user: UserId,
    today: NaiveDate,
) -> Result<Vec<Draft>, Failure> {
    let delivery = DeliveryId(args.delivery_id);
    if row(db, EntityKind::Delivery, args.delivery_id)?.is_some() {
        return Ok(vec![]);
    }
    let person = PersonId(args.person_id);
    let mut drafts: Vec<Draft> = Vec::new();
    let value = DeliveryValue {
        outcome: args.outcome,
        flags: args.flags.clone(),
        wellbeing: wellbeing(args.outcome, args.wellbeing),
        boxes: boxes_given(at.day, args.outcome),
        received_by: line(&args.received_by)?,
        contact: args.contact_id.map(ContactId),
        seen_by_neighbor: args.seen_by_neighbor,
        bring_back: args.bring_back,
        until: args.until.filter(|_| args.outcome.asks_until()),
    };
    let case = DeliveryCase {
        complaints: args.complaints.clone(),
        note: note(&args.note)?,
    };
    let attempt = attempt(at, &args.slots, user);
    let record = Record {
        delivery,
        person: Some(person),
        door: None,
        attempt,
        value,
        case,
    };
    drafts.push(record.into());
    if let Some(hold) = hold_for(args.outcome, args.until, delivery, person, today) {
        drafts.push(hold.into());
    }
    if args.outcome == Outcome::Deceased {
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
    Ok(drafts)
}

/// A door off the list, addressed to the route at whose side it was found.
pub fn off_list(
    db: &Connection,
    at: &RunAt<'_>,
    args: &DoorAdd,
    user: UserId,
) -> Result<Vec<Draft>, Failure> {
    if row(db, EntityKind::Delivery, args.delivery_id)?.is_some() {
        return Ok(vec![]);
    }
    let record = Record {
        delivery: DeliveryId(args.delivery_id),
        person: None,
        door: Some(OffListDoor {
            name: line(&args.name)?,
            kelurahan: at.day.kelurahan.clone(),
            rt: line(&args.rt)?,
            rw: line(&args.rw)?,
            landmark: note(&args.landmark)?,
            note: note(&args.note)?,
        }),
        attempt: attempt(at, &[], user),
        value: DeliveryValue {
            outcome: args.outcome,
            flags: vec![],
            wellbeing: wellbeing(args.outcome, None),
            boxes: if args.outcome.is_handed_over() {
                args.boxes
            } else {
                0
            },
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    };
    Ok(vec![Draft::addressed_to(record, at.scope())])
}

/// Many doors with one reason: those named, or all that are still open.
pub fn close_doors(
    at: &RunAt<'_>,
    args: &RunCloseDoors,
    user: UserId,
    today: NaiveDate,
    hold_id: impl Fn(PersonId) -> HoldId,
) -> Result<Vec<Draft>, Failure> {
    let open = at.day.to_visit(at.route, at.sitting);
    let persons: Vec<PersonId> = open
        .iter()
        .filter(|door| !door.state().is_done())
        .map(|door| door.member.person)
        .filter(|person| {
            args.doors
                .as_ref()
                .is_none_or(|doors| doors.contains(&person.0))
        })
        .collect();
    if persons.is_empty() {
        return Ok(vec![]);
    }
    let value = DeliveryValue {
        outcome: args.outcome,
        flags: args.flags.clone(),
        wellbeing: wellbeing(args.outcome, None),
        boxes: 0,
        received_by: Line::default(),
        contact: None,
        seen_by_neighbor: None,
        // A flooded alley is not tried again at the end of the round.
        bring_back: args.outcome.class() == OutcomeClass::NotNow,
        until: args.until.filter(|_| args.outcome.asks_until()),
    };
    let mut drafts: Vec<Draft> = vec![
        CloseDoors {
            persons: persons.clone(),
            attempt: attempt(at, &[], user),
            value,
        }
        .into(),
    ];
    if let Some(reason) = hold_reason(args.outcome)
        && let Some(until) = args.until
    {
        let term = HoldTerm {
            reason,
            from: today,
            until: Some(until),
            note: note(&args.note)?,
        };
        drafts.extend(persons.iter().map(|person| {
            Draft::from(Place {
                hold: hold_id(*person),
                person: *person,
                term: term.clone(),
                saw: vec![],
            })
        }));
    }
    Ok(drafts)
}

fn attempt(at: &RunAt<'_>, asked: &[Slot], user: UserId) -> Attempt {
    let all = at
        .day
        .terms()
        .map_or_else(|| vec![Slot::First, Slot::Second], slots);
    Attempt {
        run: at.id(),
        date: at.day.date,
        sitting: at.sitting,
        slots: if asked.is_empty() {
            all
        } else {
            asked.to_vec()
        },
        courier: user,
    }
}

fn boxes_given(day: &DayModel, outcome: Outcome) -> u32 {
    if outcome.is_handed_over() {
        day.boxes_per_door()
    } else {
        0
    }
}

//! From what a courier taps to what is recorded.

use chrono::NaiveDate;
use rantang_core::day::listing::{sittings, slots};
use rantang_core::deliveries::operations::{CloseDoors, Correct, Record, Retract};
use rantang_core::deliveries::outcome::{Outcome, OutcomeClass, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor, registers};
use rantang_core::holds::operations::Place;
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{ContactId, DeliveryId, HoldId, OpId, PersonId, RunId, UserId, derived};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::people::registers::LIFE;
use rantang_core::registers::{EntityKind, EntityRef, Head, Register, Row};
use rantang_core::runs::operations::{Finish, Receive, ReportObstacle, RunKey, Start};
use rantang_core::runs::{Obstacle, RunFinished, RunStarted, Sitting};
use rantang_core::scopes::Scope;
use rantang_core::text::{Line, Note};
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use crate::command::Failure;
use crate::day::{DayModel, RouteDay};
use crate::log::Draft;
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

/// The sitting that is due: the first whose round is not over.
pub fn sitting_due(day: &DayModel, route: Option<&RouteDay>) -> Sitting {
    let open = |sitting: &&Sitting| {
        route.is_none_or(|route| {
            let over = route
                .runs
                .get(sitting)
                .is_some_and(|run| run.finished.is_some());
            !over && !day.to_visit(route, **sitting).is_empty()
        })
    };
    let of_day = sittings(day.ramadan());
    of_day
        .iter()
        .find(open)
        .or(of_day.first())
        .copied()
        .unwrap_or(Sitting::Morning)
}

pub fn start(db: &Connection, at: &RunAt<'_>, user: UserId) -> Result<Vec<Draft>, Failure> {
    // Started twice is started once.
    if at
        .route
        .runs
        .get(&at.sitting)
        .is_some_and(|run| run.started.is_some())
    {
        return Ok(vec![]);
    }
    let started = RunStarted {
        route: at.route.route,
        date: at.day.date,
        sitting: at.sitting,
        courier: user,
        doors: at
            .day
            .to_visit(at.route, at.sitting)
            .iter()
            .map(|door| door.member.person)
            .collect(),
        list_updated_at_ms: at.day.pulled_at_ms,
    };
    let saw = run_heads(db, at, &rantang_core::runs::registers::START)?;
    Ok(vec![
        Start {
            run: at.key(),
            started,
            saw,
        }
        .into(),
    ])
}

pub fn receive(db: &Connection, at: &RunAt<'_>, boxes: u32) -> Result<Vec<Draft>, Failure> {
    let saw = run_heads(db, at, &rantang_core::runs::registers::RECEIVED)?;
    Ok(vec![
        Receive {
            run: at.key(),
            boxes,
            saw,
        }
        .into(),
    ])
}

pub fn obstacle(at: &RunAt<'_>, args: &RunObstacle) -> Result<Vec<Draft>, Failure> {
    let obstacle = Obstacle {
        kind: args.kind,
        note: note(&args.note)?,
    };
    Ok(vec![
        ReportObstacle {
            run: at.key(),
            obstacle,
        }
        .into(),
    ])
}

pub fn finish(db: &Connection, at: &RunAt<'_>, args: &RunFinish) -> Result<Vec<Draft>, Failure> {
    let saw = run_heads(db, at, &rantang_core::runs::registers::FINISH)?;
    let finished = RunFinished {
        boxes_back: args.boxes_back,
        note: note(&args.note)?,
    };
    Ok(vec![
        Finish {
            run: at.key(),
            finished,
            saw,
        }
        .into(),
    ])
}

/// One attempt, with what follows from it: a hold until the date that was named, the report of a death.
///
/// The same delivery id twice records nothing more: a double tap, or an answer that was lost.
pub fn delivery(
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
        saw_case: heads(case_row.as_ref(), &registers::CASE),
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
            rantang_core::holds::operations::End {
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

/// Nobody is asked about somebody who was not met: the rules say *not seen* themselves.
fn wellbeing(outcome: Outcome, said: Option<Wellbeing>) -> Option<Wellbeing> {
    match said {
        Some(Wellbeing::Urgent) => said,
        _ if outcome.can_say_wellbeing() => said,
        _ => Some(Wellbeing::NotSeen),
    }
}

fn boxes_given(day: &DayModel, outcome: Outcome) -> u32 {
    if outcome.is_handed_over() {
        day.boxes_per_door()
    } else {
        0
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

fn run_heads(
    db: &Connection,
    at: &RunAt<'_>,
    register: &rantang_core::registers::RegisterName,
) -> Result<Vec<OpId>, Failure> {
    Ok(heads(
        row(db, EntityKind::Run, at.id().0)?.as_ref(),
        register,
    ))
}

fn heads(row: Option<&Row>, register: &rantang_core::registers::RegisterName) -> Vec<OpId> {
    row.and_then(|row| row.register(register))
        .map(Register::head_ids)
        .unwrap_or_default()
}

fn row(db: &Connection, kind: EntityKind, id: Uuid) -> Result<Option<Row>, Failure> {
    Ok(rows::row(db, EntityRef::new(kind, id))?)
}

fn delivery_row(db: &Connection, id: Uuid) -> Result<Row, Failure> {
    row(db, EntityKind::Delivery, id)?.ok_or_else(not_found)
}

fn not_found() -> Failure {
    Failure::not_found("Catatan antaran")
}

fn line(text: &str) -> Result<Line, Failure> {
    Ok(Line::parse(text)?)
}

fn note(text: &str) -> Result<Note, Failure> {
    Ok(Note::parse(text)?)
}

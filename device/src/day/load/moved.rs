//! Doors that a run closed before their people changed to another route.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::day::door::AttemptFact;
use rantang_core::deliveries::{Attempt, registers as r};
use rantang_core::ids::{DeliveryId, PersonId, RunId};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::runs::Sitting;
use rusqlite::Connection;

use super::attempts::AttemptsByPerson;
use super::{DayQuery, Routes};
use crate::day::model::{DoorAttempt, Moved, RouteDay};
use crate::store::error::Result;
use crate::store::rows;
use crate::sync::view::SendState;

type ByDoor = BTreeMap<(PersonId, Sitting), BTreeMap<DeliveryId, DoorAttempt>>;

/// Gives each round the doors that it did and that are on its route no more. `others`: attempts at
/// doors of none of these routes.
pub(super) fn find(
    db: &Connection,
    query: &DayQuery,
    routes: &mut [RouteDay],
    others: AttemptsByPerson,
) -> Result<()> {
    let mut all: Vec<(PersonId, DoorAttempt)> = routes
        .iter()
        .flat_map(|route| &route.doors)
        .flat_map(|door| {
            let person = door.member.person;
            door.attempts.iter().map(move |it| (person, it.clone()))
        })
        .collect();
    for (person, brought) in others {
        let Some(person) = person else { continue };
        all.extend(brought.into_iter().map(|(attempt, _)| (person, attempt)));
    }
    for route in routes {
        let members: BTreeSet<PersonId> =
            route.doors.iter().map(|door| door.member.person).collect();
        let mut doors = ByDoor::new();
        for sitting in route.runs.keys() {
            let run = RunId::of(route.route, query.date, *sitting);
            for (person, attempt) in &all {
                if attempt.fact.run == run && !members.contains(person) {
                    let door = doors.entry((*person, *sitting)).or_default();
                    door.insert(attempt.fact.delivery, attempt.clone());
                }
            }
            if has_lost_doors(route, *sitting, query, &members) {
                for (person, attempt) in own(db, run)? {
                    if !members.contains(&person) {
                        let door = doors.entry((person, *sitting)).or_default();
                        door.entry(attempt.fact.delivery).or_insert(attempt);
                    }
                }
            }
        }
        route.moved = doors
            .into_iter()
            .map(|((person, sitting), attempts)| moved(person, sitting, attempts))
            // Whom nobody met yet is visited by the other courier.
            .filter(|moved| moved.state().is_done())
            .collect();
    }
    Ok(())
}

fn moved(person: PersonId, sitting: Sitting, attempts: BTreeMap<DeliveryId, DoorAttempt>) -> Moved {
    let mut attempts: Vec<DoorAttempt> = attempts.into_values().collect();
    attempts.sort_by_key(|attempt| (attempt.fact.at_ms, attempt.fact.op));
    Moved {
        person,
        sitting,
        attempts,
    }
}

/// Whether a phone no longer has everybody whom it showed when its run began. A desk has them all.
fn has_lost_doors(
    route: &RouteDay,
    sitting: Sitting,
    query: &DayQuery,
    members: &BTreeSet<PersonId>,
) -> bool {
    let started = route
        .runs
        .get(&sitting)
        .and_then(|run| run.started.as_ref());
    query.routes != Routes::All
        && started.is_some_and(|run| run.value.doors.iter().any(|it| !members.contains(it)))
}

/// What this device recorded on a run, from its own log: the rows of others are not asked.
fn own(db: &Connection, run: RunId) -> Result<Vec<(PersonId, DoorAttempt)>> {
    let recorded = rows::recorded_on_run(db, run)?;
    let deliveries: BTreeSet<EntityRef> = recorded
        .iter()
        .flat_map(|it| &it.effects)
        .map(|effect| effect.entity)
        .filter(|entity| entity.kind == EntityKind::Delivery)
        .collect();
    Ok(deliveries
        .into_iter()
        .filter_map(|entity| attempt(rows::recorded(entity, &recorded)?, run))
        .collect())
}

fn attempt(row: Row, run: RunId) -> Option<(PersonId, DoorAttempt)> {
    let head = row.register(&r::ATTEMPT)?.winner()?;
    let attempt: Attempt = head.read()?;
    let person: PersonId = row.read::<Option<PersonId>>(&r::PERSON)??;
    let taken_back = row.read(&r::RETRACTED).unwrap_or(false);
    if attempt.run != run || taken_back {
        return None;
    }
    let value = row.register(&r::VALUE)?;
    let fact = AttemptFact {
        delivery: DeliveryId(row.entity.id),
        op: head.op,
        run,
        courier: attempt.courier,
        at_ms: head.at_ms,
        value: value.winner()?.read()?,
    };
    let attempt = DoorAttempt {
        fact,
        sitting: attempt.sitting,
        // Words about somebody's health went with the row.
        case: rantang_core::deliveries::DeliveryCase::default(),
        // What is not sent yet is still in the view and is not read from the log.
        send_state: SendState::Sent,
        corrected: !value.past().is_empty() || 1 < value.heads().len(),
        proofs: 0,
    };
    Some((person, attempt))
}

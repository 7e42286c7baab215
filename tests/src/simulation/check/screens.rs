//! What the screens of a phone say: rows with own operations on top, lives, routes, slots, and what
//! needs checking.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};
use chrono::NaiveDate;
use rantang_core::deliveries::outcome::{Outcome, Slot as Meal};
use rantang_core::deliveries::slot::{SlotAttempt, SlotState, slot_state};
use rantang_core::ids::{DeliveryId, OpId, PersonId, RouteId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::scopes::Scope;
use rantang_device::review;
use rantang_device::review::view::ReviewBody;
use rantang_device::store::view::delivery::slots_of;
use rantang_device::store::{Error, rows};
use rusqlite::Connection;
use uuid::Uuid;

use super::differences;
use crate::simulation::model::{Expected, Fate, Lived, Model, Receipt, Slot, SlotKey};
use crate::simulation::phone::Phone;

/// At rest: what this user may read, with what the server set aside of their own still on top.
pub fn phone(
    phone: &Phone,
    model: &Model,
    receipts: &BTreeMap<OpId, Receipt>,
    carries: &BTreeSet<RouteId>,
) -> anyhow::Result<()> {
    let name = &phone.holder.name;
    // What the phone knows to be waiting, and what has an effect at all.
    let log = phone.log()?;
    let with_effect = |op: &OpId| model.sets_of(*op).is_some_and(|sets| !sets.is_empty());
    let open: BTreeSet<OpId> = log
        .iter()
        .filter(|(op, state)| **state != 1 && with_effect(op))
        .map(|(op, _)| *op)
        .collect();
    let overlay = phone.overlay()?;
    ensure!(
        overlay == open,
        "{name}'s overlay holds {overlay:?}, expected only what was set aside: {open:?}"
    );
    let applied = model.expected(receipts);
    let shown = shown(phone, &open, model, receipts, &applied, carries);
    let may_hold = |scope: &Scope| phone.holder.may_hold(scope, carries);
    let device = phone.device()?;
    device
        .read::<_, Error>(|db| {
            Ok(values(db, &shown)
                .and_then(|()| lives(db, &shown))
                .and_then(|()| routes(db, &applied, &may_hold))
                .and_then(|()| slots(db, &shown)))
        })?
        .with_context(|| format!("{name}'s screen"))?;
    if phone.holder.is_coordinator() {
        to_check(phone, &shown).with_context(|| format!("{name}'s list of what to check"))?;
    }
    Ok(())
}

/// The rows that this phone must show.
fn shown(
    phone: &Phone,
    open: &BTreeSet<OpId>,
    model: &Model,
    receipts: &BTreeMap<OpId, Receipt>,
    applied: &Expected,
    carries: &BTreeSet<RouteId>,
) -> Expected {
    let may_read: BTreeSet<EntityRef> = applied
        .rows
        .iter()
        .filter(|(entity, row)| {
            let scope = applied.scope(entity, row);
            // Wherever it is: a coordinator has the whole kelurahan.
            scope.map_or(phone.holder.is_coordinator(), |scope| {
                phone.holder.may_hold(&scope, carries)
            })
        })
        .map(|(entity, _)| *entity)
        .collect();
    let own_set_aside = model.expected_of(receipts, |said, _| open.contains(&said.op));
    let mut all = model.expected_of(receipts, |said, it| {
        it.fate == Fate::Applied || open.contains(&said.op)
    });
    let mut shown = Expected::default();
    for (entity, row) in std::mem::take(&mut all.rows) {
        if may_read.contains(&entity) {
            shown.rows.insert(entity, row);
        }
    }
    for (entity, row) in own_set_aside.rows {
        shown.rows.entry(entity).or_insert(row);
    }
    shown
}

fn values(db: &Connection, shown: &Expected) -> anyhow::Result<()> {
    for (entity, should) in &shown.rows {
        let row = rows::row(db, *entity)?;
        let row = row.with_context(|| format!("{entity:?} is not shown"))?;
        let found = differences(&row, should, false);
        ensure!(found.is_empty(), "{entity:?}: {found:?}");
    }
    Ok(())
}

fn lives(db: &Connection, shown: &Expected) -> anyhow::Result<()> {
    let mut statement = db.prepare("SELECT id, life FROM persons")?;
    let found = statement.query_map([], |row| {
        Ok((PersonId::from_bytes(row.get(0)?), row.get::<_, String>(1)?))
    })?;
    for found in found {
        let (person, life) = found?;
        let should = match shown.lived(person) {
            Lived::Alive => "alive",
            Lived::Reported => "reported",
            Lived::Deceased => "deceased",
        };
        ensure!(life == should, "{person} is {life}, expected {should}");
    }
    Ok(())
}

/// Who is readable here is on the route that counts.
fn routes(
    db: &Connection,
    applied: &Expected,
    may_hold: &dyn Fn(&Scope) -> bool,
) -> anyhow::Result<()> {
    let mut statement = db.prepare("SELECT person, route FROM enrolments")?;
    let found = statement.query_map([], |row| {
        let route: Option<[u8; 16]> = row.get(1)?;
        Ok((
            PersonId::from_bytes(row.get(0)?),
            route.map(RouteId::from_bytes),
        ))
    })?;
    for found in found {
        let (person, route) = found?;
        let entity = EntityRef::new(EntityKind::Person, person);
        let row = applied.rows.get(&entity);
        let scope = row.and_then(|row| applied.scope(&entity, row));
        let Some(scope) = scope.filter(|scope| may_hold(scope)) else {
            continue;
        };
        let Scope::Delivery { route: should, .. } = scope else {
            continue;
        };
        ensure!(
            route == should,
            "{person} is on {route:?}, expected {should:?}"
        );
    }
    Ok(())
}

/// The typed table of deliveries, weighed by the rule of `core`, against the model's own weighing.
fn slots(db: &Connection, shown: &Expected) -> anyhow::Result<()> {
    let mut statement = db.prepare(
        "SELECT deliveries.id, op, at_ms, date, slots, COALESCE(alias_of, person) AS person, outcome
         FROM deliveries LEFT JOIN persons ON persons.id = deliveries.person
         WHERE retracted = 0 AND person IS NOT NULL",
    )?;
    let mut made: BTreeMap<SlotKey, Vec<SlotAttempt>> = BTreeMap::new();
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let outcome: String = row.get("outcome")?;
        let date: String = row.get("date")?;
        let attempt = SlotAttempt {
            delivery: DeliveryId::from_bytes(row.get("id")?),
            op: OpId::from_bytes(row.get("op")?),
            at_ms: row.get("at_ms")?,
            outcome: Outcome::from_code(&outcome).context("an outcome")?,
        };
        let date: NaiveDate = date.parse()?;
        let person = PersonId::from_bytes(row.get("person")?);
        for meal in slots_of(row.get("slots")?) {
            let key = (date, person, u8::from(meal == Meal::Second));
            made.entry(key).or_default().push(attempt);
        }
    }
    let is: BTreeMap<SlotKey, Slot> = made
        .into_iter()
        .map(|(key, attempts)| (key, weighed(slot_state(attempts))))
        .collect();
    let should = shown.slots();
    for (key, should) in &should {
        ensure!(
            is.get(key) == Some(should),
            "the slot {key:?} is {:?}, expected {should:?}",
            is.get(key)
        );
    }
    ensure!(is.len() == should.len(), "slots that nobody made");
    Ok(())
}

fn weighed(state: SlotState) -> Slot {
    match state {
        SlotState::Untouched => Slot::default(),
        SlotState::Tried(latest) => Slot {
            counts: Some(latest.delivery.0),
            is_handed_over: false,
            duplicates: vec![],
        },
        SlotState::HandedOver { first, duplicates } => Slot {
            counts: Some(first.delivery.0),
            is_handed_over: true,
            duplicates: duplicates.iter().map(|it| it.delivery.0).collect(),
        },
    }
}

/// *Perlu dicek* of a coordinator: every conflict and every doubled day that this screen shows, and
/// no other. What the server set aside of her own is on it.
fn to_check(phone: &Phone, shown: &Expected) -> anyhow::Result<()> {
    let items = review::handlers::list(phone.device()?)
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?
        .items;
    let mut conflicts: BTreeSet<(Uuid, String)> = BTreeSet::new();
    let mut doubled: BTreeMap<(NaiveDate, Uuid), Uuid> = BTreeMap::new();
    for item in items {
        match (item.body, item.person_id) {
            (
                ReviewBody::Conflict {
                    entity_id,
                    register,
                    ..
                },
                _,
            ) => {
                conflicts.insert((entity_id, register));
            }
            (ReviewBody::Duplicate { date, attempts }, Some(person)) => {
                let counts = attempts.iter().find(|attempt| attempt.counts);
                let counts = counts.context("none of the attempts counts")?;
                doubled.insert((date, person), counts.delivery_id);
            }
            _ => {}
        }
    }
    let should: BTreeSet<(Uuid, String)> = shown
        .conflicts()
        .into_iter()
        .map(|(entity, register)| (entity.id, register.to_owned()))
        .collect();
    ensure!(
        conflicts == should,
        "conflicts {conflicts:?}, expected {should:?}"
    );
    // Both meals come together: the first that is doubled says it for the day.
    let mut twice: BTreeMap<(NaiveDate, Uuid), Uuid> = BTreeMap::new();
    for ((date, person, _), slot) in shown.slots() {
        if let (false, Some(counts)) = (slot.duplicates.is_empty(), slot.counts) {
            twice.entry((date, person.0)).or_insert(counts);
        }
    }
    ensure!(
        doubled == twice,
        "doubled days {doubled:?}, expected {twice:?}"
    );
    Ok(())
}

//! What an operation changes: the one function that devices and servers both run.
//!
//! `plan(operation, reads)` is pure. A kind declares what it reads ([`reads_of`]), so that a
//! batch is loaded and written in bulk; the caller stores what comes back.

use std::collections::{BTreeMap, BTreeSet};

use crate::deliveries;
use crate::enrolment::{self, Membership};
use crate::ids::{OpId, PersonId, UserId};
use crate::operation::{Effect, Home, Payload};
use crate::people;
use crate::places::{Address, AreaCode};
use crate::registers::{EntityKind, EntityRef, Head, Register, Row};
use crate::scopes::{PersonScopes, Scope};
#[cfg(doc)]
use crate::time::Effective;

/// What a plan needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadSet {
    pub rows: BTreeSet<EntityRef>,
    /// Persons whose scopes are needed.
    pub persons: BTreeSet<PersonId>,
    /// Persons all of whose rows are needed: they may move to another scope.
    pub owned: BTreeSet<PersonId>,
}

/// What the store answered.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    pub rows: BTreeMap<EntityRef, Row>,
    pub scopes: BTreeMap<PersonId, PersonScopes>,
}

/// What the store has to do, in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub puts: Vec<Row>,
    /// Rows that left a scope. A put of the same row names the new one.
    pub removes: Vec<(Scope, EntityRef)>,
    pub scopes: BTreeMap<PersonId, PersonScopes>,
}

/// The operation as a plan needs it.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    pub op: OpId,
    pub author: UserId,
    pub at_ms: i64,
    /// [`Effective::is_uncertain`].
    pub is_uncertain: bool,
    /// Where it is addressed: the home of what has none yet.
    pub scope: &'a Scope,
}

/// What planning these effects reads.
pub fn reads_of(effects: &[Effect]) -> ReadSet {
    let mut reads = ReadSet::default();
    for effect in effects {
        reads.rows.insert(effect.entity);
        if let Some(person) = effect.owner() {
            reads.persons.insert(person);
            if moves(effect) {
                reads.owned.insert(person);
            }
        }
    }
    reads
}

/// Whether an effect can change where a person's rows live.
fn moves(effect: &Effect) -> bool {
    let membership = effect.entity.kind == EntityKind::Enrolment
        && effect.register == enrolment::registers::MEMBERSHIP;
    let address =
        effect.entity.kind == EntityKind::Person && effect.register == people::registers::ADDRESS;
    membership || address
}

/// Plans one operation. `reads` holds what [`reads_of`] its effects asked for, as far as it exists.
pub fn plan(stamp: Stamp<'_>, payload: &Payload, reads: &Reads) -> Plan {
    plan_effects(stamp, &payload.effects(stamp.op), reads)
}

/// The same for effects that are at hand.
pub fn plan_effects(stamp: Stamp<'_>, effects: &[Effect], reads: &Reads) -> Plan {
    let needs = reads_of(effects);
    let mut rows: BTreeMap<EntityRef, Row> = reads.rows.clone();
    let mut touched: BTreeSet<EntityRef> = BTreeSet::new();
    let mut plan = Plan::default();

    for effect in effects {
        let row = rows.entry(effect.entity).or_insert_with(|| {
            let scope = first_scope(effect, stamp.scope, reads);
            Row::new(effect.entity, scope, effect.owner())
        });
        apply(row, stamp, effect);
        touched.insert(effect.entity);
        // A volunteer who is sent to another office; its log alone says so, and in its order.
        if effect.entity.kind == EntityKind::User
            && let Home::Plan(area) = &effect.home
            && row.scope.area() != area
        {
            let left = std::mem::replace(&mut row.scope, Scope::Plan { area: area.clone() });
            if reads.rows.contains_key(&effect.entity) {
                plan.removes.push((left, effect.entity));
            }
        }
    }

    for person in &needs.persons {
        let before = reads.scopes.get(person);
        let after = if needs.owned.contains(person) {
            person_scopes(*person, rows.values(), stamp.scope)
        } else {
            before
                .cloned()
                .unwrap_or_else(|| person_scopes(*person, rows.values(), stamp.scope))
        };
        if before != Some(&after) {
            plan.scopes.insert(*person, after.clone());
        }
        for row in rows.values_mut().filter(|row| row.owner == Some(*person)) {
            let home = home_of(row.entity.kind, &after);
            if row.scope != home {
                if reads.rows.contains_key(&row.entity) {
                    plan.removes.push((row.scope.clone(), row.entity));
                }
                row.scope = home;
                touched.insert(row.entity);
            }
        }
    }
    plan.puts = touched
        .iter()
        .filter_map(|entity| rows.remove(entity))
        .collect();
    plan
}

/// Where a row is made. Rows about a person are put right when the person's scopes are known.
fn first_scope(effect: &Effect, addressed: &Scope, reads: &Reads) -> Scope {
    match &effect.home {
        Home::Plan(area) => Scope::Plan { area: area.clone() },
        Home::Addressed => addressed.clone(),
        Home::Delivery(person) | Home::Case(person) => reads.scopes.get(person).map_or_else(
            || addressed.clone(),
            |scopes| home_of(effect.entity.kind, scopes),
        ),
    }
}

/// The scope of one kind of row about a person.
pub fn home_of(kind: EntityKind, scopes: &PersonScopes) -> Scope {
    match kind {
        EntityKind::PersonCase
        | EntityKind::DeliveryCase
        | EntityKind::Incident
        | EntityKind::Alert
        | EntityKind::Visit
        | EntityKind::Assessment => scopes.case.clone(),
        _ => scopes.delivery.clone(),
    }
}

/// Where a person's rows live: the route of the latest membership, the RW of the address.
///
/// A pure function of the rows, so that every replica that holds them agrees.
pub fn person_scopes<'a>(
    person: PersonId,
    rows: impl Iterator<Item = &'a Row> + Clone,
    addressed: &Scope,
) -> PersonScopes {
    let own = || rows.clone().filter(|row| row.owner == Some(person));
    let address: Option<Address> = own()
        .find(|row| row.entity.kind == EntityKind::Person)
        .and_then(|row| row.read(&people::registers::ADDRESS));
    let membership: Option<Membership> = own()
        .filter(|row| row.entity.kind == EntityKind::Enrolment)
        .filter_map(|row| row.register(&enrolment::registers::MEMBERSHIP)?.winner())
        .max_by_key(|head| (head.at_ms, head.op))
        .and_then(Head::read);
    let kelurahan: AreaCode = address.as_ref().map_or_else(
        || addressed.area().clone(),
        |address| address.kelurahan.clone(),
    );
    let addressed_route = match addressed {
        Scope::Delivery { route, .. } => *route,
        Scope::Plan { .. } | Scope::Case { .. } => None,
    };
    let route = match (&membership, &address) {
        (Some(membership), _) => membership.route,
        (None, Some(_)) => None,
        // A person never heard of: whatever is recorded stays where it was addressed.
        (None, None) => addressed_route,
    };
    let left = own()
        .find(|row| row.entity.kind == EntityKind::Person)
        .and_then(|row| row.register(&people::registers::LEFT))
        .map(|register| register.heads().iter().filter_map(Head::read).collect())
        .unwrap_or_default();
    PersonScopes {
        delivery: Scope::Delivery {
            kelurahan: kelurahan.clone(),
            route,
        },
        case: Scope::Case {
            kelurahan,
            rw: address.and_then(|address| address.rw),
        },
        left,
    }
}

/// The same row as the server has it and as the device's pending operations make it.
pub fn overlay(
    mirror: Option<&Row>,
    scope: &Scope,
    effects: &[(Stamp<'_>, Effect)],
) -> Option<Row> {
    let mut row = mirror.cloned();
    for (stamp, effect) in effects {
        let row = row.get_or_insert_with(|| Row::new(effect.entity, scope.clone(), effect.owner()));
        apply(row, *stamp, effect);
    }
    row
}

/// Sets one register of a row, and with it whom the row is about.
fn apply(row: &mut Row, stamp: Stamp<'_>, effect: &Effect) {
    let head = Head {
        op: stamp.op,
        author: stamp.author,
        at_ms: stamp.at_ms,
        is_uncertain: stamp.is_uncertain,
        value: effect.value.clone(),
    };
    let register: &mut Register = row.registers.entry(effect.register.clone()).or_default();
    register.apply(head, &effect.saw);
    row.owner = owner_after(row, effect);
}

/// Whom a row is about, in whatever order its operations arrived.
fn owner_after(row: &Row, effect: &Effect) -> Option<PersonId> {
    let attached = row
        .register(&deliveries::registers::PERSON)
        .filter(|_| row.entity.kind == EntityKind::Delivery);
    if let Some(register) = attached {
        // A door off the list belongs to whom the latest attachment says.
        let named = register
            .heads()
            .iter()
            .filter_map(|head| Some((head.at_ms, head.op, head.read::<Option<PersonId>>()??)));
        return named.max().map(|(_, _, person)| person);
    }
    match (row.owner, effect.owner()) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod laws;

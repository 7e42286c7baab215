//! What follows from the values: where rows live, which hand-over counts, who is alive.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rantang_core::ids::{OpId, PersonId, RouteId, UserId};
use rantang_core::places::Rw;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::scopes::Scope;
use uuid::Uuid;

use super::{Expected, ExpectedRegister, ExpectedRow, Means, Standing};
use crate::simulation::setting::area;

/// One meal of one person: the date, the person, 0 for the first and 1 for the second.
pub type SlotKey = (NaiveDate, PersonId, u8);

/// The attempts at one meal that nobody took back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The earliest hand-over; without one, the latest attempt.
    pub counts: Option<Uuid>,
    pub is_handed_over: bool,
    /// Later hand-overs.
    pub duplicates: Vec<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lived {
    Alive,
    Reported,
    Deceased,
}

impl Expected {
    fn register(&self, kind: EntityKind, id: Uuid, register: &str) -> Option<&ExpectedRegister> {
        let row = self.rows.get(&EntityRef::new(kind, id))?;
        row.registers.get(register)
    }

    /// The routes that somebody carries by the value that counts.
    pub fn carries(&self, user: UserId) -> BTreeSet<RouteId> {
        let routes = self
            .rows
            .iter()
            .filter(|(entity, _)| entity.kind == EntityKind::Route);
        routes
            .filter(|(_, row)| {
                let courier = row.registers.get("courier").and_then(|it| it.counts());
                courier.is_some_and(|it| it.means == Means::Carrier(Some(user)))
            })
            .map(|(entity, _)| RouteId(entity.id))
            .collect()
    }

    /// The person under whom everything is counted: what a merged entry points to.
    pub fn canonical(&self, person: PersonId) -> PersonId {
        let alias = self.register(EntityKind::Person, person.0, "alias");
        match alias.and_then(|it| it.counts()).map(|it| &it.means) {
            Some(Means::SameAs(Some(canonical))) => *canonical,
            _ => person,
        }
    }

    /// Whom a row is about: of a door off the list, whom the latest attachment names.
    pub fn owner(&self, row: &ExpectedRow) -> Option<PersonId> {
        let Some(register) = row.registers.get("person") else {
            return row.of;
        };
        let named = register.standing.values().filter_map(|it| match it.means {
            Means::StoodBehind(person) => Some((it.at_ms, it.op, person)),
            _ => None,
        });
        named.max().map(|(_, _, person)| person)
    }

    /// Where a row lives: with its person, by the route and the RW that count. `None`: the person was
    /// registered by an operation that was destroyed, and whoever wrote first about them decides.
    pub fn scope(&self, entity: &EntityRef, row: &ExpectedRow) -> Option<Scope> {
        if matches!(entity.kind, EntityKind::Route | EntityKind::Run) {
            return Some(Scope::Plan { area: area() });
        }
        let Some(person) = self.owner(row) else {
            return row.addressed.clone();
        };
        let kelurahan = area();
        Some(match entity.kind {
            EntityKind::PersonCase | EntityKind::DeliveryCase | EntityKind::Visit => {
                let address = self.register(EntityKind::Person, person.0, "address")?;
                let Means::Rw(rw) = address.counts()?.means else {
                    return None;
                };
                Scope::Case {
                    kelurahan,
                    rw: rw.and_then(|rw| Rw::new(rw).ok()),
                }
            }
            _ => Scope::Delivery {
                kelurahan,
                route: self.route(person)?,
            },
        })
    }

    fn route(&self, person: PersonId) -> Option<Option<RouteId>> {
        let memberships = self
            .rows
            .iter()
            .filter(|(entity, row)| entity.kind == EntityKind::Enrolment && row.of == Some(person));
        let latest: Option<&Standing> = memberships
            .filter_map(|(_, row)| row.registers.get("membership")?.counts())
            .max_by_key(|it| (it.at_ms, it.op));
        match latest?.means {
            Means::Route(route) => Some(route),
            _ => None,
        }
    }

    /// The same person by the word of whoever reported, confirmed, withdrew or reversed.
    pub fn lived(&self, person: PersonId) -> Lived {
        let Some(life) = self.register(EntityKind::Person, person.0, "life") else {
            return Lived::Alive;
        };
        let said = life.standing.values().map(|it| match it.means {
            Means::Confirmed => Lived::Deceased,
            Means::Reported => Lived::Reported,
            _ => Lived::Alive,
        });
        said.max().unwrap_or(Lived::Alive)
    }

    pub fn deaths(&self) -> usize {
        let people = self.rows.keys().filter(|it| it.kind == EntityKind::Person);
        people
            .filter(|it| self.lived(PersonId(it.id)) == Lived::Deceased)
            .count()
    }

    pub fn slots(&self) -> BTreeMap<SlotKey, Slot> {
        /// When, by which operation, which delivery, whether handed over.
        type Attempt = (i64, OpId, Uuid, bool);
        let mut attempts: BTreeMap<SlotKey, Vec<Attempt>> = BTreeMap::new();
        for (entity, row) in &self.rows {
            let is_back = row.registers.contains_key("retracted");
            if entity.kind != EntityKind::Delivery || is_back {
                continue;
            }
            let counts = |register| row.registers.get(register).and_then(|it| it.counts());
            let (Some(made), Some(value)) = (counts("attempt"), counts("value")) else {
                continue;
            };
            let (Some(person), Means::Attempt { date, slots }) = (self.owner(row), &made.means)
            else {
                continue;
            };
            let person = self.canonical(person);
            let handed_over = value.means == Means::HandedOver(true);
            for slot in slots {
                let of = attempts.entry((*date, person, *slot)).or_default();
                of.push((made.at_ms, made.op, entity.id, handed_over));
            }
        }
        attempts
            .into_iter()
            .map(|(key, mut made)| {
                made.sort_unstable();
                let handed: Vec<Uuid> = made.iter().filter(|it| it.3).map(|it| it.2).collect();
                let slot = Slot {
                    counts: handed.first().or(made.last().map(|it| &it.2)).copied(),
                    is_handed_over: !handed.is_empty(),
                    duplicates: handed.into_iter().skip(1).collect(),
                };
                (key, slot)
            })
            .collect()
    }

    /// Registers of which only one value can be right and more stand.
    pub fn conflicts(&self) -> Vec<(EntityRef, &'static str)> {
        let mut found = Vec::new();
        for (entity, row) in &self.rows {
            for (register, expected) in &row.registers {
                // What people say of a life is weighed, not chosen from; a visit may be called off twice,
                // and photos stand beside each other.
                let is_chosen = !matches!(*register, "life" | "cancelled" | "photos");
                if is_chosen && expected.in_conflict() {
                    found.push((*entity, *register));
                }
            }
        }
        found
    }
}

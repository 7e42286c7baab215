//! A person moves to another kelurahan: another office goes on, and the one that is left remembers it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Name, registers as r};
use crate::enrolment::{self, Membership};
use crate::ids::{DepartureId, EnrolmentId, OpId, PeriodId, PersonId, derived};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::{Address, AreaCode};
use crate::registers::EntityKind::{Departure, Enrolment, Person};
use crate::text::Line;

/// `person.move`: one operation, so that nobody ever sees the person at a new place on an old route.
///
/// All rows about the person go along. The new office finds them without a route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    pub person: PersonId,
    /// The kelurahan that is left.
    pub from: AreaCode,
    /// The new domicile.
    pub address: Address,
    pub saw: Vec<OpId>,
    /// Leaves the route of this period, where there is one; with what was seen of the membership.
    pub enrolment: Option<(PeriodId, Vec<OpId>)>,
    /// As the office that is left will remember them.
    pub name: Name,
}

/// What stays behind, in the scope from which the person left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departed {
    pub person: PersonId,
    pub name: Name,
    pub to: AreaCode,
}

impl DepartureId {
    fn of(person: PersonId, op: OpId) -> Self {
        Self(derived("departure", &[person.as_bytes(), op.as_bytes()]))
    }
}

impl Move {
    /// Offices of one kecamatan hand people to each other; whoever goes further leaves the programme here.
    pub fn is_near(&self) -> bool {
        self.from.kecamatan() == self.address.kelurahan.kecamatan()
    }
}

impl Intent for Move {
    fn entity(&self) -> Uuid {
        self.person.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.from == self.address.kelurahan {
            return Err(InvalidIntent::Empty);
        }
        if !self.is_near() {
            return Err(InvalidIntent::TooFar);
        }
        Ok(())
    }

    fn effects(&self, op: OpId) -> Vec<Effect> {
        let person = (Person, self.person);
        let door = || Home::Delivery(self.person);
        let departed = Departed {
            person: self.person,
            name: self.name.clone(),
            to: self.address.kelurahan.clone(),
        };
        let mut effects = vec![
            Effect::set(person, door(), r::ADDRESS, &self.address, &self.saw),
            Effect::set(person, door(), r::LEFT, &self.from, &[]),
            Effect::set(
                (Departure, DepartureId::of(self.person, op)),
                Home::Addressed,
                r::DEPARTED,
                &departed,
                &[],
            ),
        ];
        if let Some((period, saw)) = &self.enrolment {
            let off = Membership {
                route: None,
                order_key: Line::default(),
            };
            effects.push(Effect::set(
                (Enrolment, EnrolmentId::of(self.person, *period)),
                door(),
                enrolment::registers::MEMBERSHIP,
                &off,
                saw,
            ));
        }
        effects
    }
}

//! What is recorded at doors.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::outcome::Wellbeing;
use super::{Attempt, DeliveryCase, DeliveryValue, OffListDoor, registers as r};
use crate::ids::{DeliveryId, OpId, PersonId, derived};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::registers::EntityKind::{Delivery, DeliveryCase as Case};
use crate::runs::operations::BOXES_MAX;

/// More doors than a route has.
const DOORS_MAX: usize = 500;

/// `delivery.record`: one attempt at one door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub delivery: DeliveryId,
    /// `None`: a door off the list, described in `door`.
    pub person: Option<PersonId>,
    pub door: Option<OffListDoor>,
    pub attempt: Attempt,
    pub value: DeliveryValue,
    pub case: DeliveryCase,
}

impl Intent for Record {
    fn entity(&self) -> Uuid {
        self.delivery.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.attempt.slots.is_empty() {
            return Err(InvalidIntent::SlotMissing);
        }
        if self.person.is_none() && self.door.as_ref().is_none_or(|door| door.name.is_empty()) {
            return Err(InvalidIntent::NameMissing);
        }
        check_value(&self.value)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let delivery = (Delivery, self.delivery);
        let home = || self.person.map_or(Home::Addressed, Home::Delivery);
        let mut effects = vec![
            Effect::set(delivery, home(), r::ATTEMPT, &self.attempt, &[]),
            Effect::set(delivery, home(), r::VALUE, &self.value, &[]),
            Effect::set(delivery, home(), r::PERSON, &self.person, &[]),
        ];
        if let Some(door) = &self.door {
            effects.push(Effect::set(delivery, home(), r::DOOR, door, &[]));
        }
        if let Some(person) = self.person
            && self.case != DeliveryCase::default()
        {
            effects.push(Effect::set(
                (Case, self.delivery),
                Home::Case(person),
                r::CASE,
                &self.case,
                &[],
            ));
        }
        effects
    }
}

/// `delivery.correct`: another value for the same attempt; both versions are kept in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correct {
    pub delivery: DeliveryId,
    pub person: Option<PersonId>,
    pub value: DeliveryValue,
    pub case: DeliveryCase,
    pub saw: Vec<OpId>,
    /// The heads of the case half that were seen.
    pub saw_case: Vec<OpId>,
}

impl Intent for Correct {
    fn entity(&self) -> Uuid {
        self.delivery.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_value(&self.value)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = self.person.map_or(Home::Addressed, Home::Delivery);
        let mut effects = vec![Effect::set(
            (Delivery, self.delivery),
            home,
            r::VALUE,
            &self.value,
            &self.saw,
        )];
        if let Some(person) = self.person {
            let case = (Case, self.delivery);
            effects.push(Effect::set(
                case,
                Home::Case(person),
                r::CASE,
                &self.case,
                &self.saw_case,
            ));
        }
        effects
    }
}

/// `delivery.retract`: *Urungkan*. The attempt stays in the log and counts no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retract {
    pub delivery: DeliveryId,
    pub person: Option<PersonId>,
}

impl Intent for Retract {
    fn entity(&self) -> Uuid {
        self.delivery.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = self.person.map_or(Home::Addressed, Home::Delivery);
        vec![Effect::set(
            (Delivery, self.delivery),
            home,
            r::RETRACTED,
            &true,
            &[],
        )]
    }
}

/// `delivery.attach`: the coordinator says who stood behind a door off the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attach {
    pub delivery: DeliveryId,
    pub person: PersonId,
    pub saw: Vec<OpId>,
}

impl Intent for Attach {
    fn entity(&self) -> Uuid {
        self.delivery.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (Delivery, self.delivery),
            home,
            r::PERSON,
            &Some(self.person),
            &self.saw,
        )]
    }
}

/// `delivery.close_doors`: a flood or a spoiled batch ends many doors at once with one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloseDoors {
    pub persons: Vec<PersonId>,
    pub attempt: Attempt,
    pub value: DeliveryValue,
}

impl CloseDoors {
    /// The attempt at one of the doors.
    pub fn delivery(op: OpId, person: PersonId) -> DeliveryId {
        DeliveryId(derived("close_doors", &[op.as_bytes(), person.as_bytes()]))
    }
}

impl Intent for CloseDoors {
    fn entity(&self) -> Uuid {
        self.attempt.run.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.persons.is_empty() {
            return Err(InvalidIntent::Empty);
        }
        if DOORS_MAX < self.persons.len() {
            return Err(InvalidIntent::TooMany);
        }
        check_value(&self.value)
    }

    fn effects(&self, op: OpId) -> Vec<Effect> {
        self.persons
            .iter()
            .flat_map(|person| {
                let delivery = (Delivery, Self::delivery(op, *person));
                let home = || Home::Delivery(*person);
                [
                    Effect::set(delivery, home(), r::ATTEMPT, &self.attempt, &[]),
                    Effect::set(delivery, home(), r::VALUE, &self.value, &[]),
                    Effect::set(delivery, home(), r::PERSON, &Some(*person), &[]),
                ]
            })
            .collect()
    }
}

fn check_value(value: &DeliveryValue) -> Result<(), InvalidIntent> {
    if BOXES_MAX < value.boxes {
        return Err(InvalidIntent::BoxesOutOfRange);
    }
    let says_keadaan = matches!(
        value.wellbeing,
        Some(Wellbeing::Well | Wellbeing::Unwell | Wellbeing::Urgent)
    );
    // An urgent call may come from a door where nobody could answer.
    if says_keadaan
        && !value.outcome.can_say_wellbeing()
        && value.wellbeing != Some(Wellbeing::Urgent)
    {
        return Err(InvalidIntent::WellbeingWithoutMeeting);
    }
    Ok(())
}

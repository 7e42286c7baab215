//! What is done to people: registered, edited register by register, merged, and what is heard of a life.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::life::LifeFact;
use super::{Birth, ContactDetail, Diet, Identity, Name, registers as r};
use crate::enrolment::{self, EnrolmentState, Membership};
use crate::ids::{ContactId, EnrolmentId, OpId, PeriodId, PersonId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::Address;
use crate::registers::EntityKind::{Contact, Enrolment, Person, PersonCase};
use crate::text::{Line, Note};

/// `person.register`: a new recipient, with contacts and enrolment where there are some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    pub person: PersonId,
    pub name: Name,
    pub birth: Birth,
    pub address: Address,
    pub address_ktp: Option<Address>,
    pub access_note: Note,
    pub phone: Line,
    pub lives_alone: bool,
    pub diet: Diet,
    pub identity: Identity,
    pub contacts: Vec<(ContactId, ContactDetail)>,
    pub enrolment: Option<NewEnrolment>,
}

/// The enrolment that comes with a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnrolment {
    pub period: PeriodId,
    pub state: EnrolmentState,
    pub membership: Membership,
}

impl Intent for Register {
    fn entity(&self) -> Uuid {
        self.person.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.name.name.is_empty() {
            Err(InvalidIntent::NameMissing)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let person = (Person, self.person);
        let case = (PersonCase, self.person);
        let door = || Home::Delivery(self.person);
        let mut effects = vec![
            Effect::set(person, door(), r::NAME, &self.name, &[]),
            Effect::set(person, door(), r::BIRTH, &self.birth, &[]),
            Effect::set(person, door(), r::ADDRESS, &self.address, &[]),
            Effect::set(person, door(), r::ACCESS_NOTE, &self.access_note, &[]),
            Effect::set(person, door(), r::PHONE, &self.phone, &[]),
            Effect::set(person, door(), r::LIVES_ALONE, &self.lives_alone, &[]),
            Effect::set(person, door(), r::DIET, &self.diet, &[]),
            Effect::set(
                case,
                Home::Case(self.person),
                r::IDENTITY,
                &self.identity,
                &[],
            ),
        ];
        if let Some(address) = &self.address_ktp {
            effects.push(Effect::set(
                case,
                Home::Case(self.person),
                r::ADDRESS_KTP,
                address,
                &[],
            ));
        }
        for (contact, detail) in &self.contacts {
            effects.push(Effect::set(
                (Contact, *contact),
                door(),
                r::DETAIL,
                detail,
                &[],
            ));
        }
        if let Some(new) = &self.enrolment {
            let enrolment = (Enrolment, EnrolmentId::of(self.person, new.period));
            effects.extend([
                Effect::set(
                    enrolment,
                    door(),
                    enrolment::registers::STATE,
                    &new.state,
                    &[],
                ),
                Effect::set(
                    enrolment,
                    door(),
                    enrolment::registers::MEMBERSHIP,
                    &new.membership,
                    &[],
                ),
            ]);
        }
        effects
    }
}

/// `person.edit`: sets registers, naming what the author saw in each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub person: PersonId,
    pub sets: Vec<(PersonSet, Vec<OpId>)>,
}

/// A new value of one register of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonSet {
    Name(Name),
    Birth(Birth),
    Phone(Line),
    LivesAlone(bool),
    Address(Address),
    AccessNote(Note),
    Diet(Diet),
    Identity(Identity),
    AddressKtp(Address),
}

impl Intent for Edit {
    fn entity(&self) -> Uuid {
        self.person.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.sets.is_empty() {
            return Err(InvalidIntent::Empty);
        }
        let nameless =
            |set: &PersonSet| matches!(set, PersonSet::Name(name) if name.name.is_empty());
        if self.sets.iter().any(|(set, _)| nameless(set)) {
            return Err(InvalidIntent::NameMissing);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let person = (Person, self.person);
        let case = (PersonCase, self.person);
        let door = || Home::Delivery(self.person);
        let desk = || Home::Case(self.person);
        self.sets
            .iter()
            .map(|(set, saw)| match set {
                PersonSet::Name(value) => Effect::set(person, door(), r::NAME, value, saw),
                PersonSet::Birth(value) => Effect::set(person, door(), r::BIRTH, value, saw),
                PersonSet::Phone(value) => Effect::set(person, door(), r::PHONE, value, saw),
                PersonSet::LivesAlone(value) => {
                    Effect::set(person, door(), r::LIVES_ALONE, value, saw)
                }
                PersonSet::Address(value) => Effect::set(person, door(), r::ADDRESS, value, saw),
                PersonSet::AccessNote(value) => {
                    Effect::set(person, door(), r::ACCESS_NOTE, value, saw)
                }
                PersonSet::Diet(value) => Effect::set(person, door(), r::DIET, value, saw),
                PersonSet::Identity(value) => Effect::set(case, desk(), r::IDENTITY, value, saw),
                PersonSet::AddressKtp(value) => {
                    Effect::set(case, desk(), r::ADDRESS_KTP, value, saw)
                }
            })
            .collect()
    }
}

/// `person.alias`: this person is that one; facts are counted under the canonical person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAlias {
    pub person: PersonId,
    /// `None`: they are two people after all.
    pub canonical: Option<PersonId>,
    pub saw: Vec<OpId>,
}

impl Intent for SetAlias {
    fn entity(&self) -> Uuid {
        self.person.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (Person, self.person),
            home,
            r::ALIAS,
            &self.canonical,
            &self.saw,
        )]
    }
}

/// `contact.set`: a contact is added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetContact {
    pub person: PersonId,
    pub contact: ContactId,
    pub detail: ContactDetail,
    pub saw: Vec<OpId>,
}

impl Intent for SetContact {
    fn entity(&self) -> Uuid {
        self.contact.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.detail.name.is_empty() {
            Err(InvalidIntent::NameMissing)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (Contact, self.contact),
            home,
            r::DETAIL,
            &self.detail,
            &self.saw,
        )]
    }
}

/// `contact.remove`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveContact {
    pub person: PersonId,
    pub contact: ContactId,
}

impl Intent for RemoveContact {
    fn entity(&self) -> Uuid {
        self.contact.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (Contact, self.contact),
            home,
            r::REMOVED,
            &true,
            &[],
        )]
    }
}

/// `life.say`: a fact about a life. Who may say which is in the permission table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SayLife {
    pub person: PersonId,
    pub fact: LifeFact,
    /// The facts that this one answers.
    pub saw: Vec<OpId>,
}

impl Intent for SayLife {
    fn entity(&self) -> Uuid {
        self.person.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (Person, self.person),
            home,
            r::LIFE,
            &self.fact,
            &self.saw,
        )]
    }
}

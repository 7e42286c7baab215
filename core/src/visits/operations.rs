//! What coordinators and PSM say about visits.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Made, Met, NextStep, Verification, VisitOutcome, VisitPlan, VisitValue, registers as r,
};
use crate::deliveries::outcome::Wellbeing;
use crate::ids::{OpId, PersonId, UserId, VisitId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::registers::EntityKind;
use crate::registers::RegisterName;
use crate::text::Note;

fn set<T: Serialize>(
    (visit, person): (VisitId, PersonId),
    register: RegisterName,
    value: &T,
    saw: &[OpId],
) -> Effect {
    let home = Home::Case(person);
    Effect::set((EntityKind::Visit, visit), home, register, value, saw)
}

/// `visit.plan`: plans a visit, and hands it out where `assigned` names somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub visit: VisitId,
    pub person: PersonId,
    pub plan: VisitPlan,
    pub assigned: Option<UserId>,
    /// The heads of an earlier plan that this one replaces.
    pub saw: Vec<OpId>,
}

impl Intent for Plan {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        let mut effects = vec![set(at, r::PLAN, &self.plan, &self.saw)];
        if self.assigned.is_some() {
            effects.push(set(at, r::ASSIGNED, &self.assigned, &[]));
        }
        effects
    }
}

/// `visit.assign`: hands a visit to somebody, or takes it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    pub visit: VisitId,
    pub person: PersonId,
    pub assigned: Option<UserId>,
    pub saw: Vec<OpId>,
}

impl Intent for Assign {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        vec![set(at, r::ASSIGNED, &self.assigned, &self.saw)]
    }
}

/// `visit.cancel`: it is not needed any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancel {
    pub visit: VisitId,
    pub person: PersonId,
    pub reason: Note,
}

impl Intent for Cancel {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        vec![set(at, r::CANCELLED, &self.reason, &[])]
    }
}

/// `visit.record`: somebody was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub visit: VisitId,
    pub person: PersonId,
    pub made: Made,
    pub value: VisitValue,
}

impl Intent for Record {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_value(&self.value)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        vec![
            set(at, r::MADE, &self.made, &[]),
            set(at, r::VALUE, &self.value, &[]),
        ]
    }
}

/// `visit.correct`: another value; both versions are kept in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correct {
    pub visit: VisitId,
    pub person: PersonId,
    pub value: VisitValue,
    pub saw: Vec<OpId>,
}

impl Intent for Correct {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        check_value(&self.value)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        vec![set(at, r::VALUE, &self.value, &self.saw)]
    }
}

/// `visit.verify`: *Sudah dicek*, or *Mohon dilengkapi*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    pub visit: VisitId,
    pub person: PersonId,
    pub verification: Verification,
    pub saw: Vec<OpId>,
}

impl Intent for Verify {
    fn entity(&self) -> Uuid {
        self.visit.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        match &self.verification {
            Verification::Returned { fields, .. } if fields.is_empty() => Err(InvalidIntent::Empty),
            _ => Ok(()),
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let at = (self.visit, self.person);
        vec![set(at, r::VERIFIED, &self.verification, &self.saw)]
    }
}

/// Nobody has a keadaan who was not met, and an act that has a day needs one.
fn check_value(value: &VisitValue) -> Result<(), InvalidIntent> {
    let says_keadaan = value
        .wellbeing
        .is_some_and(|wellbeing| wellbeing != Wellbeing::NotSeen);
    let was_seen = value.outcome == VisitOutcome::Met
        || (value.outcome == VisitOutcome::Refused && value.met.contains(&Met::Person));
    if says_keadaan && !was_seen {
        return Err(InvalidIntent::WellbeingWithoutMeeting);
    }
    if value.outcome == VisitOutcome::Met && value.met.is_empty() {
        return Err(InvalidIntent::Empty);
    }
    if value.next.step != NextStep::Nothing && value.next.on.is_none() {
        return Err(InvalidIntent::DateMissing);
    }
    Ok(())
}

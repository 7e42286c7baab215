//! What is done to enrolments.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{EnrolmentState, Membership, registers as r};
use crate::ids::{EnrolmentId, OpId, PeriodId, PersonId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::registers::EntityKind::Enrolment;

/// `enrolment.edit`: each register that is set names what was seen in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    pub person: PersonId,
    pub period: PeriodId,
    pub sets: Vec<(EnrolmentSet, Vec<OpId>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentSet {
    State(EnrolmentState),
    Membership(Membership),
    /// Puasa: buka and sahur in the afternoon; else the morning run. No reason is asked.
    Fasting(bool),
}

impl Intent for Edit {
    fn entity(&self) -> Uuid {
        EnrolmentId::of(self.person, self.period).0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.sets.is_empty() {
            Err(InvalidIntent::Empty)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let enrolment = (Enrolment, EnrolmentId::of(self.person, self.period));
        let home = || Home::Delivery(self.person);
        self.sets
            .iter()
            .map(|(set, saw)| match set {
                EnrolmentSet::State(value) => Effect::set(enrolment, home(), r::STATE, value, saw),
                EnrolmentSet::Membership(value) => {
                    Effect::set(enrolment, home(), r::MEMBERSHIP, value, saw)
                }
                EnrolmentSet::Fasting(value) => {
                    Effect::set(enrolment, home(), r::FASTING, value, saw)
                }
            })
            .collect()
    }
}

//! How deliveries are paused and taken up again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{HoldTerm, registers as r};
use crate::ids::{HoldId, OpId, PersonId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::registers::EntityKind;

/// `hold.place`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub hold: HoldId,
    pub person: PersonId,
    pub term: HoldTerm,
    pub saw: Vec<OpId>,
}

impl Intent for Place {
    fn entity(&self) -> Uuid {
        self.hold.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.term.until.is_some_and(|until| until < self.term.from) {
            return Err(InvalidIntent::DatesReversed);
        }
        Ok(())
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (EntityKind::Hold, self.hold),
            home,
            r::TERM,
            &self.term,
            &self.saw,
        )]
    }
}

/// `hold.end`: deliveries go on from `on`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub hold: HoldId,
    pub person: PersonId,
    pub on: NaiveDate,
}

impl Intent for End {
    fn entity(&self) -> Uuid {
        self.hold.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (EntityKind::Hold, self.hold),
            home,
            r::ENDED,
            &self.on,
            &[],
        )]
    }
}

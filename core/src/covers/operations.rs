//! How a route gets another courier for a time.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CoverTerm, RestOfRound, registers as r};
use crate::ids::{CoverId, OpId, PersonId, UserId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind;
use crate::runs::operations::RunKey;
use crate::scopes::Scope;

/// More doors than a round has.
const DOORS_MAX: usize = 500;

/// `cover.give`: the coordinator lets a colleague carry a route for some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Give {
    pub cover: CoverId,
    pub term: CoverTerm,
}

impl Intent for Give {
    fn entity(&self) -> Uuid {
        self.cover.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.term.until < self.term.from {
            Err(InvalidIntent::DatesReversed)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![set_term(self.cover, &self.term)]
    }
}

/// `cover.end`: the courier is back; from now on the cover gives no right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub cover: CoverId,
    pub kelurahan: AreaCode,
}

impl Intent for End {
    fn entity(&self) -> Uuid {
        self.cover.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (EntityKind::Cover, self.cover),
            Home::Plan(self.kelurahan.clone()),
            r::ENDED,
            &true,
            &[],
        )]
    }
}

/// `handover.split`: whoever carries a round hands its last doors to a colleague. Addressed to the
/// route's own scope, so that only who carries it may.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    pub cover: CoverId,
    pub run: RunKey,
    pub courier: UserId,
    pub doors: Vec<PersonId>,
}

impl Split {
    /// Where it has to be addressed.
    pub fn scope(&self) -> Scope {
        Scope::Delivery {
            kelurahan: self.run.kelurahan.clone(),
            route: Some(self.run.route),
        }
    }

    /// The rest of a round is over with its day.
    fn term(&self) -> CoverTerm {
        CoverTerm {
            route: self.run.route,
            kelurahan: self.run.kelurahan.clone(),
            courier: self.courier,
            from: self.run.date,
            until: self.run.date,
            rest: Some(RestOfRound {
                sitting: self.run.sitting,
                doors: self.doors.clone(),
            }),
        }
    }
}

impl Intent for Split {
    fn entity(&self) -> Uuid {
        self.cover.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        match self.doors.len() {
            0 => Err(InvalidIntent::Empty),
            doors if DOORS_MAX < doors => Err(InvalidIntent::TooMany),
            _ => Ok(()),
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![set_term(self.cover, &self.term())]
    }
}

fn set_term(cover: CoverId, term: &CoverTerm) -> Effect {
    Effect::set(
        (EntityKind::Cover, cover),
        Home::Plan(term.kelurahan.clone()),
        r::TERM,
        term,
        &[],
    )
}

//! How programmes and periods are defined.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{DayOverride, PeriodTerms, ProgrammeProfile, registers as r};
use crate::ids::{OpId, PeriodId, ProgrammeId, derived};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind;

/// `programme.define`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefineProgramme {
    pub programme: ProgrammeId,
    pub area: AreaCode,
    pub profile: ProgrammeProfile,
    pub saw: Vec<OpId>,
}

impl Intent for DefineProgramme {
    fn entity(&self) -> Uuid {
        self.programme.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.area.clone());
        vec![Effect::set(
            (EntityKind::Programme, self.programme),
            home,
            r::PROFILE,
            &self.profile,
            &self.saw,
        )]
    }
}

/// `period.define`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefinePeriod {
    pub period: PeriodId,
    pub area: AreaCode,
    pub terms: PeriodTerms,
    pub saw: Vec<OpId>,
}

impl Intent for DefinePeriod {
    fn entity(&self) -> Uuid {
        self.period.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.terms.last < self.terms.first {
            Err(InvalidIntent::DatesReversed)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.area.clone());
        vec![Effect::set(
            (EntityKind::Period, self.period),
            home,
            r::TERMS,
            &self.terms,
            &self.saw,
        )]
    }
}

/// `service_day.set`: one date departs from the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetServiceDay {
    pub period: PeriodId,
    pub area: AreaCode,
    pub day: DayOverride,
    pub saw: Vec<OpId>,
}

impl SetServiceDay {
    /// Two coordinators who speak of one date speak of one entity.
    pub fn id(period: PeriodId, date: chrono::NaiveDate) -> Uuid {
        derived(
            "service_day",
            &[period.as_bytes(), date.to_string().as_bytes()],
        )
    }
}

impl Intent for SetServiceDay {
    fn entity(&self) -> Uuid {
        Self::id(self.period, self.day.date)
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let day = (EntityKind::ServiceDay, self.entity());
        vec![Effect::set(
            day,
            Home::Plan(self.area.clone()),
            r::OVERRIDE,
            &self.day,
            &self.saw,
        )]
    }
}

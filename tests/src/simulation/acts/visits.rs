//! Visits: planned, handed out, made, corrected, looked at by the office.

use std::collections::BTreeSet;

use rantang_core::deliveries::outcome::Wellbeing;
use rantang_core::ids::{PersonId, UserId, VisitId};
use rantang_core::registers::{EntityKind, EntityRef, Row};
use rantang_core::text::Note;
use rantang_core::visits::operations::{Assign, Cancel, Correct, Plan, Record, Verify};
use rantang_core::visits::{
    Made, Met, NextAction, NextStep, Purpose, Verification, VisitField, VisitOutcome, VisitPlan,
    VisitValue,
};

use super::{Act, Done, Eyes, Seen, Set, short};
use crate::simulation::model::Means;
use crate::simulation::setting::{date_of, set};

/// A visit that this phone shows.
struct Shown {
    visit: VisitId,
    person: PersonId,
    row: Row,
}

impl Shown {
    fn says<T: serde::Serialize>(&self, register: &'static str, value: &T, seen: &Seen) -> Set {
        let key = (EntityKind::Visit, self.visit);
        let of = Some(self.person);
        set(
            key,
            of,
            register,
            value,
            Means::Nothing,
            seen.honest.clone(),
        )
    }
}

impl Eyes<'_> {
    /// What whoever visits does: a visit that stands, or one of their own.
    pub(super) fn visit(&mut self) -> Done {
        match self.draws.between(0, 9) {
            0..=2 => self.plan_visit(),
            3..=6 => self.record_visit(),
            _ => self.correct_visit(),
        }
    }

    /// What the office does with visits.
    pub(super) fn look_after_visits(&mut self) -> Done {
        match self.draws.between(0, 9) {
            0..=2 => self.plan_visit(),
            3..=4 => self.hand_out_visit(),
            5 => self.cancel_visit(),
            6..=7 => self.verify_visit(),
            8 => self.record_visit(),
            _ => self.correct_visit(),
        }
    }

    fn plan_visit(&mut self) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let visit = VisitId(self.draws.uuid());
        let plan = VisitPlan {
            purpose: self.draws.pick(&[Purpose::Monitoring, Purpose::FollowUp]),
            due: date_of(self.now_ms),
            cause: None,
            note: Note::default(),
        };
        let assigned = self.visitor();
        let key = (EntityKind::Visit, visit);
        let of = Some(person);
        let mut sets = vec![set(key, of, "plan", &plan, Means::Nothing, vec![])];
        if assigned.is_some() {
            let means = Means::Nothing;
            sets.push(set(key, of, "assigned", &assigned, means, vec![]));
        }
        let draft = Plan {
            visit,
            person,
            plan,
            assigned,
            saw: vec![],
        };
        let told = format!("plans a visit to {}", short(person));
        Ok(Some(Act::new(told, draft, sets)))
    }

    fn hand_out_visit(&mut self) -> Done {
        let Some(it) = self.shown_visit()? else {
            return Ok(None);
        };
        let assigned = self.visitor();
        let seen = self.seen_of(&it, "assigned");
        let said = it.says("assigned", &assigned, &seen);
        let draft = Assign {
            visit: it.visit,
            person: it.person,
            assigned,
            saw: seen.recorded,
        };
        let told = format!("hands out a visit to {}", short(it.person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    fn cancel_visit(&mut self) -> Done {
        let Some(it) = self.shown_visit()? else {
            return Ok(None);
        };
        let reason = Note::parse("sudah pulang").unwrap_or_default();
        let nothing_seen = Seen {
            honest: vec![],
            recorded: vec![],
        };
        let said = it.says("cancelled", &reason, &nothing_seen);
        let draft = Cancel {
            visit: it.visit,
            person: it.person,
            reason,
        };
        let told = format!("calls off a visit to {}", short(it.person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    fn record_visit(&mut self) -> Done {
        let Some(it) = self.shown_visit()? else {
            return Ok(None);
        };
        let made = Made {
            visitor: self.holder.user,
            date: date_of(self.now_ms),
            purpose: Purpose::Monitoring,
        };
        let value = self.visit_value();
        let nothing_seen = Seen {
            honest: vec![],
            recorded: vec![],
        };
        let sets = vec![
            it.says("made", &made, &nothing_seen),
            it.says("value", &value, &nothing_seen),
        ];
        let draft = Record {
            visit: it.visit,
            person: it.person,
            made,
            value,
        };
        let told = format!("visits {}", short(it.person));
        Ok(Some(Act::new(told, draft, sets)))
    }

    fn correct_visit(&mut self) -> Done {
        let Some(it) = self.shown_visit()? else {
            return Ok(None);
        };
        let value = self.visit_value();
        let seen = self.seen_of(&it, "value");
        let said = it.says("value", &value, &seen);
        let draft = Correct {
            visit: it.visit,
            person: it.person,
            value,
            saw: seen.recorded,
        };
        let told = format!("corrects a visit to {}", short(it.person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    fn verify_visit(&mut self) -> Done {
        let Some(it) = self.shown_visit()? else {
            return Ok(None);
        };
        let returned = Verification::Returned {
            fields: BTreeSet::from([VisitField::Met]),
            note: Note::default(),
        };
        let verification = self.draws.pick(&[Verification::Verified, returned]);
        let seen = self.seen_of(&it, "verified");
        let said = it.says("verified", &verification, &seen);
        let draft = Verify {
            visit: it.visit,
            person: it.person,
            verification,
            saw: seen.recorded,
        };
        let told = format!("looks at a visit to {}", short(it.person));
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    fn seen_of(&self, it: &Shown, register: &'static str) -> Seen {
        let on = EntityRef::new(EntityKind::Visit, it.visit);
        self.seen(Some(&it.row), on, register)
    }

    fn shown_visit(&mut self) -> Result<Option<Shown>, rantang_device::store::Error> {
        let visits: Vec<VisitId> = self.ids("SELECT id FROM visits ORDER BY id")?;
        let Some(visit) = self.draws.pick_any(&visits) else {
            return Ok(None);
        };
        let row = self.row(EntityKind::Visit, visit.0)?;
        Ok(row.and_then(|row| {
            let person = row.owner?;
            Some(Shown { visit, person, row })
        }))
    }

    fn visitor(&mut self) -> Option<UserId> {
        let me = self.holder.user;
        self.draws.pick(&[None, Some(me)])
    }

    fn visit_value(&mut self) -> VisitValue {
        let was_met = self.draws.chance(700);
        VisitValue {
            outcome: if was_met {
                VisitOutcome::Met
            } else {
                VisitOutcome::NotMet
            },
            met: if was_met {
                BTreeSet::from([self.draws.pick(&[Met::Person, Met::Family])])
            } else {
                BTreeSet::new()
            },
            wellbeing: was_met.then(|| self.draws.pick(&[Wellbeing::Well, Wellbeing::NotSeen])),
            complaints: vec![],
            next: NextAction {
                step: NextStep::Nothing,
                on: None,
                by: None,
            },
            note: Note::parse(&format!("{}", self.draws.between(0, 9))).unwrap_or_default(),
        }
    }
}

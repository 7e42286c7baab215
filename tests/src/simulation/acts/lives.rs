//! Reports of a death and pauses of deliveries: coordinators and couriers say them alike.

use rantang_core::holds::operations::{End, Place};
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{HoldId, PersonId};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::SayLife;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::text::Note;

use super::{Act, Done, Eyes, short};
use crate::simulation::model::Means;
use crate::simulation::setting::{date_of, set};

impl Eyes<'_> {
    pub(super) fn say_life(&mut self) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let note = Note::default();
        let choices = if self.holder.is_coordinator() {
            vec![
                (
                    LifeFact::Confirmed {
                        date: None,
                        note: note.clone(),
                    },
                    Means::Confirmed,
                ),
                (LifeFact::Reversed { note }, Means::Reversed),
            ]
        } else {
            vec![
                (LifeFact::Reported { note }, Means::Reported),
                (LifeFact::Withdrawn, Means::Withdrawn),
            ]
        };
        let (fact, means) = self.draws.pick(&choices);
        let on = EntityRef::new(EntityKind::Person, person);
        let row = self.row(EntityKind::Person, person.0)?;
        let mut seen = self.seen(row.as_ref(), on, "life");
        if means == Means::Reported {
            (seen.honest, seen.recorded) = (vec![], vec![]);
        }
        let told = format!("says {means:?} of {}", short(person));
        let key = (EntityKind::Person, person);
        let said = set(key, Some(person), "life", &fact, means, seen.honest);
        let draft = SayLife {
            person,
            fact,
            saw: seen.recorded,
        };
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    /// A pause, new or another term for one that stands.
    pub(super) fn hold(&mut self) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let standing: Vec<HoldId> = self.ids(&format!(
            "SELECT id FROM holds WHERE person = x'{}' ORDER BY id",
            person.0.simple()
        ))?;
        let hold = match self.draws.pick_any(&standing) {
            Some(hold) if self.draws.chance(700) => hold,
            _ => HoldId(self.draws.uuid()),
        };
        self.place(hold, person, false)
    }

    /// A courier's phone knows nothing of this person: the server keeps it for the coordinator.
    pub(super) fn write_about_a_stranger(&mut self) -> Done {
        let visible = self.visible()?;
        let strangers: Vec<PersonId> = self
            .people
            .iter()
            .copied()
            .filter(|person| !visible.contains(person))
            .collect();
        let Some(person) = self.draws.pick_any(&strangers) else {
            return Ok(None);
        };
        let hold = HoldId(self.draws.uuid());
        self.place(hold, person, true)
    }

    fn place(&mut self, hold: HoldId, person: PersonId, may_be_set_aside: bool) -> Done {
        let term = HoldTerm {
            reason: self
                .draws
                .pick(&[HoldReason::Away, HoldReason::Hospitalized]),
            from: date_of(self.now_ms),
            until: None,
            note: Note::parse(&format!("{}", self.draws.between(0, 9))).unwrap_or_default(),
        };
        let on = EntityRef::new(EntityKind::Hold, hold);
        let row = self.row(EntityKind::Hold, hold.0)?;
        let seen = self.seen(row.as_ref(), on, "term");
        let key = (EntityKind::Hold, hold);
        let said = set(
            key,
            Some(person),
            "term",
            &term,
            Means::Nothing,
            seen.honest,
        );
        let draft = Place {
            hold,
            person,
            term,
            saw: seen.recorded,
        };
        let told = format!("pauses {}", short(person));
        Ok(Some(Act {
            may_be_set_aside,
            ..Act::new(told, draft, vec![said])
        }))
    }

    pub(super) fn end_hold(&mut self) -> Done {
        let standing: Vec<HoldId> = self.ids("SELECT id FROM holds ORDER BY id")?;
        let Some(hold) = self.draws.pick_any(&standing) else {
            return Ok(None);
        };
        let Some(person) = self
            .row(EntityKind::Hold, hold.0)?
            .and_then(|row| row.owner)
        else {
            return Ok(None);
        };
        let on = date_of(self.now_ms);
        let key = (EntityKind::Hold, hold);
        let said = set(key, Some(person), "ended", &on, Means::Nothing, vec![]);
        let told = format!("ends a pause of {}", short(person));
        Ok(Some(Act::new(told, End { hold, person, on }, vec![said])))
    }
}

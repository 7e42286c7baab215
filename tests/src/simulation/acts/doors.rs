//! What happens at doors: attempts, corrections, *Urungkan*, and doors off the list.

use rantang_core::deliveries::operations::{Attach, Correct, Record, Retract};
use rantang_core::deliveries::outcome::{Outcome, Slot};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::ids::{DeliveryId, OpId, PersonId, RunId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use rantang_core::text::{Line, Note};
use rantang_device::Draft;
use rantang_device::store::Error;
use uuid::Uuid;

use super::{Act, Done, Eyes, short};
use crate::simulation::model::{Means, Set};
use crate::simulation::setting::{area, date_of, line, routes, set};

const OUTCOMES: [Outcome; 6] = [
    Outcome::ReceivedSelf,
    Outcome::ReceivedSelf,
    Outcome::ReceivedFamily,
    Outcome::LeftWithNeighbor,
    Outcome::NoAnswer,
    Outcome::AlreadyReceived,
];

impl Eyes<'_> {
    pub(super) fn deliver(&mut self) -> Done {
        let Some(person) = self.somebody()? else {
            return Ok(None);
        };
        let delivery = DeliveryId(self.draws.uuid());
        let attempt = self.attempt();
        let value = self.value();
        let case = self.case();
        let mut sets = attempted(delivery, Some(person), &attempt, &value);
        if case != DeliveryCase::default() {
            let key = (EntityKind::DeliveryCase, delivery);
            sets.push(set(
                key,
                Some(person),
                "case",
                &case,
                Means::Nothing,
                vec![],
            ));
        }
        let told = format!("{:?} at {}", value.outcome, short(person));
        let draft = Record {
            delivery,
            person: Some(person),
            door: None,
            attempt,
            value,
            case,
        };
        Ok(Some(Act::new(told, draft, sets)))
    }

    /// Found at the side of the route; nobody knows yet who lives there.
    pub(super) fn door_off_the_list(&mut self) -> Done {
        let delivery = DeliveryId(self.draws.uuid());
        let (attempt, value) = (self.attempt(), self.value());
        let door = OffListDoor {
            name: line("Ibu di ujung"),
            kelurahan: area(),
            rt: Line::default(),
            rw: Line::default(),
            landmark: Note::default(),
            note: Note::default(),
        };
        let mut sets = attempted(delivery, None, &attempt, &value);
        let key = (EntityKind::Delivery, delivery);
        sets.push(set(key, None, "door", &door, Means::Nothing, vec![]));
        let scope = Scope::Delivery {
            kelurahan: area(),
            route: self.holder.route,
        };
        let record = Record {
            delivery,
            person: None,
            door: Some(door),
            attempt,
            value,
            case: DeliveryCase::default(),
        };
        Ok(Some(Act {
            addressed: Some(scope.clone()),
            ..Act::new(
                "a door off the list",
                Draft::addressed_to(record, scope),
                sets,
            )
        }))
    }

    /// The coordinator says who stood behind such a door, or that it was somebody else.
    pub(super) fn attach(&mut self) -> Done {
        let sql = "SELECT id FROM deliveries WHERE door IS NOT NULL ORDER BY id";
        let doors: Vec<DeliveryId> = self.ids(sql)?;
        let (Some(delivery), Some(person)) = (self.draws.pick_any(&doors), self.somebody()?) else {
            return Ok(None);
        };
        let on = EntityRef::new(EntityKind::Delivery, delivery);
        let row = self.row(EntityKind::Delivery, delivery.0)?;
        let seen = self.seen(row.as_ref(), on, "person");
        let means = Means::StoodBehind(person);
        let key = (EntityKind::Delivery, delivery);
        let said = set(key, None, "person", &Some(person), means, seen.honest);
        let told = format!("attaches a door to {}", short(person));
        let draft = Attach {
            delivery,
            person,
            saw: seen.recorded,
        };
        Ok(Some(Act::new(told, draft, vec![said])))
    }

    pub(super) fn correct(&mut self) -> Done {
        let Some((delivery, person)) = self.attempt_on_screen()? else {
            return Ok(None);
        };
        let value = self.value();
        let case = self.case();
        let on = EntityRef::new(EntityKind::Delivery, delivery);
        let row = self.row(EntityKind::Delivery, delivery.0)?;
        let seen = self.seen(row.as_ref(), on, "value");
        let on_case = EntityRef::new(EntityKind::DeliveryCase, delivery);
        let case_row = self.row(EntityKind::DeliveryCase, delivery.0)?;
        let mut seen_case = self.seen(case_row.as_ref(), on_case, "case");
        if case_row.is_none() {
            // Own remarks have left the phone; the handlers name them from the log.
            seen_case.honest = self.own_writings(delivery)?;
            seen_case.recorded.extend(&seen_case.honest);
        }
        let mut sets = vec![valued(delivery, person, &value, seen.honest)];
        if person.is_some() {
            let key = (EntityKind::DeliveryCase, delivery);
            sets.push(set(
                key,
                person,
                "case",
                &case,
                Means::Nothing,
                seen_case.honest,
            ));
        }
        let told = format!("corrects to {:?}, {}", value.outcome, whose(person));
        let draft = Correct {
            delivery,
            person,
            value,
            case,
            saw: seen.recorded,
            saw_case: seen_case.recorded,
        };
        self.on_whoever(told, draft, sets, person)
    }

    pub(super) fn take_back(&mut self) -> Done {
        let Some((delivery, person)) = self.attempt_on_screen()? else {
            return Ok(None);
        };
        let key = (EntityKind::Delivery, delivery);
        let said = set(key, person, "retracted", &true, Means::TakenBack, vec![]);
        let told = format!("takes an attempt back, {}", whose(person));
        self.on_whoever(told, Retract { delivery, person }, vec![said], person)
    }

    /// The person may have left this phone while the attempt still waits on it.
    fn on_whoever(
        &self,
        told: String,
        draft: impl Into<Draft>,
        sets: Vec<Set>,
        person: Option<PersonId>,
    ) -> Done {
        let is_known = match person {
            Some(person) => self.visible()?.contains(&person),
            None => true,
        };
        Ok(Some(Act {
            may_be_set_aside: !is_known,
            ..Act::new(told, draft, sets)
        }))
    }

    fn attempt_on_screen(&mut self) -> Result<Option<(DeliveryId, Option<PersonId>)>, Error> {
        let sql = "SELECT id FROM deliveries WHERE retracted = 0 ORDER BY id";
        let attempts: Vec<DeliveryId> = self.ids(sql)?;
        let Some(delivery) = self.draws.pick_any(&attempts) else {
            return Ok(None);
        };
        let row = self.row(EntityKind::Delivery, delivery.0)?;
        // As the handlers do: whoever stands there by the value that counts.
        let name = rantang_core::deliveries::registers::PERSON;
        let person = row.and_then(|row| row.read::<Option<PersonId>>(&name));
        Ok(Some((delivery, person.flatten())))
    }

    fn own_writings(&self, delivery: DeliveryId) -> Result<Vec<OpId>, Error> {
        self.ids(&format!(
            "SELECT op_id FROM log WHERE entity = x'{}'
             AND kind IN ('delivery.record', 'delivery.correct') ORDER BY seq",
            delivery.0.simple()
        ))
    }

    fn attempt(&mut self) -> Attempt {
        let date = date_of(self.now_ms);
        let route = self.holder.route.unwrap_or(routes()[0]);
        let slots = [
            vec![Slot::First, Slot::Second],
            vec![Slot::First, Slot::Second],
            vec![Slot::First],
            vec![Slot::Second],
        ];
        Attempt {
            run: RunId::of(route, date, Sitting::Morning),
            date,
            sitting: Sitting::Morning,
            slots: self.draws.pick(&slots),
            courier: self.holder.user,
        }
    }

    fn value(&mut self) -> DeliveryValue {
        let outcome = self.draws.pick(&OUTCOMES);
        DeliveryValue {
            outcome,
            flags: vec![],
            wellbeing: None,
            boxes: if outcome == Outcome::NoAnswer { 0 } else { 2 },
            received_by: line(self.draws.pick(&["", "Bu Ani"])),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        }
    }

    fn case(&mut self) -> DeliveryCase {
        DeliveryCase {
            complaints: vec![],
            note: Note::parse(self.draws.pick(&["", "", "batuk"])).unwrap_or_default(),
        }
    }
}

fn attempted(
    delivery: DeliveryId,
    person: Option<PersonId>,
    attempt: &Attempt,
    value: &DeliveryValue,
) -> Vec<Set> {
    let key = (EntityKind::Delivery, delivery);
    let made = Means::Attempt {
        date: attempt.date,
        slots: attempt.slots.iter().map(|slot| *slot as u8).collect(),
    };
    let stood = person.map_or(Means::Nothing, Means::StoodBehind);
    vec![
        set(key, person, "attempt", attempt, made, vec![]),
        valued(delivery, person, value, vec![]),
        set(key, person, "person", &person, stood, vec![]),
    ]
}

fn valued(
    delivery: impl Into<Uuid>,
    person: Option<PersonId>,
    value: &DeliveryValue,
    saw: Vec<OpId>,
) -> Set {
    let handed_over = matches!(
        value.outcome,
        Outcome::ReceivedSelf | Outcome::ReceivedFamily | Outcome::LeftWithNeighbor
    );
    let key = (EntityKind::Delivery, delivery);
    set(
        key,
        person,
        "value",
        value,
        Means::HandedOver(handed_over),
        saw,
    )
}

fn whose(person: Option<PersonId>) -> String {
    person.map_or_else(|| "off the list".to_owned(), short)
}

//! What a day holds, before anybody looks at it in one way or another.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::day::boxes::{self, RunBoxes};
use rantang_core::day::door::{AttemptFact, DoorState};
use rantang_core::day::listing::{Due, Member, list, sitting_of, sittings, slots};
use rantang_core::day::news::Changes;
use rantang_core::deliveries::outcome::Slot;
use rantang_core::deliveries::{DeliveryCase, OffListDoor};
use rantang_core::ids::{ContactId, CoverId, PeriodId, PersonId, RouteId, RunId, UserId};
use rantang_core::people::{ContactDetail, Diet, Name, Sex};
use rantang_core::places::{Address, AreaCode};
use rantang_core::programme::{PeriodTerms, ServiceDay};
use rantang_core::runs::{HandedOver, Obstacle, RunFinished, RunStarted, Sitting};
use rantang_core::staff::UserProfile;

use crate::people::moves::Gone;
use crate::sync::view::SendState;

/// A value with the effective time of its writing.
#[derive(Clone, Debug)]
pub struct Timed<T> {
    pub value: T,
    pub at_ms: i64,
}

/// One day of the user's kelurahan.
#[derive(Clone, Debug)]
pub struct DayModel {
    pub date: NaiveDate,
    pub kelurahan: AreaCode,
    pub kelurahan_name: String,
    /// `None`: no period has reached this device.
    pub period: Option<(PeriodId, PeriodTerms)>,
    pub service: ServiceDay,
    pub next_service: Option<NaiveDate>,
    pub routes: Vec<RouteDay>,
    /// Doors off the list of this date that nobody attached to a person yet.
    pub off_list: Vec<OffList>,
    pub users: BTreeMap<UserId, UserProfile>,
    /// Whom couriers call.
    pub coordinator: Option<UserId>,
    /// When the server last told this device the state of things.
    pub pulled_at_ms: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct RouteDay {
    pub route: RouteId,
    pub name: String,
    /// Who carries it on this day: its courier, or who covers it.
    pub courier: Option<UserId>,
    /// Its own courier, where somebody else carries the route or the rest of a round.
    pub instead_of: Option<UserId>,
    /// On the courier's own phone: who carries it instead, and until when.
    pub covered: Option<CoveredBy>,
    /// Who took the rest of a round over.
    pub rests: Vec<RestBy>,
    /// Only the rest of a round is the user's: who handed it over counted the boxes.
    pub is_rest: bool,
    /// Everybody whose membership is this route, listed today or not.
    pub doors: Vec<Door>,
    pub runs: BTreeMap<Sitting, RunDay>,
    pub moved: Vec<Moved>,
    /// Who moved away to another kelurahan.
    pub gone: Vec<Gone>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoveredBy {
    pub courier: UserId,
    /// The last day.
    pub until: NaiveDate,
}

#[derive(Clone, Debug)]
pub struct RestBy {
    pub cover: CoverId,
    pub courier: UserId,
    pub sitting: Sitting,
    pub doors: Vec<PersonId>,
}

/// Somebody whose door a run closed and who has left its route since. On a phone the row went with
/// the route: only what the courier recorded is known then.
#[derive(Clone, Debug)]
pub struct Moved {
    pub person: PersonId,
    pub sitting: Sitting,
    /// Those of the run.
    pub attempts: Vec<DoorAttempt>,
}

/// One person of a route, and what today brought.
#[derive(Clone, Debug)]
pub struct Door {
    pub member: Member,
    pub changes: Changes,
    pub name: Name,
    pub sex: Option<Sex>,
    pub address: Address,
    pub access_note: String,
    pub diet: Diet,
    pub lives_alone: bool,
    pub contacts: Vec<ContactEntry>,
    /// Of this date, whoever made them, without those taken back.
    pub attempts: Vec<DoorAttempt>,
}

#[derive(Clone, Debug)]
pub struct ContactEntry {
    pub id: ContactId,
    pub detail: ContactDetail,
}

#[derive(Clone, Debug)]
pub struct DoorAttempt {
    pub fact: AttemptFact,
    pub sitting: Sitting,
    pub case: DeliveryCase,
    pub send_state: SendState,
    pub corrected: bool,
    /// Photos, parafs and "not photographed" beside it.
    pub proofs: u32,
}

/// A door off the list, as its courier described it.
#[derive(Clone, Debug)]
pub struct OffList {
    pub attempt: DoorAttempt,
    pub door: OffListDoor,
}

/// What was recorded of a run.
#[derive(Clone, Debug, Default)]
pub struct RunDay {
    pub started: Option<Timed<RunStarted>>,
    pub handed_over: Option<Timed<HandedOver>>,
    pub received: Option<Timed<u32>>,
    /// The latest.
    pub obstacle: Option<Timed<Obstacle>>,
    pub finished: Option<Timed<RunFinished>>,
}

impl Door {
    pub fn display_name(&self) -> String {
        super::display_name(&self.name, self.sex)
    }

    pub fn facts(&self) -> Vec<AttemptFact> {
        self.attempts
            .iter()
            .map(|attempt| attempt.fact.clone())
            .collect()
    }

    pub fn state(&self) -> DoorState {
        DoorState::of(&self.facts())
    }
}

impl Moved {
    pub fn facts(&self) -> Vec<AttemptFact> {
        self.attempts
            .iter()
            .map(|attempt| attempt.fact.clone())
            .collect()
    }

    pub fn state(&self) -> DoorState {
        DoorState::of(&self.facts())
    }
}

impl DayModel {
    pub fn ramadan(&self) -> bool {
        matches!(self.service, ServiceDay::Service { ramadan: true })
    }

    pub fn terms(&self) -> Option<&PeriodTerms> {
        self.period.as_ref().map(|(_, terms)| terms)
    }

    pub fn slots(&self) -> Vec<Slot> {
        self.terms()
            .map_or_else(|| vec![Slot::First, Slot::Second], slots)
    }

    /// How many boxes a door gets.
    pub fn boxes_per_door(&self) -> u32 {
        self.terms()
            .map_or(2, |terms| u32::from(terms.meals_per_day))
    }

    pub fn route(&self, route: RouteId) -> Option<&RouteDay> {
        self.routes.iter().find(|it| it.route == route)
    }

    pub fn call_name(&self, user: UserId) -> String {
        self.users
            .get(&user)
            .map(|profile| profile.call_name.to_string())
            .unwrap_or_default()
    }

    /// The doors of a route at a sitting in walking order, with what the list says of each.
    pub fn listed<'a>(&self, route: &'a RouteDay, sitting: Sitting) -> Vec<(&'a Door, Due)> {
        let members: Vec<Member> = route.doors.iter().map(|door| door.member.clone()).collect();
        let order: Vec<(PersonId, Due)> = list(&members, self.date, sitting, self.ramadan())
            .into_iter()
            .map(|(member, due)| (member.person, due))
            .collect();
        order
            .into_iter()
            .filter_map(|(person, due)| {
                let door = route
                    .doors
                    .iter()
                    .find(|door| door.member.person == person)?;
                Some((door, due))
            })
            .collect()
    }

    /// The doors to be visited; a hold that came after the hand-over does not take it back.
    pub fn to_visit<'a>(&self, route: &'a RouteDay, sitting: Sitting) -> Vec<&'a Door> {
        self.listed(route, sitting)
            .into_iter()
            .filter(|(door, due)| matches!(due, Due::Visit { .. }) || !door.attempts.is_empty())
            .map(|(door, _)| door)
            .collect()
    }

    /// The doors that a run closed before they changed to another route: they stay done on the round
    /// that did them.
    pub fn moved<'a>(&self, route: &'a RouteDay, sitting: Sitting) -> Vec<&'a Moved> {
        let of = |moved: &&Moved| moved.sitting == sitting;
        route.moved.iter().filter(of).collect()
    }

    /// How many people are visited today, and how many of them are done. Who changed the route in
    /// between is on two rounds, and one person.
    pub fn people(&self) -> (u32, u32) {
        let mut people: BTreeMap<PersonId, bool> = BTreeMap::new();
        for route in &self.routes {
            for sitting in sittings(self.ramadan()) {
                for door in self.to_visit(route, *sitting) {
                    *people.entry(door.member.person).or_default() |= door.state().is_done();
                }
            }
            for moved in &route.moved {
                people.insert(moved.person, true);
            }
        }
        let done = people.values().filter(|done| **done).count();
        (people.len() as u32, done as u32)
    }

    /// The books of a run's boxes.
    pub fn run_boxes(&self, route: &RouteDay, sitting: Sitting) -> RunBoxes {
        let doors = self.to_visit(route, sitting);
        let moved = self.moved(route, sitting);
        let run = route.runs.get(&sitting);
        let id = RunId::of(route.route, self.date, sitting);
        let on_run = doors
            .iter()
            .flat_map(|door| &door.attempts)
            .chain(moved.iter().flat_map(|moved| &moved.attempts))
            .map(|attempt| &attempt.fact)
            .chain(self.off_list.iter().map(|off| &off.attempt.fact))
            .filter(|fact| fact.run == id);
        RunBoxes {
            expected: (doors.len() + moved.len()) as u32 * self.boxes_per_door(),
            handed_over: run.and_then(|run| Some(run.handed_over.as_ref()?.value.boxes)),
            received: run.and_then(|run| Some(run.received.as_ref()?.value)),
            back: run.and_then(|run| Some(run.finished.as_ref()?.value.boxes_back)),
            given: boxes::given(on_run),
        }
    }

    /// The sitting at which a person is served today.
    pub fn sitting_of(&self, door: &Door) -> Sitting {
        sitting_of(&door.member, self.ramadan())
    }
}

//! The two weeks behind the sample's day: what the couriers brought, and where nobody answered.
//!
//! Written once, with the sample itself: what was recorded since stands beside it.

mod doors;

use chrono::NaiveDate;
use rantang_core::ids::RunId;
use rantang_core::programme::{ServiceDay, holiday_on, service_day};
use rantang_core::runs::operations::{Finish, HandOver, Receive, RunKey, Start};
use rantang_core::runs::{HandedOver, RunFinished, RunStarted, Sitting};

use super::table::{PersonRecord, StaffRecord, State, people, staff};
use super::{Moment, line, operation, person_id, route_id, staff as office, text, user_id};
use crate::store::OwnOperation;
use doors::{Walk, door};

const DAYS: i64 = 14;
const BOXES_PER_DOOR: u32 = 2;
/// From one door to the next.
const STEP_MIN: i64 = 4;

pub fn operations(moment: &Moment) -> Vec<OwnOperation> {
    let terms = office::terms(moment);
    let (people, staff) = (people(), staff());
    let mut walk = Walk::default();
    let mut all = Vec::new();
    // Oldest first: nobody stays unseen for days unless the sample means it.
    for back in (1..=DAYS).rev() {
        let date = moment.date(-back);
        let ServiceDay::Service { ramadan } = service_day(&terms, date, holiday_on(date), None)
        else {
            continue;
        };
        for courier in staff.iter().filter(|it| !it.route.is_empty()) {
            for sitting in [Sitting::Morning, Sitting::Afternoon] {
                let expected: Vec<&PersonRecord> = people
                    .iter()
                    .filter(|it| it.route == courier.key && received(it.state, back))
                    .filter(|it| sitting_of(it, ramadan) == sitting)
                    .collect();
                if !expected.is_empty() {
                    let round = Round {
                        moment,
                        courier,
                        back,
                        date,
                        sitting,
                    };
                    all.extend(round.operations(&expected, &mut walk));
                }
            }
        }
    }
    all
}

/// Whether somebody of today's state was on the list so many days ago.
fn received(state: State, back: i64) -> bool {
    match state {
        State::Active | State::Deceased => true,
        State::NewToday => false,
        State::Hospital => 2 < back,
        State::Away => 1 < back,
        State::HomeAgain => 9 < back,
    }
}

fn sitting_of(record: &PersonRecord, ramadan: bool) -> Sitting {
    if ramadan && record.fasts() {
        Sitting::Afternoon
    } else {
        Sitting::Morning
    }
}

/// One courier's round of one day.
struct Round<'a> {
    moment: &'a Moment,
    courier: &'a StaffRecord,
    back: i64,
    date: NaiveDate,
    sitting: Sitting,
}

impl Round<'_> {
    fn operations(&self, expected: &[&PersonRecord], walk: &mut Walk) -> Vec<OwnOperation> {
        let boxes = expected.len() as u32 * BOXES_PER_DOOR;
        let mut all = vec![
            self.own("hand_over", self.hand_over(boxes), 0),
            self.own("receive", self.receive(boxes), 6),
            self.own("start", self.start(expected), 8),
        ];
        let mut given = 0;
        for (number, record) in expected.iter().enumerate() {
            let minutes = 14 + number as i64 * STEP_MIN;
            for attempt in door(self, record, walk) {
                given += attempt.value.boxes;
                all.push(attempt.record(self, record, minutes));
            }
        }
        let end = 14 + expected.len() as i64 * STEP_MIN + 25;
        all.push(self.own("finish", self.finish(boxes - given.min(boxes)), end));
        all
    }

    fn key(&self) -> RunKey {
        RunKey {
            kelurahan: self.moment.area.clone(),
            route: route_id(&self.courier.key),
            date: self.date,
            sitting: self.sitting,
        }
    }

    fn run(&self) -> RunId {
        self.key().id()
    }

    /// Minutes after the boxes were handed over.
    fn at(&self, minutes: i64) -> i64 {
        let hour = match self.sitting {
            Sitting::Morning => 7,
            Sitting::Afternoon => 15,
        };
        self.moment.at(-self.back, hour, 32) + minutes * 60_000
    }

    fn label(&self, what: &str) -> String {
        let (courier, date, sitting) = (&self.courier.key, self.date, self.sitting as u8);
        format!("past/{date}/{sitting}/{courier}/{what}")
    }

    fn own(
        &self,
        what: &str,
        payload: impl Into<rantang_core::operation::Payload>,
        minutes: i64,
    ) -> OwnOperation {
        operation(
            &self.label(what),
            self.moment.plan(),
            payload,
            self.at(minutes),
        )
    }

    fn hand_over(&self, boxes: u32) -> HandOver {
        HandOver {
            run: self.key(),
            handed_over: HandedOver {
                boxes,
                by: line("Bu Lilis"),
                cooked_at_ms: Some(self.at(-2)),
            },
            saw: Vec::new(),
        }
    }

    fn receive(&self, boxes: u32) -> Receive {
        Receive {
            run: self.key(),
            boxes,
            saw: Vec::new(),
        }
    }

    fn start(&self, expected: &[&PersonRecord]) -> Start {
        Start {
            run: self.key(),
            started: RunStarted {
                route: route_id(&self.courier.key),
                date: self.date,
                sitting: self.sitting,
                courier: user_id(&self.courier.key),
                doors: expected.iter().map(|it| person_id(&it.name)).collect(),
                list_updated_at_ms: Some(self.at(-30)),
            },
            saw: Vec::new(),
        }
    }

    fn finish(&self, boxes_back: u32) -> Finish {
        Finish {
            run: self.key(),
            finished: RunFinished {
                boxes_back,
                note: text(""),
            },
            saw: Vec::new(),
        }
    }
}

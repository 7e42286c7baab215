//! A device whose user is courier and coordinator of one route: the ground of a morning's tests.

use std::sync::atomic::Ordering;

use chrono::{NaiveDate, NaiveTime};
use rantang_core::alerts::AlertRule;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::ids::{ProgrammeId, RouteId, UserId};
use rantang_core::photos::Proof;
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::runs::Sitting;
use rantang_core::staff::Role;
use rantang_device::board::{self, BoardDay};
use rantang_device::round::view::{DoorState, RoundView};
use rantang_device::round::{self, *};
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{NINE, World, area, line, period, person, register};

pub const HOUR: i64 = 3_600_000;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn on(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

pub fn route() -> RouteId {
    RouteId(Uuid::from_u128(0x7000))
}

pub fn terms() -> PeriodTerms {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    PeriodTerms {
        programme: ProgrammeId(Uuid::from_u128(0x8000)),
        budget_year: 2026,
        first: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        last: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        weekdays: Weekdays::MONDAY_TO_FRIDAY,
        serves_holidays: false,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: time(10, 0),
        good_for_min: 240,
        ready_at: time(7, 30),
        ramadan: None,
        silent_after_min: 30,
        not_met_days: 7,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    }
}

/// A device whose user is courier and coordinator of a route with `people` doors.
pub struct Morning {
    pub world: World,
    pub device: Device,
}

impl Morning {
    pub fn new(people: u128) -> Self {
        Self::with_terms(people, terms())
    }

    pub fn with_terms(people: u128, terms: PeriodTerms) -> Self {
        let world = World::new();
        // The evening before: nothing of it is news.
        world
            .clock
            .wall_ms
            .store(NINE - 48 * HOUR, Ordering::Relaxed);
        let device = world.open_as(&[Role::Kurir, Role::Koordinator]);
        let names = ["Sumiati", "Kasman", "Painem", "Rohmah", "Tarmin"];
        let mut drafts: Vec<Draft> = vec![
            DefinePeriod {
                period: period(),
                area: area(),
                terms,
                saw: vec![],
            }
            .into(),
            Define {
                route: route(),
                kelurahan: area(),
                profile: RouteProfile {
                    name: line("RW 04"),
                },
                saw: vec![],
            }
            .into(),
            Assign {
                route: route(),
                kelurahan: area(),
                courier: Some(UserId(Uuid::from_u128(3))),
                saw: vec![],
            }
            .into(),
        ];
        drafts.extend((0..people).map(|at| {
            let mut payload = register(person(at), names[at as usize % names.len()], Some(route()));
            let enrolment = payload.enrolment.as_mut().expect("on a route");
            enrolment.state.date = on(2);
            enrolment.membership.order_key = line(&format!("{at:03}i"));
            payload.into()
        }));
        device.record(drafts).unwrap();
        world.clock.wall_ms.store(NINE, Ordering::Relaxed);
        Self { world, device }
    }

    pub fn round(&self) -> RoundView {
        round::handlers::today(&self.device, RoundToday::default()).unwrap()
    }

    pub fn start(&self) -> RoundView {
        round::handlers::start(
            &self.device,
            RunStart {
                date: today(),
                sitting: Sitting::Morning,
            },
        )
        .unwrap()
    }

    pub fn record(&self, delivery: u128, who: u128, outcome: Outcome) -> RoundView {
        self.record_with(delivery, who, outcome, |_| {})
    }

    pub fn record_with(
        &self,
        delivery: u128,
        who: u128,
        outcome: Outcome,
        say: impl FnOnce(&mut DeliveryRecord),
    ) -> RoundView {
        self.world
            .clock
            .wall_ms
            .fetch_add(60_000, Ordering::Relaxed);
        let mut args = DeliveryRecord {
            delivery_id: Uuid::from_u128(delivery),
            person_id: person(who).0,
            date: today(),
            sitting: Sitting::Morning,
            slots: vec![],
            outcome,
            flags: vec![],
            wellbeing: outcome.met_person().then_some(Wellbeing::Well),
            complaints: vec![],
            contact_id: None,
            received_by: String::new(),
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
            note: String::new(),
        };
        say(&mut args);
        round::handlers::delivery(&self.device, args).unwrap().round
    }

    pub fn rules(&self) -> Vec<AlertRule> {
        let board = board::handlers::day(&self.device, BoardDay::default()).unwrap();
        board.todo.iter().map(|item| item.rule).collect()
    }
}

pub fn state_of(round: &RoundView, who: u128) -> &DoorState {
    &round
        .doors
        .iter()
        .find(|door| door.id == person(who).0)
        .expect("on the list")
        .state
}

//! Who is in the city: nobody that there is.

use chrono::{Days, NaiveDate};
use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::ids::{DeliveryId, PeriodId, PersonId, RouteId, RunId, UserId};
use rantang_core::people::operations::{NewEnrolment, Register};
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::runs::Sitting;
use rantang_core::staff::UserProfile;
use rantang_core::text::{Line, Note};
use uuid::Uuid;

/// People at whose doors a courier is.
pub const DOORS: usize = 10;

fn line(text: &str) -> Line {
    Line::parse(text).unwrap_or_default()
}

pub fn courier(number: usize) -> UserProfile {
    UserProfile {
        full_name: line(&format!("Kurir Contoh {number}")),
        call_name: line(&format!("Kurir {number}")),
        phone: Line::default(),
        trainings: Vec::new(),
    }
}

pub fn elder(
    person: PersonId,
    door: usize,
    kelurahan: &AreaCode,
    route: RouteId,
    today: NaiveDate,
) -> Register {
    Register {
        person,
        name: Name {
            name: line(&format!("Lansia Contoh {door}")),
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: NaiveDate::from_ymd_opt(1940, 1, 1),
            precision: BirthPrecision::Year,
            sex: None,
        },
        address: Address {
            kelurahan: kelurahan.clone(),
            rw: Rw::new(door as u16 % 14 + 1).ok(),
            rt: Rt::new(door as u16 % 9 + 1).ok(),
            gang: line("Mawar III"),
            house_no: Line::default(),
            landmark: Note::default(),
        },
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::default(),
        lives_alone: true,
        diet: Diet::default(),
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: vec![],
        enrolment: Some(NewEnrolment {
            period: PeriodId(Uuid::from_u128(1)),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: today,
                reason: Note::default(),
            },
            membership: Membership {
                route: Some(route),
                order_key: line(&format!("{door:02}i")),
            },
        }),
    }
}

/// A box handed over: the `nth` of a courier, each for another day of a person.
pub fn delivery(
    nth: usize,
    people: &[PersonId],
    route: RouteId,
    courier: UserId,
    today: NaiveDate,
) -> Record {
    let round = nth / people.len();
    let date = today - Days::new(round as u64 / 2);
    let slot = if round.is_multiple_of(2) {
        Slot::First
    } else {
        Slot::Second
    };
    Record {
        delivery: DeliveryId(Uuid::now_v7()),
        person: people.get(nth % people.len()).copied(),
        door: None,
        attempt: Attempt {
            run: RunId::of(route, date, Sitting::Morning),
            date,
            sitting: Sitting::Morning,
            slots: vec![slot],
            courier,
        },
        value: DeliveryValue {
            outcome: Outcome::ReceivedSelf,
            flags: vec![],
            wellbeing: Some(Wellbeing::Well),
            boxes: 1,
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    }
}

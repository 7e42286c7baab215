//! People, routes and deliveries that nobody has, with values as varied as a kelurahan's.

use anyhow::Result;
use chrono::{NaiveDate, NaiveTime};
use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::ids::{DeliveryId, PeriodId, PersonId, ProgrammeId, RouteId, RunId, UserId};
use rantang_core::people::operations::{NewEnrolment, Register};
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus, Sex, Texture};
use rantang_core::photos::Proof;
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::runs::Sitting;
use rantang_core::text::{Line, Note};
use rantang_device::{Device, Draft};
use uuid::Uuid;

/// Kampung Rawa.
pub const AREA: &str = "31.71.08.1002";
pub const DOORS_OF_ROUTE: u128 = 50;
const NAMES: &[&str] = &[
    "Sumiati",
    "Aminah",
    "Karto",
    "Wagimin",
    "Tumirah",
    "Sarinem",
    "Djumadi",
    "Fatimah",
    "Rohani",
    "Suparmo",
    "Ngatinem",
    "Siti",
    "Sukarni",
    "Mulyadi",
    "Painem",
    "Hasanah",
    "Budiyono",
    "Lestari",
    "Widjaja",
    "Ningsih",
    "Rahmat",
    "Suwarni",
    "Kasiyem",
    "Paijo",
    "Maemunah",
    "Zaenab",
    "Yusuf",
    "Kusuma",
    "Handayani",
    "Pertiwi",
    "Saputra",
    "Hartono",
    "Wibowo",
    "Susilo",
    "Rahayu",
    "Utami",
];
const LANDMARKS: &[&str] = &[
    "samping musala",
    "pintu hijau",
    "dekat rumah terlantar",
    "belakang warung Bu Sri",
    "depan pos ronda",
    "sebelah sumur",
    "lantai dua tangga besi",
    "ujung gang buntu",
];
const GANGS: &[&str] = &[
    "Mawar III",
    "Kelinci",
    "Melati",
    "Rawa Selatan",
    "Masjid",
    "T",
];
const BATCH: usize = 1_000;
/// 1 January 2026.
const FIRST_MS: u64 = 1_767_200_400_000;

/// Ordered by number, as minted ids are by time, and otherwise as random as those.
fn id(kind: u64, number: u128) -> Uuid {
    let mut random = [0; 10];
    let mut state = kind << 48 ^ number as u64;
    for byte in &mut random {
        state = state
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        *byte = (state >> 56) as u8;
    }
    uuid::Builder::from_unix_timestamp_millis(FIRST_MS + number as u64, &random).into_uuid()
}

pub fn person(number: u128) -> PersonId {
    PersonId(id(1, number))
}

pub fn route(number: u128) -> RouteId {
    RouteId(id(2, number))
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap_or_default()
}

pub fn area() -> Result<AreaCode, rantang_core::places::InvalidPlace> {
    AreaCode::parse(AREA)
}

fn period() -> PeriodId {
    PeriodId(id(3, 0))
}

/// A period around today, without which nobody is due a meal.
pub fn define_period(device: &Device, today: NaiveDate) -> Result<()> {
    let terms = PeriodTerms {
        programme: ProgrammeId(id(4, 0)),
        budget_year: 2026,
        first: today - chrono::Days::new(200),
        last: today + chrono::Days::new(200),
        weekdays: Weekdays::EVERY_DAY,
        serves_holidays: true,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: NaiveTime::MIN,
        good_for_min: 240,
        ready_at: NaiveTime::MIN,
        ramadan: None,
        silent_after_min: 45,
        not_met_days: 3,
        missed_meals_days: 3,
        proof: Proof::None,
        document_photos: false,
    };
    let define = DefinePeriod {
        period: period(),
        area: area()?,
        terms,
        saw: vec![],
    };
    device.record([Draft::from(define)])?;
    Ok(())
}

/// People on routes of fifty; `courier` carries the first.
pub fn register(device: &Device, people: u128, courier: UserId, today: NaiveDate) -> Result<()> {
    define_period(device, today)?;
    let kelurahan = area()?;
    let routes = (0..=people / DOORS_OF_ROUTE).map(|number| {
        Draft::from(Define {
            route: route(number),
            kelurahan: kelurahan.clone(),
            profile: RouteProfile {
                name: line(&format!("Rute {number}")),
            },
            saw: vec![],
        })
    });
    device.record(routes)?;
    device.record([Draft::from(Assign {
        route: route(0),
        kelurahan: kelurahan.clone(),
        courier: Some(courier),
        saw: vec![],
    })])?;
    for first in (0..people).step_by(BATCH) {
        let numbers = first..(first + BATCH as u128).min(people);
        device.record(numbers.map(|number| registered(number, &kelurahan, today).into()))?;
    }
    Ok(())
}

fn pick<'a>(from: &[&'a str], number: u128) -> &'a str {
    from[(number % from.len() as u128) as usize]
}

fn registered(number: u128, kelurahan: &AreaCode, today: NaiveDate) -> Register {
    let name = format!("{} {}", pick(NAMES, number), pick(NAMES, number / 36 + 7));
    Register {
        person: person(number),
        name: Name {
            name: line(&name),
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: NaiveDate::from_ymd_opt(1930 + (number % 30) as i32, 1 + (number % 12) as u32, 1),
            precision: BirthPrecision::Month,
            sex: Some(Sex::Female),
        },
        address: Address {
            kelurahan: kelurahan.clone(),
            rw: Rw::new((number % 14) as u16 + 1).ok(),
            rt: Rt::new((number % 17) as u16 + 1).ok(),
            gang: line(pick(GANGS, number / 3)),
            house_no: Line::default(),
            landmark: Note::parse(pick(LANDMARKS, number / 5)).unwrap_or_default(),
        },
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::default(),
        lives_alone: number.is_multiple_of(2),
        diet: Diet {
            texture: if number.is_multiple_of(9) {
                Texture::Soft
            } else {
                Texture::Regular
            },
            ..Diet::default()
        },
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: vec![],
        enrolment: Some(NewEnrolment {
            period: period(),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: today - chrono::Days::new(100),
                reason: Note::default(),
            },
            membership: Membership {
                route: (!number.is_multiple_of(40)).then(|| route(number / DOORS_OF_ROUTE)),
                order_key: line(&format!("{:02}i", number % DOORS_OF_ROUTE)),
            },
        }),
    }
}

/// One attempt of `courier` at the door of a person.
pub fn delivered(number: u128, date: NaiveDate, courier: UserId) -> Record {
    let handed_over = !number.is_multiple_of(7);
    Record {
        delivery: DeliveryId(Uuid::now_v7()),
        person: Some(person(number)),
        door: None,
        attempt: Attempt {
            run: RunId::of(route(number / DOORS_OF_ROUTE), date, Sitting::Morning),
            date,
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier,
        },
        value: DeliveryValue {
            outcome: if handed_over {
                Outcome::ReceivedSelf
            } else {
                Outcome::NoAnswer
            },
            flags: vec![],
            wellbeing: handed_over.then_some(Wellbeing::Well),
            boxes: if handed_over { 2 } else { 0 },
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    }
}

/// Name, date of birth, RT/RW, gang and landmark as an office types them.
pub fn roster_row(number: u128) -> [String; 5] {
    let names = [
        pick(NAMES, number),
        pick(NAMES, number / 36 + 7),
        pick(NAMES, number / 1_296 + 13),
    ];
    [
        names.join(" "),
        format!(
            "{:02}/{:02}/{}",
            1 + number % 28,
            1 + number / 28 % 12,
            1930 + number % 30
        ),
        format!("{:03}/{:03}", number % 17 + 1, number / 17 % 14 + 1),
        pick(GANGS, number / 3).to_owned(),
        pick(LANDMARKS, number / 5).to_owned(),
    ]
}

//! A coordinator's desk with a period and a route: the ground of the tests about people.

use chrono::NaiveDate;
use rantang_core::ids::{ProgrammeId, RouteId};
use rantang_core::photos::Proof;
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::Define;
use rantang_core::staff::Role;
use rantang_device::command::{ErrorCode, Failure};
use rantang_device::people::view::*;
use rantang_device::people::*;
use rantang_device::round::view::DietView;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{World, area, line, period, person};

/// A NIK that nobody has: province 99 does not exist.
pub const INVENTED_NIK: &str = "9971084211460003";

pub fn on(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

pub fn route() -> RouteId {
    RouteId(Uuid::from_u128(0x7000))
}

/// A coordinator's desk with a period of every day and the route "Galur 1".
pub fn desk(world: &World) -> Device {
    let device = world.open_as(&[Role::Koordinator, Role::Kurir]);
    let define_period = DefinePeriod {
        period: period(),
        area: area(),
        terms: PeriodTerms {
            programme: ProgrammeId(Uuid::from_u128(1)),
            budget_year: 2026,
            first: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            last: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
            weekdays: Weekdays::EVERY_DAY,
            serves_holidays: true,
            meals_per_day: 2,
            meal_price_rp: 15_000,
            delivery_fee_rp: 2_000,
            cut_off: chrono::NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
            good_for_min: 240,
            ready_at: chrono::NaiveTime::from_hms_opt(7, 30, 0).unwrap(),
            ramadan: None,
            silent_after_min: 45,
            not_met_days: 3,
            missed_meals_days: 3,
            proof: Proof::None,
            document_photos: false,
        },
        saw: vec![],
    };
    let define_route = Define {
        route: route(),
        kelurahan: area(),
        profile: RouteProfile {
            name: line("Galur 1"),
        },
        saw: vec![],
    };
    device
        .record([Draft::from(define_period), Draft::from(define_route)])
        .unwrap();
    device
}

pub fn asked(search: &str) -> PeopleList {
    PeopleList {
        search: search.to_owned(),
        limit: 100,
        ..PeopleList::default()
    }
}

pub fn listed(device: &Device, args: PeopleList) -> Vec<String> {
    let page = handlers::list(device, args).unwrap();
    assert_eq!(page.matches as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.name).collect()
}

pub fn new_person(number: u128, name: &str) -> PersonAdd {
    PersonAdd {
        person_id: person(number).0,
        name: NameValue {
            name: name.to_owned(),
            honorific: String::new(),
            nickname: String::new(),
        },
        birth: BirthValue {
            date: NaiveDate::from_ymd_opt(1946, 11, 24),
            precision: BirthPrecision::Day,
            sex: Some(SexCode::Female),
        },
        address: AddressValue {
            kelurahan_code: String::new(),
            rw: "4".to_owned(),
            rt: "7".to_owned(),
            gang: "Mawar III".to_owned(),
            house_no: String::new(),
            landmark: "dekat rumah terlantar".to_owned(),
        },
        access_note: "ketuk keras".to_owned(),
        phone: "0812-3456-7890".to_owned(),
        lives_alone: true,
        diet: DietView::default(),
        identity: IdentityValue {
            nik_status: NikStatus::Known,
            nik: INVENTED_NIK.to_owned(),
            kk: "9971080000000009".to_owned(),
        },
        route_id: None,
        different_from: Vec::new(),
    }
}

pub fn code<T: std::fmt::Debug>(refused: Result<T, Failure>) -> ErrorCode {
    refused.unwrap_err().code
}

pub fn rename(name: &str, saw: &[Uuid]) -> PersonEdit {
    PersonEdit {
        person_id: person(1).0,
        edit: PersonEditValue::Name(NameValue {
            name: name.to_owned(),
            honorific: String::new(),
            nickname: String::new(),
        }),
        saw: saw.to_vec(),
    }
}

//! What may be done in a small world: three people, two routes, few values, so that things collide.

use chrono::NaiveDate;
use proptest::prelude::*;
use rantang_core::deliveries::operations::{Attach, Correct, Record, Retract};
use rantang_core::deliveries::outcome::{Outcome, Slot};
use rantang_core::deliveries::{
    Attempt, DeliveryCase, DeliveryValue, OffListDoor, registers as delivery,
};
use rantang_core::enrolment::operations::{Edit as EditEnrolment, EnrolmentSet};
use rantang_core::enrolment::{
    EnrolmentState, EnrolmentStatus, Membership, registers as enrolment,
};
use rantang_core::holds::operations::{End, Place};
use rantang_core::holds::{HoldReason, HoldTerm};
use rantang_core::ids::{
    DeliveryId, EnrolmentId, HoldId, OpId, PeriodId, PersonId, RouteId, RunId, UserId,
};
use rantang_core::people::life::LifeFact;
use rantang_core::people::operations::{Edit, NewEnrolment, PersonSet, Register, SayLife};
use rantang_core::people::{
    Birth, BirthPrecision, Diet, Identity, Name, NikStatus, registers as people,
};
use rantang_core::places::{Address, Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef, RegisterName};
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use rantang_core::text::{Line, Note};
use uuid::Uuid;

use super::phone::{Phone, area};
use crate::log::Draft;
use crate::store::rows;

/// Numbers name people, routes and deliveries of the small world.
#[derive(Clone, Debug)]
pub enum Deed {
    Register(u8, u8),
    Rename(u8, u8),
    MoveHouse(u8, u8),
    PutOnRoute(u8, u8),
    Hold(u8),
    EndHold(u8),
    Deliver(u8, u8),
    OffList(u8),
    AttachDoor(u8, u8),
    CorrectDelivery(u8, u8),
    Retract(u8),
    ReportDeath(u8),
}

pub fn any_deed() -> impl Strategy<Value = Deed> {
    use Deed::*;
    let two = || (0u8..3, 0u8..3);
    prop_oneof![
        two().prop_map(|(a, b)| Register(a, b)),
        two().prop_map(|(a, b)| Rename(a, b)),
        two().prop_map(|(a, b)| MoveHouse(a, b)),
        two().prop_map(|(a, b)| PutOnRoute(a, b)),
        (0u8..3).prop_map(Hold),
        (0u8..3).prop_map(EndHold),
        two().prop_map(|(a, b)| Deliver(a, b)),
        (0u8..3).prop_map(OffList),
        two().prop_map(|(a, b)| AttachDoor(a, b)),
        two().prop_map(|(a, b)| CorrectDelivery(a, b)),
        (0u8..3).prop_map(Retract),
        (0u8..3).prop_map(ReportDeath),
    ]
}

pub fn a_morning() -> Vec<Deed> {
    use Deed::*;
    vec![
        Register(0, 0),
        Register(1, 1),
        Register(2, 2),
        Deliver(0, 0),
        Deliver(1, 1),
        OffList(2),
        AttachDoor(2, 1),
        CorrectDelivery(0, 1),
        PutOnRoute(0, 1),
        Hold(1),
        Rename(2, 2),
    ]
}

/// Every scope that there can be.
pub fn scopes() -> Vec<Scope> {
    let kelurahan = area;
    let mut all = vec![Scope::Plan { area: area() }];
    all.extend([0, 1, 2].map(|number| Scope::Delivery {
        kelurahan: kelurahan(),
        route: route(number),
    }));
    all.extend(
        [None, Rw::new(1).ok(), Rw::new(2).ok(), Rw::new(3).ok()].map(|rw| Scope::Case {
            kelurahan: kelurahan(),
            rw,
        }),
    );
    all
}

pub fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_u128(0x100 + u128::from(number)))
}

/// The third is none.
pub fn route(number: u8) -> Option<RouteId> {
    (number < 2).then(|| RouteId(Uuid::from_u128(0x200 + u128::from(number))))
}

fn listed(number: u8) -> DeliveryId {
    DeliveryId(Uuid::from_u128(0x300 + u128::from(number)))
}

fn off_list(number: u8) -> DeliveryId {
    DeliveryId(Uuid::from_u128(0x400 + u128::from(number)))
}

fn hold(number: u8) -> HoldId {
    HoldId(Uuid::from_u128(0x500 + u128::from(number)))
}

pub const PERIOD: PeriodId = PeriodId(Uuid::from_u128(0x600));

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

pub fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

/// What a deed records, with the heads that the phone shows; `None`: it makes no sense now.
pub fn draft(phone: &Phone, deed: &Deed) -> Option<Draft> {
    let row = |kind, id: Uuid| {
        phone
            .device
            .read(|db| rows::row(db, EntityRef::new(kind, id)))
            .unwrap()
    };
    let saw = |kind, id: Uuid, register: &RegisterName| -> Vec<OpId> {
        row(kind, id)
            .and_then(|row| Some(row.register(register)?.head_ids()))
            .unwrap_or_default()
    };
    Some(match *deed {
        Deed::Register(who, where_) => {
            if row(EntityKind::Person, person(who).0).is_some() {
                return None;
            }
            Draft::from(registration(who, where_))
        }
        Deed::Rename(who, name) => Draft::from(Edit {
            person: person(who),
            sets: vec![(
                PersonSet::Name(named(&format!("Warga {name}"))),
                saw(EntityKind::Person, person(who).0, &people::NAME),
            )],
        }),
        Deed::MoveHouse(who, rw) => Draft::from(Edit {
            person: person(who),
            sets: vec![(
                PersonSet::Address(address(rw)),
                saw(EntityKind::Person, person(who).0, &people::ADDRESS),
            )],
        }),
        Deed::PutOnRoute(who, on) => Draft::from(EditEnrolment {
            person: person(who),
            period: PERIOD,
            sets: vec![(
                EnrolmentSet::Membership(membership(on)),
                saw(
                    EntityKind::Enrolment,
                    EnrolmentId::of(person(who), PERIOD).0,
                    &enrolment::MEMBERSHIP,
                ),
            )],
        }),
        Deed::Hold(who) => Draft::from(Place {
            hold: hold(who),
            person: person(who),
            term: HoldTerm {
                reason: HoldReason::Away,
                from: day(),
                until: None,
                note: Note::default(),
            },
            saw: vec![],
        }),
        Deed::EndHold(who) => Draft::from(End {
            hold: hold(who),
            person: person(who),
            on: day(),
        }),
        Deed::Deliver(number, who) => Draft::from(Record {
            delivery: listed(number),
            person: Some(person(who)),
            door: None,
            attempt: attempt(),
            value: value(Outcome::ReceivedSelf),
            case: DeliveryCase {
                complaints: vec![],
                note: Note::parse("batuk").unwrap(),
            },
        }),
        Deed::OffList(number) => Draft::from(Record {
            delivery: off_list(number),
            person: None,
            door: Some(OffListDoor {
                name: line("Bu Tetangga"),
                kelurahan: area(),
                rt: line("007"),
                rw: line("04"),
                landmark: Note::default(),
                note: Note::default(),
            }),
            attempt: attempt(),
            value: value(Outcome::ReceivedFamily),
            case: DeliveryCase::default(),
        }),
        Deed::AttachDoor(number, who) => {
            row(EntityKind::Delivery, off_list(number).0)?;
            Draft::from(Attach {
                delivery: off_list(number),
                person: person(who),
                saw: saw(EntityKind::Delivery, off_list(number).0, &delivery::PERSON),
            })
        }
        Deed::CorrectDelivery(number, outcome) => {
            let found = row(EntityKind::Delivery, listed(number).0)?;
            Draft::from(Correct {
                delivery: listed(number),
                person: found.owner,
                value: value(
                    [Outcome::NoAnswer, Outcome::Away, Outcome::Moved][usize::from(outcome)],
                ),
                case: DeliveryCase::default(),
                saw: saw(EntityKind::Delivery, listed(number).0, &delivery::VALUE),
                saw_case: saw(EntityKind::DeliveryCase, listed(number).0, &delivery::CASE),
            })
        }
        Deed::Retract(number) => {
            let found = row(EntityKind::Delivery, listed(number).0)?;
            Draft::from(Retract {
                delivery: listed(number),
                person: found.owner,
            })
        }
        Deed::ReportDeath(who) => Draft::from(SayLife {
            person: person(who),
            fact: LifeFact::Reported {
                note: Note::default(),
            },
            saw: vec![],
        }),
    })
}

fn registration(who: u8, where_: u8) -> Register {
    Register {
        person: person(who),
        name: named("Sumiati"),
        birth: Birth {
            date: None,
            precision: BirthPrecision::Year,
            sex: None,
        },
        address: address(where_),
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
            period: PERIOD,
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: day(),
                reason: Note::default(),
            },
            membership: membership(where_),
        }),
    }
}

fn named(name: &str) -> Name {
    Name {
        name: line(name),
        honorific: Line::default(),
        nickname: Line::default(),
    }
}

fn address(number: u8) -> Address {
    Address {
        kelurahan: area(),
        rw: Rw::new(u16::from(number) + 1).ok(),
        rt: Rt::new(7).ok(),
        gang: line("Mawar III"),
        house_no: Line::default(),
        landmark: Note::default(),
    }
}

fn membership(number: u8) -> Membership {
    Membership {
        route: route(number),
        order_key: line("i"),
    }
}

fn attempt() -> Attempt {
    Attempt {
        run: RunId(Uuid::from_u128(0x700)),
        date: day(),
        sitting: Sitting::Morning,
        slots: vec![Slot::First, Slot::Second],
        courier: UserId(Uuid::from_u128(3)),
    }
}

fn value(outcome: Outcome) -> DeliveryValue {
    DeliveryValue {
        outcome,
        flags: vec![],
        wellbeing: None,
        boxes: 2,
        received_by: Line::default(),
        contact: None,
        seen_by_neighbor: None,
        bring_back: false,
        until: None,
    }
}

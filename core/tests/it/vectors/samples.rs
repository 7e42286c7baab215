//! Invented operations of one courier, with every id and time fixed.

use chrono::NaiveDate;
use ed25519_dalek::SigningKey;
use rantang_core::deliveries::operations::{Record, Retract};
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::ids::{
    DeliveryId, DeviceId, OpId, PersonId, ReplicaId, RouteId, RunId, ServerId, UserId,
};
use rantang_core::operation::{Envelope, Operation, Payload, SCHEMA};
use rantang_core::places::AreaCode;
use rantang_core::runs::Sitting;
use rantang_core::scopes::Scope;
use rantang_core::staff::UserProfile;
use rantang_core::text::Line;
use rantang_core::time::{Anchor, BootId, ClockReading};
use uuid::Uuid;

pub const NOW_MS: i64 = 1_764_032_400_000;

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + number)
}

pub fn server() -> ServerId {
    ServerId(id(1))
}

pub fn device() -> DeviceId {
    DeviceId(id(2))
}

pub fn replica() -> ReplicaId {
    ReplicaId(id(3))
}

pub fn author() -> UserId {
    UserId(id(4))
}

pub fn boot() -> BootId {
    BootId(id(5))
}

pub fn device_key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub fn server_key() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

pub fn area() -> AreaCode {
    AreaCode::parse("31.71.08.1002").expect("a code")
}

pub fn route_scope() -> Scope {
    Scope::Delivery {
        kelurahan: area(),
        route: Some(RouteId(id(6))),
    }
}

pub fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

pub fn profile() -> UserProfile {
    UserProfile {
        full_name: line("Dedi Contoh"),
        call_name: line("Pak Dedi"),
        phone: line("0812 0000 0001"),
        trainings: Vec::new(),
    }
}

/// What a courier recorded at one door, and took back.
pub fn payloads() -> Vec<Payload> {
    let delivery = DeliveryId(id(20));
    let person = Some(PersonId(id(21)));
    let record = Record {
        delivery,
        person,
        door: None,
        attempt: Attempt {
            run: RunId(id(22)),
            date: NaiveDate::from_ymd_opt(2025, 11, 25).expect("a date"),
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: author(),
        },
        value: DeliveryValue {
            outcome: Outcome::ReceivedSelf,
            flags: Vec::new(),
            wellbeing: Some(Wellbeing::Well),
            boxes: 2,
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    };
    vec![record.into(), Retract { delivery, person }.into()]
}

/// The first without an anchor, the second after a hello.
pub fn operations() -> Vec<Operation> {
    let anchor = Anchor {
        boot: boot(),
        boot_ms: 3_600_000,
        server_ms: NOW_MS,
    };
    let anchors = [None, Some(anchor)];
    let wrapped = payloads().into_iter().zip(anchors).zip(1u8..);
    wrapped
        .map(|((payload, anchor), seq)| Operation {
            envelope: Envelope {
                op_id: OpId(id(30 + u128::from(seq))),
                replica: replica(),
                seq: seq.into(),
                kind: payload.kind().to_owned(),
                schema: SCHEMA,
                scope: route_scope(),
                entity: payload.entity(),
                author: author(),
                clock: ClockReading {
                    wall_ms: NOW_MS + 7 - 60_000 * i64::from(seq),
                    boot: boot(),
                    boot_ms: 3_600_000 + 60_000 * i64::from(seq),
                    anchor,
                },
            },
            body: payload.encode([seq; 16]),
        })
        .collect()
}

//! What people do in these tests.

use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::enrolment::Membership;
use rantang_core::enrolment::operations::{self as enrolment, EnrolmentSet};
use rantang_core::ids::{DeliveryId, OpId, RouteId, RunId, UserId};
use rantang_core::people::operations::{Edit, PersonSet};
use rantang_core::routes::operations::Assign;
use rantang_core::runs::Sitting;
use rantang_core::text::{Line, Note};
use rantang_server::sample;
use uuid::Uuid;

use super::office::{area, today};

/// Two boxes handed to somebody of the sample.
pub fn delivery(courier: &str, person: &str) -> Record {
    delivery_with(courier, person, "")
}

/// With a remark for the case file.
pub fn delivery_with(courier: &str, person: &str, note: &str) -> Record {
    Record {
        delivery: DeliveryId(Uuid::new_v4()),
        person: Some(sample::person_id(person)),
        door: None,
        attempt: Attempt {
            run: RunId::of(sample::route_id(courier), today(), Sitting::Morning),
            date: today(),
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: sample::user_id(courier),
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
        case: DeliveryCase {
            complaints: Vec::new(),
            note: Note::parse(note).expect("short"),
        },
    }
}

pub fn phone_edit(person: &str, phone: &str, saw: &[OpId]) -> Edit {
    let phone = PersonSet::Phone(Line::parse(phone).expect("short"));
    Edit {
        person: sample::person_id(person),
        sets: vec![(phone, saw.to_vec())],
    }
}

/// Puts somebody of the sample on a courier's route, whatever stood there.
pub fn moves(person: &str, courier: &str) -> enrolment::Edit {
    let membership = Membership {
        route: Some(sample::route_id(courier)),
        order_key: Line::parse("zz").expect("short"),
    };
    enrolment::Edit {
        person: sample::person_id(person),
        period: sample::period_id(),
        sets: vec![(EnrolmentSet::Membership(membership), vec![])],
    }
}

pub fn assign(route: RouteId, courier: UserId, saw: Vec<OpId>) -> Assign {
    Assign {
        route,
        kelurahan: area(),
        courier: Some(courier),
        saw,
    }
}

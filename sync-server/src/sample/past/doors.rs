//! What happened at the doors of a past round: plausible, and the same each time.

use std::collections::BTreeMap;

use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Complaint, Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::ids::{ContactId, DeliveryId};

use super::super::people::scope;
use super::super::table::{ContactRecord, PersonRecord};
use super::super::{id, line, operation, person_id, text, user_id};
use super::{BOXES_PER_DOOR, Round};
use crate::store::OwnOperation;

/// Nobody answers here for the last days, and nobody else is known: a visit is proposed.
const SILENT: &str = "Mulyati";
const SILENT_DAYS: i64 = 3;
/// Two services without having been seen; a third would propose a visit.
const UNSEEN_MAX: u32 = 2;
/// A second try comes at the end of the round.
const RETRY_MIN: i64 = 55;

/// For how many services in a row somebody was not seen.
#[derive(Default)]
pub struct Walk {
    unseen: BTreeMap<String, u32>,
}

/// One attempt at a door; `later` is a second try.
pub struct Try {
    pub value: DeliveryValue,
    case: DeliveryCase,
    later: bool,
}

pub fn door(round: &Round<'_>, record: &PersonRecord, walk: &mut Walk) -> Vec<Try> {
    let tries = tries(round, record, walk);
    let unseen = walk.unseen.entry(record.name.clone()).or_default();
    if tries.iter().any(|it| it.value.outcome.met_person()) {
        *unseen = 0;
    } else {
        *unseen += 1;
    }
    tries
}

fn tries(round: &Round<'_>, record: &PersonRecord, walk: &Walk) -> Vec<Try> {
    let neighbor = record.contacts.iter().find(|it| it.may_receive);
    if record.name == SILENT && round.back <= SILENT_DAYS {
        let seen_by_neighbor = (round.back == SILENT_DAYS).then_some(true);
        return vec![unanswered(true, seen_by_neighbor)];
    }
    // Whoever was met yesterday may be at the market today; after two days somebody opens.
    if walk.unseen.get(&record.name).copied().unwrap_or_default() == UNSEEN_MAX {
        return vec![met(Outcome::ReceivedSelf)];
    }
    match (chance(round, record), neighbor) {
        (0..=69, _) => vec![met(Outcome::ReceivedSelf)],
        (70..=85, _) => vec![met(Outcome::ReceivedFamily)],
        (86..=91, Some(contact)) => vec![left_with(record, contact)],
        (92..=94, _) => vec![unanswered(false, None), later(met(Outcome::ReceivedSelf))],
        (95..=96, _) => vec![unwell(chance(round, record))],
        (97..=98, _) => vec![unanswered(true, Some(true))],
        (99.., _) => vec![met(Outcome::RefusedToday)],
        (86..=91, None) => vec![met(Outcome::ReceivedFamily)],
    }
}

/// 0 to 99, by the person and how long ago it was: the same pattern on whatever day the sample is made.
fn chance(round: &Round<'_>, record: &PersonRecord) -> u8 {
    let words = format!("{}/{}", round.back, record.name);
    id("chance", &words).as_bytes()[0] % 100
}

fn attempt(outcome: Outcome, wellbeing: Option<Wellbeing>) -> Try {
    Try {
        value: DeliveryValue {
            outcome,
            flags: Vec::new(),
            wellbeing,
            boxes: if outcome.is_handed_over() {
                BOXES_PER_DOOR
            } else {
                0
            },
            received_by: line(""),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
        later: false,
    }
}

fn met(outcome: Outcome) -> Try {
    attempt(outcome, Some(Wellbeing::Well))
}

fn unwell(chance: u8) -> Try {
    let (complaint, words) = if chance.is_multiple_of(2) {
        (Complaint::Fever, "Demam sejak semalam, sudah minum obat.")
    } else {
        (Complaint::NotEating, "Kemarin makannya sedikit.")
    };
    Try {
        case: DeliveryCase {
            complaints: vec![complaint],
            note: text(words),
        },
        ..attempt(Outcome::ReceivedSelf, Some(Wellbeing::Unwell))
    }
}

fn left_with(record: &PersonRecord, contact: &ContactRecord) -> Try {
    let mut left = attempt(Outcome::LeftWithNeighbor, Some(Wellbeing::NotSeen));
    let key = format!("{}/{}", record.name, contact.name);
    left.value.contact = Some(ContactId(id("contact", &key)));
    left.value.received_by = line(&contact.name);
    left.value.seen_by_neighbor = Some(true);
    left
}

fn unanswered(bring_back: bool, seen_by_neighbor: Option<bool>) -> Try {
    let mut unanswered = attempt(Outcome::NoAnswer, Some(Wellbeing::NotSeen));
    unanswered.value.bring_back = bring_back;
    unanswered.value.seen_by_neighbor = seen_by_neighbor;
    unanswered
}

fn later(tried: Try) -> Try {
    Try {
        later: true,
        ..tried
    }
}

impl Try {
    pub fn record(self, round: &Round<'_>, record: &PersonRecord, minutes: i64) -> OwnOperation {
        let number = u8::from(self.later);
        let label = round.label(&format!("{}/{number}", record.name));
        let minutes = if self.later {
            minutes + RETRY_MIN
        } else {
            minutes
        };
        let recorded = Record {
            delivery: DeliveryId(id("delivery", &label)),
            person: Some(person_id(&record.name)),
            door: None,
            attempt: Attempt {
                run: round.run(),
                date: round.date,
                sitting: round.sitting,
                slots: vec![Slot::First, Slot::Second],
                courier: user_id(&round.courier.key),
            },
            value: self.value,
            case: self.case,
        };
        operation(
            &label,
            scope(round.moment, record),
            recorded,
            round.at(minutes),
        )
    }
}

//! The doors of a round, as the courier's phone shows them.

use rantang_core::day::door::DoorState as State;
use rantang_core::day::listing::Due;
use rantang_core::ids::RunId;
use rantang_core::people::Diet;
use rantang_core::runs::Sitting;

use super::view::*;
use crate::day::{DayModel, Door, DoorAttempt, Moved, OffList, RouteDay};

/// Waiting doors in walking order, then those that come back, then the done, then the held.
pub fn doors(day: &DayModel, route: &RouteDay, sitting: Sitting) -> Vec<DoorView> {
    let listed = day.listed(route, sitting);
    let mut views: Vec<DoorView> = listed
        .iter()
        .enumerate()
        .map(|(at, (door, due))| door_view(day, door, due, at as u32 + 1))
        .collect();
    let moved = day.moved(route, sitting);
    views.extend(moved.into_iter().map(|moved| moved_view(day, moved)));
    let run = RunId::of(route.route, day.date, sitting);
    let off_list = day
        .off_list
        .iter()
        .filter(|off| off.attempt.fact.run == run);
    views.extend(off_list.map(|off| off_list_view(day, off)));
    // Stable: within a group the walking order stays; the done stand with the latest first.
    views.sort_by_key(|door| match door.state {
        DoorState::Waiting => (0, 0),
        DoorState::Retry { at_ms, .. } => (1, at_ms),
        DoorState::Done { at_ms, .. } => (2, -at_ms),
        DoorState::Held { .. } => (3, 0),
    });
    views
}

fn door_view(day: &DayModel, door: &Door, due: &Due, no: u32) -> DoorView {
    let state = match (door.state(), due) {
        (State::Waiting, Due::Held { reason, until }) => DoorState::Held {
            reason: *reason,
            until: *until,
        },
        (State::Waiting, _) => DoorState::Waiting,
        // Somebody who went to hospital after nobody answered does not come back today.
        (State::Retry { .. }, Due::Held { reason, until }) => DoorState::Held {
            reason: *reason,
            until: *until,
        },
        (State::Retry { outcome, at_ms }, _) => DoorState::Retry { outcome, at_ms },
        (State::Done { outcome, at_ms }, _) => DoorState::Done { outcome, at_ms },
    };
    let address = &door.address;
    DoorView {
        id: door.member.person.0,
        person_id: Some(door.member.person.0),
        no,
        name: door.display_name(),
        rt: address.rt.map(|rt| rt.to_string()).unwrap_or_default(),
        rw: address.rw.map(|rw| rw.to_string()).unwrap_or_default(),
        gang: address.gang.to_string(),
        house_no: address.house_no.to_string(),
        landmark: address.landmark.to_string(),
        kelurahan_name: day.kelurahan_name.clone(),
        access_note: door.access_note.clone(),
        boxes: day.boxes_per_door(),
        slots: day.slots(),
        diet: door.diet.is_special().then(|| diet_view(&door.diet)),
        contacts: door
            .contacts
            .iter()
            .map(|contact| DoorContactView {
                id: contact.id.0,
                name: contact.detail.name.to_string(),
                relation: contact.detail.relation,
                hint: contact.detail.hint.to_string(),
                phone: contact.detail.phone.to_string(),
                may_receive: contact.detail.may_receive,
            })
            .collect(),
        lives_alone: door.lives_alone,
        is_new: matches!(due, Due::Visit { is_new: true }),
        is_off_list: false,
        has_moved: false,
        state,
        send_state: door.attempts.last().map(|attempt| attempt.send_state),
        attempts: door
            .attempts
            .iter()
            .map(|attempt| AttemptView {
                asks_proof: asks_proof(day, door, attempt),
                ..attempt_view(day, attempt)
            })
            .collect(),
    }
}

/// Of what was handed over; whoever closed the door otherwise has nothing to show.
fn asks_proof(day: &DayModel, door: &Door, attempt: &DoorAttempt) -> bool {
    let proof = day.terms().map(|terms| terms.proof).unwrap_or_default();
    attempt.proofs == 0
        && attempt.fact.value.outcome.is_handed_over()
        && proof.asks_at(door.member.person, day.date)
}

fn off_list_view(day: &DayModel, off: &OffList) -> DoorView {
    let fact = &off.attempt.fact;
    DoorView {
        id: fact.delivery.0,
        person_id: None,
        no: 0,
        name: off.door.name.to_string(),
        rt: off.door.rt.to_string(),
        rw: off.door.rw.to_string(),
        gang: String::new(),
        house_no: String::new(),
        landmark: off.door.landmark.to_string(),
        kelurahan_name: day.kelurahan_name.clone(),
        access_note: String::new(),
        boxes: fact.value.boxes,
        slots: day.slots(),
        diet: None,
        contacts: vec![],
        lives_alone: false,
        is_new: false,
        is_off_list: true,
        has_moved: false,
        state: DoorState::Done {
            outcome: fact.value.outcome,
            at_ms: fact.at_ms,
        },
        send_state: Some(off.attempt.send_state),
        attempts: vec![attempt_view(day, &off.attempt)],
    }
}

/// The round keeps the door and what was given there, and says nothing else of the person.
fn moved_view(day: &DayModel, moved: &Moved) -> DoorView {
    let state = match moved.state() {
        State::Waiting => DoorState::Waiting,
        State::Retry { outcome, at_ms } => DoorState::Retry { outcome, at_ms },
        State::Done { outcome, at_ms } => DoorState::Done { outcome, at_ms },
    };
    let attempts = moved.attempts.iter().map(|attempt| AttemptView {
        received_by: String::new(),
        wellbeing: None,
        note: String::new(),
        ..attempt_view(day, attempt)
    });
    DoorView {
        id: moved.person.0,
        person_id: None,
        no: 0,
        name: String::new(),
        rt: String::new(),
        rw: String::new(),
        gang: String::new(),
        house_no: String::new(),
        landmark: String::new(),
        kelurahan_name: String::new(),
        access_note: String::new(),
        boxes: day.boxes_per_door(),
        slots: day.slots(),
        diet: None,
        contacts: vec![],
        lives_alone: false,
        is_new: false,
        is_off_list: false,
        has_moved: true,
        state,
        send_state: moved.attempts.last().map(|attempt| attempt.send_state),
        attempts: attempts.collect(),
    }
}

fn attempt_view(day: &DayModel, attempt: &DoorAttempt) -> AttemptView {
    let fact = &attempt.fact;
    AttemptView {
        delivery_id: fact.delivery.0,
        outcome: fact.value.outcome,
        flags: fact.value.flags.clone(),
        wellbeing: fact.value.wellbeing,
        boxes: fact.value.boxes,
        received_by: fact.value.received_by.to_string(),
        at_ms: fact.at_ms,
        by: day.call_name(fact.courier),
        note: attempt.case.note.to_string(),
        send_state: attempt.send_state,
        corrected: attempt.corrected,
        proofs: attempt.proofs,
        asks_proof: false,
    }
}

pub fn diet_view(diet: &Diet) -> DietView {
    DietView {
        texture: diet.texture,
        flags: diet.flags.clone(),
        allergy: diet.allergy.to_string(),
        note: diet.note.to_string(),
    }
}

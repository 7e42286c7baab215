//! *Perlu dicek*: found in the records, settled once, for everybody.

use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue, OffListDoor};
use rantang_core::ids::{DeliveryId, RunId, UserId};
use rantang_core::runs::Sitting;
use rantang_core::text::Note;
use rantang_device::command::ErrorCode;
use rantang_device::people::view::TodayMark;
use rantang_device::people::{PersonEdit, PersonEditValue, PersonGet, handlers as people};
use rantang_device::review::view::{ReviewBody, ReviewItem};
use rantang_device::review::*;
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::desk::{INVENTED_NIK, desk, new_person, on, rename, route};
use crate::support::{World, area, line, note, person, register};

/// Without the question whether namesakes are one person: tests of its own ask it.
fn items(device: &Device) -> Vec<ReviewItem> {
    without_pairs(handlers::list(device).unwrap().items)
}

fn without_pairs(mut items: Vec<ReviewItem>) -> Vec<ReviewItem> {
    items.retain(|item| !matches!(item.body, ReviewBody::SamePerson { .. }));
    items
}

/// What is left.
fn settle(device: &Device, item_ids: &[Uuid]) -> Vec<ReviewItem> {
    let decide = ReviewDecide {
        item_ids: item_ids.to_vec(),
        decision: ReviewDecision::Settle,
        note: "sudah ditanyakan".to_owned(),
    };
    without_pairs(handlers::decide(device, decide).unwrap().items)
}

fn record(number: u128, who: Option<u128>, courier: u128, outcome: Outcome) -> Record {
    Record {
        delivery: DeliveryId(Uuid::from_u128(0xd000 + number)),
        person: who.map(person),
        door: who.is_none().then(|| OffListDoor {
            name: line("Bu Sumiyati"),
            kelurahan: area(),
            rt: line("7"),
            rw: line("4"),
            landmark: note("pagar biru"),
            note: Note::default(),
        }),
        attempt: Attempt {
            run: RunId::of(route(), on(24), Sitting::Morning),
            date: on(24),
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: UserId(Uuid::from_u128(courier)),
        },
        value: DeliveryValue {
            outcome,
            flags: vec![],
            wellbeing: None,
            boxes: if outcome.is_handed_over() { 2 } else { 0 },
            received_by: line(""),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    }
}

#[test]
fn two_edits_that_did_not_see_each_other_are_shown_and_settled() {
    let world = World::new();
    let device = desk(&world);
    let seen = people::add(&device, new_person(1, "Sumiati"))
        .unwrap()
        .name
        .heads;
    people::edit(&device, rename("Sumiyati", &seen)).unwrap();
    world.later();
    people::edit(&device, rename("Soemiati", &seen)).unwrap();
    world.later();
    let found = items(&device);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person_id, Some(person(1).0));
    let ReviewBody::Conflict {
        entity_kind,
        entity_id,
        register,
        values,
    } = &found[0].body
    else {
        panic!("a conflict: {found:?}");
    };
    let texts: Vec<&str> = values.iter().map(|value| value.text.as_str()).collect();
    assert_eq!(texts, ["Sumiyati", "Soemiati"]);
    assert_eq!(
        values.iter().filter(|value| value.is_provisional).count(),
        1
    );
    assert_eq!(
        (values[0].by.as_str(), values[0].by_phone.as_str()),
        ("Pak Dedi", "+6281200000001")
    );

    let choose = || ConflictResolve {
        entity_kind: entity_kind.clone(),
        entity_id: *entity_id,
        register: register.clone(),
        keep: values[0].operation_id,
        saw: values.iter().map(|value| value.operation_id).collect(),
    };
    assert!(
        handlers::resolve(&device, choose())
            .unwrap()
            .items
            .is_empty()
    );
    let shown = people::get(
        &device,
        PersonGet {
            person_id: person(1).0,
        },
    )
    .unwrap();
    assert_eq!(shown.name.value.unwrap().name, "Sumiyati");
    assert_eq!(shown.history[0].kind, "conflict.resolve");
    assert_eq!(shown.history[0].text, "Nama: Sumiyati");
    // Whoever comes late is told, and does not undo what was decided.
    let late = handlers::resolve(&device, choose()).unwrap_err();
    assert_eq!(late.code, ErrorCode::ChangedMeanwhile);
}

#[test]
fn what_was_not_shown_stays_a_question() {
    let world = World::new();
    let device = desk(&world);
    let seen = people::add(&device, new_person(1, "Sumiati"))
        .unwrap()
        .name
        .heads;
    let first = people::edit(&device, rename("Sumiyati", &seen))
        .unwrap()
        .name
        .heads[0];
    people::edit(&device, rename("Soemiati", &seen)).unwrap();
    let id = items(&device)[0].id;
    let only_one = ConflictResolve {
        entity_kind: "person".to_owned(),
        entity_id: person(1).0,
        register: "name".to_owned(),
        keep: first,
        saw: vec![first],
    };
    let left = handlers::resolve(&device, only_one).unwrap().items;
    assert_eq!(left.len(), 1);
    assert_ne!(left[0].id, id);
}

#[test]
fn two_couriers_at_one_door_are_one_question_and_the_first_counts() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([Draft::from(register(person(1), "Karto", Some(route())))])
        .unwrap();
    device
        .record([Draft::from(record(1, Some(1), 3, Outcome::ReceivedSelf))])
        .unwrap();
    assert!(items(&device).is_empty());
    world.later();
    device
        .record([
            Draft::from(record(2, Some(1), 4, Outcome::ReceivedFamily)),
            Draft::from(record(3, Some(1), 4, Outcome::NoAnswer)),
        ])
        .unwrap();
    let found = items(&device);
    let ReviewBody::Duplicate { date, attempts } = &found[0].body else {
        panic!("a duplicate: {found:?}");
    };
    assert_eq!(*date, on(24));
    let counts: Vec<bool> = attempts.iter().map(|attempt| attempt.counts).collect();
    assert_eq!(counts, [true, false]);
    assert_eq!(attempts[0].by, "Pak Dedi");
    let page = people::get(
        &device,
        PersonGet {
            person_id: person(1).0,
        },
    )
    .unwrap();
    assert!(matches!(page.row.today, TodayMark::Review));

    assert!(settle(&device, &[found[0].id]).is_empty());
    let recorded = || rantang_device::sync::status(&device).unwrap().unsent;
    let before = recorded();
    assert!(settle(&device, &[found[0].id]).is_empty());
    assert_eq!(recorded(), before, "settled once");
}

#[test]
fn twenty_questions_of_a_kind_are_settled_at_once_and_come_back_on_urungkan() {
    let world = World::new();
    let device = desk(&world);
    let twice = |who: u128| {
        [
            Draft::from(register(person(who), "Karto", Some(route()))),
            Draft::from(record(who, Some(who), 3, Outcome::ReceivedSelf)),
            Draft::from(record(100 + who, Some(who), 9, Outcome::LeftWithNeighbor)),
        ]
    };
    device.record((1..=20).flat_map(twice)).unwrap();
    let found: Vec<Uuid> = items(&device).iter().map(|item| item.id).collect();
    assert_eq!(found.len(), 20);
    assert!(settle(&device, &found).is_empty());
    let reopen = ReviewReopen {
        item_ids: found.clone(),
    };
    let back = handlers::reopen(&device, reopen).unwrap();
    assert_eq!(without_pairs(back.items).len(), 20);
    // Settled again after it was taken back.
    assert_eq!(settle(&device, &found[..5]).len(), 15);
}

#[test]
fn of_many_values_that_stand_against_each_other_the_latest_is_kept_at_once() {
    let world = World::new();
    let device = desk(&world);
    let mut seen = Vec::new();
    for who in 1..=3 {
        seen.push(
            people::add(&device, new_person(who, "Sumiati"))
                .unwrap()
                .name
                .heads,
        );
    }
    for (at, name) in ["Sumiyati", "Soemijati"].iter().enumerate() {
        for (who, heads) in (1..=3).zip(&seen) {
            let edit = PersonEdit {
                person_id: person(who).0,
                ..rename(&format!("{name} {who}"), heads)
            };
            people::edit(&device, edit).unwrap();
        }
        if at == 0 {
            world.later();
        }
    }
    let found: Vec<Uuid> = items(&device).iter().map(|item| item.id).collect();
    assert_eq!(found.len(), 3);
    let keep = ReviewDecide {
        item_ids: found,
        decision: ReviewDecision::KeepLatest,
        note: String::new(),
    };
    let left = handlers::decide(&device, keep).unwrap().items;
    assert!(without_pairs(left).is_empty());
    let who = PersonGet {
        person_id: person(2).0,
    };
    assert_eq!(
        people::get(&device, who).unwrap().row.name,
        "Ibu Soemijati 2"
    );
}

#[test]
fn a_door_off_the_list_names_who_it_may_be_and_is_attached() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([
            Draft::from(register(person(1), "Soemijati", Some(route()))),
            Draft::from(register(person(2), "Karto", Some(route()))),
        ])
        .unwrap();
    world.later();
    device
        .record([Draft::from(record(1, None, 3, Outcome::ReceivedSelf))])
        .unwrap();
    let found = items(&device);
    let ReviewBody::OffList {
        delivery_id,
        door,
        candidates,
        ..
    } = &found[0].body
    else {
        panic!("a door off the list: {found:?}");
    };
    assert_eq!((door.name.as_str(), door.boxes), ("Bu Sumiyati", 2));
    let names: Vec<&str> = candidates.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Soemijati"]);
    let attach = DoorAttach {
        delivery_id: *delivery_id,
        person_id: person(1).0,
    };
    assert!(handlers::attach(&device, attach).unwrap().items.is_empty());
    let page = people::get(
        &device,
        PersonGet {
            person_id: person(1).0,
        },
    )
    .unwrap();
    assert_eq!(page.row.last_met_on, Some(on(24)));
    assert_eq!(page.history[0].outcome, Some(Outcome::ReceivedSelf));
}

#[test]
fn who_moved_away_is_a_proposal_until_it_is_decided() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([
            Draft::from(register(person(1), "Karto", Some(route()))),
            Draft::from(record(1, Some(1), 3, Outcome::Moved)),
        ])
        .unwrap();
    let found = items(&device);
    assert!(matches!(
        found[0].body,
        ReviewBody::Proposal {
            outcome: Outcome::Moved,
            ..
        }
    ));
    assert_eq!(found[0].person_name.as_deref(), Some("Karto"));
    assert!(settle(&device, &[found[0].id]).is_empty());
}

#[test]
fn a_question_about_an_identity_shows_no_number_whole() {
    use rantang_device::people::view::{IdentityValue, NikStatus};

    let world = World::new();
    let device = desk(&world);
    let seen = people::add(&device, new_person(1, "Sumiati"))
        .unwrap()
        .identity
        .heads;
    for nik in ["9971084211460011", "9971084211460022"] {
        let edit = PersonEdit {
            person_id: person(1).0,
            edit: PersonEditValue::Identity(IdentityValue {
                nik_status: NikStatus::Known,
                nik: nik.to_owned(),
                kk: String::new(),
            }),
            saw: seen.clone(),
        };
        people::edit(&device, edit).unwrap();
    }
    let review = handlers::list(&device).unwrap();
    assert_eq!(review.items.len(), 1);
    let page = people::get(
        &device,
        PersonGet {
            person_id: person(1).0,
        },
    )
    .unwrap();
    let shown = serde_json::to_string(&(review, page)).unwrap();
    assert!(shown.contains("9971••••••••0011"));
    assert!(!shown.contains(&INVENTED_NIK[4..12]));
}

#[test]
fn a_hand_over_to_a_merged_duplicate_counts_for_the_person_who_stayed() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([
            Draft::from(register(person(1), "Karto", Some(route()))),
            Draft::from(register(person(2), "Kartono", Some(route()))),
            Draft::from(record(1, Some(1), 3, Outcome::ReceivedSelf)),
            Draft::from(record(2, Some(2), 3, Outcome::LeftWithNeighbor)),
        ])
        .unwrap();
    assert!(items(&device).is_empty());
    let merge = rantang_core::people::operations::SetAlias {
        person: person(2),
        canonical: Some(person(1)),
        saw: vec![],
    };
    device.record([Draft::from(merge)]).unwrap();
    let found = items(&device);
    assert!(matches!(found[0].body, ReviewBody::Duplicate { .. }));
    assert_eq!(found[0].person_id, Some(person(1).0));
}

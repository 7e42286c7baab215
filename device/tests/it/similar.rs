//! Who is like this already, and two records of one person. All NIKs are invented.

use chrono::NaiveDate;
use rantang_core::places::Rw;
use rantang_device::Device;
use rantang_device::Draft;
use rantang_device::command::ErrorCode;
use rantang_device::people::{PersonAdd, PersonGet, handlers as people};
use rantang_device::review::view::{ReviewBody, ReviewItem};
use rantang_device::review::{ReviewDecide, ReviewDecision, handlers as review};
use rantang_device::similar::view::{Reason, SimilarView, Verdict};
use rantang_device::similar::{PeopleJoin, PeopleSimilar, compare_due, handlers as similar};

use crate::desk::{asked, code, desk, listed, new_person};
use crate::support::{World, person, register};

/// As a coordinator begins to write somebody down.
fn typed(name: &str, born: &str) -> PeopleSimilar {
    let PersonAdd {
        address, mut birth, ..
    } = new_person(9, name);
    birth.date = born.parse().ok();
    birth.sex = None;
    PeopleSimilar {
        name: name.to_owned(),
        nickname: String::new(),
        birth,
        address,
        phone: String::new(),
        nik: String::new(),
        kk: String::new(),
    }
}

fn like(device: &Device, args: &PeopleSimilar) -> SimilarView {
    similar::similar(device, args).unwrap()
}

/// Somebody with a number of their own.
fn added(number: u128, name: &str) -> PersonAdd {
    let mut add = new_person(number, name);
    add.identity.nik = String::new();
    add.identity.nik_status = rantang_device::people::view::NikStatus::Unknown;
    add.identity.kk = String::new();
    add.phone = String::new();
    add
}

fn pairs(device: &Device) -> Vec<ReviewItem> {
    let items = review::list(device).unwrap().items;
    let is_pair = |item: &ReviewItem| matches!(item.body, ReviewBody::SamePerson { .. });
    items.into_iter().filter(is_pair).collect()
}

#[test]
fn whoever_is_here_under_another_spelling_is_shown_with_why() {
    let world = World::new();
    let device = desk(&world);
    people::add(&device, added(1, "Ny. Soemijati")).unwrap();
    let mut neighbour = added(2, "Karto");
    neighbour.birth.date = None;
    people::add(&device, neighbour).unwrap();
    let mut args = typed("Sumiyati", "1946-11-24");
    args.address.kelurahan_code = "31.71.08.1002".to_owned();
    let found = like(&device, &args).people;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].person.row.id, person(1).0);
    assert_eq!(found[0].verdict, Verdict::Probable);
    assert!(found[0].reasons.contains(&Reason::SameSound));
    assert!(found[0].reasons.contains(&Reason::SameBirthDate));
    assert!(like(&device, &typed("Wagimin", "")).people.is_empty());
}

#[test]
fn a_telephone_of_a_contact_and_a_nik_find_somebody_too() {
    let world = World::new();
    let device = desk(&world);
    let mut add = new_person(1, "Sumiati");
    add.identity.nik = "3171084211460001".to_owned();
    people::add(&device, add).unwrap();
    let mut by_nik = typed("Wagiyem", "");
    by_nik.nik = "3171084211460001".to_owned();
    assert_eq!(like(&device, &by_nik).people[0].reasons[0], Reason::SameNik);
    let mut by_phone = typed("Sumi", "");
    by_phone.address.rt = String::new();
    by_phone.phone = "0812 3456 7890".to_owned();
    let found = like(&device, &by_phone).people;
    assert!(found[0].reasons.contains(&Reason::SamePhone), "{found:?}");
}

#[test]
fn one_person_registered_on_two_devices_is_a_question_with_both_sides() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([Draft::from(register(person(1), "Soemijati", None))])
        .unwrap();
    world.later();
    device
        .record([Draft::from(register(person(2), "Sumiyati", None))])
        .unwrap();
    let items = pairs(&device);
    let ReviewBody::SamePerson { sides, reasons, .. } = &items[0].body else {
        unreachable!("only pairs are listed");
    };
    let names: Vec<&str> = sides.iter().map(|it| it.person.row.name.as_str()).collect();
    assert_eq!(names, ["Soemijati", "Sumiyati"]);
    assert!(reasons.contains(&Reason::SameSound));

    let joined = PeopleJoin {
        person_id: person(2).0,
        into: Some(person(1).0),
    };
    similar::join(&device, &joined).unwrap();
    assert!(pairs(&device).is_empty());
    assert_eq!(listed(&device, asked("Sumiyati")), ["Soemijati"]);
    let page = people::get(
        &device,
        PersonGet {
            person_id: person(2).0,
        },
    )
    .unwrap();
    assert_eq!(page.row.id, person(1).0);

    let apart = PeopleJoin {
        person_id: person(2).0,
        into: None,
    };
    similar::join(&device, &apart).unwrap();
    assert_eq!(
        pairs(&device).len(),
        1,
        "two after all: it is a question again"
    );
}

#[test]
fn what_was_said_to_be_two_people_never_comes_back() {
    let world = World::new();
    let device = desk(&world);
    let two = [(1, "Soemijati"), (2, "Sumiyati")];
    device
        .record(two.map(|(number, name)| Draft::from(register(person(number), name, None))))
        .unwrap();
    let decide = ReviewDecide {
        item_ids: pairs(&device).iter().map(|item| item.id).collect(),
        decision: ReviewDecision::Settle,
        note: String::new(),
    };
    review::decide(&device, decide).unwrap();
    assert!(pairs(&device).is_empty());
    // Whatever is written about one of them later does not ask again.
    world.later();
    let page = people::get(
        &device,
        PersonGet {
            person_id: person(2).0,
        },
    )
    .unwrap();
    let rename = crate::desk::rename("Soemiyati", &page.name.heads);
    people::edit(&device, rename).unwrap();
    assert!(pairs(&device).is_empty());
}

#[test]
fn whoever_was_seen_and_is_somebody_else_is_no_question() {
    let world = World::new();
    let device = desk(&world);
    people::add(&device, added(1, "Soemijati")).unwrap();
    let second = PersonAdd {
        different_from: vec![person(1).0],
        ..added(2, "Sumiyati")
    };
    people::add(&device, second).unwrap();
    assert!(pairs(&device).is_empty());
    people::add(&device, added(3, "Sumiati")).unwrap();
    assert_eq!(pairs(&device).len(), 2);
}

#[test]
fn nobody_is_joined_with_somebody_unknown_or_themselves() {
    let world = World::new();
    let device = desk(&world);
    people::add(&device, added(1, "Soemijati")).unwrap();
    let join = |into: u128| PeopleJoin {
        person_id: person(1).0,
        into: Some(person(into).0),
    };
    assert_eq!(code(similar::join(&device, &join(7))), ErrorCode::NotFound);
    assert_eq!(
        code(similar::join(&device, &join(1))),
        ErrorCode::BadRequest
    );
}

/// Many people on one day, each at another door, and a namesake of one of them.
fn many(device: &Device) {
    let strangers = [
        "Wagimin", "Tumirah", "Karto", "Painem", "Budiyono", "Lestari",
    ];
    let people = (1..=60_u16).map(|number| {
        let mut register = register(
            person(number.into()),
            strangers[usize::from(number % 6)],
            None,
        );
        register.birth.date = NaiveDate::from_ymd_opt(1930 + i32::from(number / 6), 2, 3);
        register.address.rw = Rw::new(number).ok();
        Draft::from(register)
    });
    device.record(people).unwrap();
    let mut twice = register(person(61), "Tumirrah", None);
    twice.birth.date = NaiveDate::from_ymd_opt(1931, 2, 3);
    twice.address.rw = Rw::new(7).ok();
    device.record([Draft::from(twice)]).unwrap();
}

#[test]
fn many_new_people_are_compared_beside_and_the_screen_says_how_many_are_left() {
    let world = World::new();
    let device = desk(&world);
    many(&device);
    let view = review::list(&device).unwrap();
    assert_eq!((view.comparing, pairs(&device).len()), (61, 0));

    assert_eq!(compare_due(&device).unwrap(), 61);
    assert_eq!(compare_due(&device).unwrap(), 0, "each is compared once");
    assert_eq!(review::list(&device).unwrap().comparing, 0);
    let found = pairs(&device);
    let two: Vec<Option<uuid::Uuid>> = found.iter().map(|item| item.person_id).collect();
    assert_eq!(two, [Some(person(7).0)]);
}

#[test]
fn a_pair_that_was_kept_goes_when_one_of_them_turns_out_to_be_named_otherwise() {
    let world = World::new();
    let device = desk(&world);
    many(&device);
    compare_due(&device).unwrap();
    world.later();
    let page = |number: u128| {
        let person_id = person(number).0;
        people::get(&device, PersonGet { person_id }).unwrap()
    };
    let rename = |number: u128, name: &str| {
        let mut edit = crate::desk::rename(name, &page(number).name.heads);
        edit.person_id = person(number).0;
        people::edit(&device, edit).unwrap();
    };
    rename(61, "Sarinem");
    assert!(pairs(&device).is_empty(), "at once");
    assert_eq!(
        compare_due(&device).unwrap(),
        2,
        "who changed, and who was like them"
    );
    assert!(pairs(&device).is_empty());

    rename(61, "Tumirah");
    assert_eq!(pairs(&device).len(), 1, "at once");
    compare_due(&device).unwrap();
    assert_eq!(pairs(&device).len(), 1);
}

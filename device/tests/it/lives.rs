//! What changes in somebody's life: holds, deaths, contacts, enrolment, fasting. Everybody is invented.

use rantang_device::people::view::*;
use rantang_device::people::*;
use rantang_device::round::view::{ContactRelation, HoldReason};
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{World, person, register};

use crate::desk::*;

#[test]
fn a_hold_stops_today_and_its_end_brings_the_person_back() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([Draft::from(register(person(1), "Sumiati", Some(route())))])
        .unwrap();
    world.later();
    let held = handlers::hold_place(
        &device,
        HoldPlace {
            person_id: person(1).0,
            reason: HoldReason::Hospitalized,
            from: on(24),
            until: Some(on(30)),
            note: "RS Tarakan".to_owned(),
        },
    )
    .unwrap();
    assert!(matches!(held.row.today, TodayMark::Held));
    let hold = held.row.hold.unwrap();
    assert_eq!(
        (hold.until, hold.note.as_str()),
        (Some(on(30)), "RS Tarakan")
    );
    assert_eq!(
        held.history[0].text,
        "dirawat, sampai 30 November 2026, RS Tarakan"
    );
    assert_eq!(handlers::list(&device, asked("")).unwrap().counts.held, 1);
    let back = handlers::hold_end(
        &device,
        HoldEnd {
            person_id: person(1).0,
            hold_id: hold.id.unwrap(),
        },
    )
    .unwrap();
    assert!(matches!(back.row.today, TodayMark::Waiting));
    assert!(back.holds.is_empty());
}

#[test]
fn a_death_is_confirmed_and_only_a_reversal_undoes_it() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([Draft::from(register(person(1), "Karto", Some(route())))])
        .unwrap();
    let decide = |decision| DeathDecide {
        person_id: person(1).0,
        decision,
        date: None,
        note: "kabar dari ketua RT".to_owned(),
    };
    let dead = handlers::death_decide(&device, decide(DeathDecision::Confirm)).unwrap();
    assert!(matches!(dead.life, LifeView::Deceased { .. }));
    assert_eq!(dead.row.hold.unwrap().reason, HoldReason::Deceased);
    let gone = PeopleList {
        filter: PeopleFilter::Left,
        ..asked("")
    };
    assert_eq!(listed(&device, gone).len(), 1);
    let alive = handlers::death_decide(&device, decide(DeathDecision::Reverse)).unwrap();
    assert!(matches!(alive.life, LifeView::Alive));
    assert!(matches!(alive.row.today, TodayMark::Waiting));
    let told: Vec<&str> = alive
        .history
        .iter()
        .map(|line| line.text.as_str())
        .collect();
    assert!(told.contains(&"ditetapkan meninggal dunia, kabar dari ketua RT"));
    assert!(told.contains(&"ketetapan dibatalkan, kabar dari ketua RT"));
}

#[test]
fn who_was_not_met_for_days_stands_out() {
    let world = World::new();
    let device = desk(&world);
    device
        .record([Draft::from(register(person(1), "Karto", Some(route())))])
        .unwrap();
    handlers::add(&device, new_person(2, "Sumiati")).unwrap();
    let long = PeopleList {
        filter: PeopleFilter::LongNotMet,
        ..asked("")
    };
    assert_eq!(listed(&device, long), ["Karto"]);
    let days = handlers::get(
        &device,
        PersonGet {
            person_id: person(1).0,
        },
    )
    .unwrap()
    .days;
    assert_eq!(days.len(), 14);
    assert_eq!(days[13].date, on(23));
    assert!(days.iter().all(|day| day.mark == DayMark::Missed));
}

#[test]
fn contacts_enrolment_and_fasting_are_written_register_by_register() {
    let world = World::new();
    let device = desk(&world);
    let id = person(1).0;
    let added = handlers::add(&device, new_person(1, "Sumiati")).unwrap();
    let contact = |saw: Vec<Uuid>, name: &str| ContactSave {
        person_id: id,
        contact_id: Uuid::from_u128(8),
        detail: ContactValue {
            name: name.to_owned(),
            relation: ContactRelation::Neighbor,
            phone: String::new(),
            hint: "pintu biru".to_owned(),
            may_receive: true,
        },
        saw,
    };
    let view = handlers::contact_save(&device, contact(vec![], "Bu Ani")).unwrap();
    let heads = view.contacts[0].detail.heads.clone();
    let view = handlers::contact_save(&device, contact(heads, "Bu Ani Lestari")).unwrap();
    assert_eq!(
        view.contacts[0].detail.value.as_ref().unwrap().name,
        "Bu Ani Lestari"
    );
    assert!(!view.contacts[0].detail.in_conflict);
    let remove = ContactRemove {
        person_id: id,
        contact_id: Uuid::from_u128(8),
    };
    assert!(
        handlers::contact_remove(&device, remove)
            .unwrap()
            .contacts
            .is_empty()
    );

    let fasting = FastingChoose {
        person_id: id,
        fasting: false,
        saw: vec![],
    };
    assert_eq!(
        handlers::fasting_choose(&device, fasting)
            .unwrap()
            .fasting
            .value,
        Some(false)
    );
    let left = EnrolmentSet {
        person_id: id,
        value: EnrolmentValue {
            status: EnrolmentStatus::Left,
            date: on(24),
            reason: "pindah ke Depok".to_owned(),
        },
        saw: added.enrolment.heads,
    };
    let view = handlers::enrolment_set(&device, left).unwrap();
    assert_eq!(view.row.status, EnrolmentStatus::Left);
    assert_eq!(handlers::list(&device, asked("")).unwrap().counts.left, 1);
}

#[test]
fn a_list_that_was_mended_after_writes_is_the_list_made_anew() {
    let world = World::new();
    let device = desk(&world);
    let people = (1..=40).map(|n| {
        let route = (n % 3 != 0).then(route);
        Draft::from(register(
            person(n),
            &format!("Warga {:02}", n * 7 % 40),
            route,
        ))
    });
    device.record(people).unwrap();
    let shown = |device: &Device| {
        let by = [PeopleSort::Name, PeopleSort::Route, PeopleSort::LastMet];
        by.map(|sort| {
            let args = PeopleList { sort, ..asked("") };
            serde_json::to_string(&handlers::list(device, args).unwrap()).unwrap()
        })
    };
    let before = shown(&device);
    let seen = |number: u128| {
        let args = PersonGet {
            person_id: person(number).0,
        };
        handlers::get(&device, args).unwrap()
    };
    let heads = seen(1).name.heads;
    handlers::edit(&device, rename("Zainab", &heads)).unwrap();
    let hold = HoldPlace {
        person_id: person(2).0,
        reason: HoldReason::Away,
        from: on(24),
        until: None,
        note: String::new(),
    };
    handlers::hold_place(&device, hold).unwrap();
    handlers::add(&device, new_person(77, "Amat")).unwrap();
    let merge = rantang_core::people::operations::SetAlias {
        person: person(4),
        canonical: Some(person(5)),
        saw: vec![],
    };
    device.record([Draft::from(merge)]).unwrap();
    let mended = shown(&device);
    assert_ne!(before, mended);
    drop(device);
    assert_eq!(shown(&world.open()), mended);
}

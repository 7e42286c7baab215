//! People as the coordinator's screens list, show and change them. Everybody is invented.

use chrono::NaiveDate;
use rantang_device::command::ErrorCode;
use rantang_device::people::view::*;
use rantang_device::people::*;
use rantang_device::round::view::TextureCode;
use uuid::Uuid;

use crate::support::{World, person};

use crate::desk::*;

#[test]
fn a_new_person_is_on_the_list_of_today_and_adding_again_changes_nothing() {
    let world = World::new();
    let device = desk(&world);
    let added = || PersonAdd {
        route_id: Some(route().0),
        ..new_person(1, "Sumiati")
    };
    let first = handlers::add(&device, added()).unwrap();
    let again = handlers::add(&device, added()).unwrap();
    assert_eq!(first.name.heads, again.name.heads);
    assert_eq!(first.row.name, "Ibu Sumiati");
    assert_eq!(first.row.age, Some(80));
    assert_eq!(
        (first.row.rt.as_str(), first.row.rw.as_str()),
        ("007", "04")
    );
    assert_eq!(first.row.route_name.as_deref(), Some("Galur 1"));
    assert!(matches!(first.row.today, TodayMark::New));
    assert_eq!(first.phone.value.as_deref(), Some("+6281234567890"));
    assert_eq!(first.enrolment.value.unwrap().date, on(24));
    assert_eq!(first.history[0].kind, "person.register");
    assert_eq!(
        handlers::list(&device, asked(""))
            .unwrap()
            .counts
            .open_today,
        1
    );
}

#[test]
fn a_search_finds_whoever_is_meant_and_counts_the_rest_as_before() {
    let world = World::new();
    let device = desk(&world);
    handlers::add(&device, new_person(1, "Soemijati")).unwrap();
    let mut karto = new_person(2, "Karto");
    karto.address.landmark = "samping musala".to_owned();
    handlers::add(&device, karto).unwrap();
    assert_eq!(listed(&device, asked("telantar")), ["Ibu Soemijati"]);
    assert_eq!(listed(&device, asked("sumiyati")), ["Ibu Soemijati"]);
    assert_eq!(listed(&device, asked("bambang")), Vec::<String>::new());
    let page = handlers::list(&device, asked("musala")).unwrap();
    assert_eq!((page.matches, page.counts.all), (1, 2));
}

#[test]
fn lists_are_filtered_sorted_and_given_by_the_page() {
    let world = World::new();
    let device = desk(&world);
    for (number, name, birth, diet) in [
        (1, "Sumiati", 1950, TextureCode::Regular),
        (2, "Aminah", 1940, TextureCode::Soft),
        (3, "Karto", 1945, TextureCode::Regular),
    ] {
        let mut person = new_person(number, name);
        person.birth = BirthValue {
            date: NaiveDate::from_ymd_opt(birth, 5, 5),
            precision: BirthPrecision::Year,
            sex: None,
        };
        person.diet.texture = diet;
        person.route_id = (number != 3).then_some(route().0);
        handlers::add(&device, person).unwrap();
    }
    let by = |sort, descending| PeopleList {
        sort,
        descending,
        ..asked("")
    };
    assert_eq!(
        listed(&device, by(PeopleSort::Name, false)),
        ["Aminah", "Karto", "Sumiati"]
    );
    assert_eq!(
        listed(&device, by(PeopleSort::Age, true)),
        ["Aminah", "Karto", "Sumiati"]
    );
    assert_eq!(
        listed(&device, by(PeopleSort::Age, false)),
        ["Sumiati", "Karto", "Aminah"]
    );
    assert_eq!(
        listed(&device, by(PeopleSort::Route, false)),
        ["Sumiati", "Aminah", "Karto"]
    );
    let only = |filter| PeopleList {
        filter,
        ..asked("")
    };
    assert_eq!(listed(&device, only(PeopleFilter::WithoutRoute)), ["Karto"]);
    assert_eq!(listed(&device, only(PeopleFilter::SpecialDiet)), ["Aminah"]);
    assert_eq!(
        listed(&device, only(PeopleFilter::OpenToday)),
        ["Aminah", "Sumiati"]
    );
    let second = PeopleList {
        offset: 1,
        limit: 1,
        ..asked("")
    };
    let page = handlers::list(&device, second).unwrap();
    assert_eq!((page.rows[0].name.as_str(), page.matches), ("Karto", 3));
    assert_eq!(page.counts.without_route, 1);
}

#[test]
fn an_edit_replaces_what_it_saw_and_nothing_is_lost_when_two_did_not_see_each_other() {
    let world = World::new();
    let device = desk(&world);
    let seen = handlers::add(&device, new_person(1, "Sumiati"))
        .unwrap()
        .name
        .heads;
    let view = handlers::edit(&device, rename("Sumiati Ningsih", &seen)).unwrap();
    assert!(!view.name.in_conflict);
    assert_eq!(view.name.value.as_ref().unwrap().name, "Sumiati Ningsih");
    assert_eq!(view.name.changed_by.as_deref(), Some("Pak Dedi"));

    let view = handlers::edit(&device, rename("Sumiyati", &seen)).unwrap();
    assert!(view.name.in_conflict);
    assert_eq!(view.name.heads.len(), 2);
    assert!(!view.address.in_conflict);

    let view = handlers::edit(&device, rename("Sumiyati Ningsih", &view.name.heads)).unwrap();
    assert!(!view.name.in_conflict);
    let told: Vec<&str> = view.history.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(
        told.iter().filter(|kind| **kind == "person.edit").count(),
        3
    );
    assert!(
        view.history
            .iter()
            .any(|line| line.text.contains("Sumiyati"))
    );
}

#[test]
fn a_number_of_an_identity_is_never_shown_whole() {
    let world = World::new();
    let device = desk(&world);
    let added = handlers::add(&device, new_person(1, "Sumiati")).unwrap();
    assert_eq!(
        added.identity.value.as_ref().unwrap().nik_masked,
        "9971••••••••0003"
    );
    let edit = |value: IdentityValue, saw: &[Uuid]| PersonEdit {
        person_id: person(1).0,
        edit: PersonEditValue::Identity(value),
        saw: saw.to_vec(),
    };
    let kept = IdentityValue {
        nik_status: NikStatus::Known,
        nik: String::new(),
        kk: "9971080000000017".to_owned(),
    };
    let view = handlers::edit(&device, edit(kept, &added.identity.heads)).unwrap();
    assert_eq!(
        view.identity.value.as_ref().unwrap().nik_masked,
        "9971••••••••0003"
    );
    assert_eq!(
        view.identity.value.as_ref().unwrap().kk_masked,
        "9971••••••••0017"
    );
    let page = handlers::list(&device, asked("")).unwrap();
    let shown = serde_json::to_string(&(view, page)).unwrap();
    for number in [INVENTED_NIK, "9971080000000009", "9971080000000017"] {
        assert!(!shown.contains(number));
        assert!(!shown.contains(&number[4..12]));
    }
}

#[test]
fn what_cannot_be_right_is_refused_with_a_sentence() {
    let world = World::new();
    let device = desk(&world);
    let with = |change: fn(&mut PersonAdd)| {
        let mut person = new_person(1, "Sumiati");
        change(&mut person);
        code(handlers::add(&device, person))
    };
    assert_eq!(
        with(|it| it.name.name = "  ".to_owned()),
        ErrorCode::NameMissing
    );
    assert_eq!(
        with(|it| it.phone = "0812".to_owned()),
        ErrorCode::PhoneInvalid
    );
    assert_eq!(
        with(|it| it.address.rt = "07A".to_owned()),
        ErrorCode::PlaceInvalid
    );
    assert_eq!(
        with(|it| it.identity.nik = "317108".to_owned()),
        ErrorCode::NikInvalid
    );
    assert_eq!(
        with(|it| it.birth.date = Some(on(25))),
        ErrorCode::DateInvalid
    );
    assert_eq!(
        with(|it| it.route_id = Some(Uuid::nil())),
        ErrorCode::NotFound
    );
    assert_eq!(handlers::list(&device, asked("")).unwrap().counts.all, 0);
    let nobody = PersonGet {
        person_id: Uuid::nil(),
    };
    assert_eq!(code(handlers::get(&device, nobody)), ErrorCode::NotFound);
}

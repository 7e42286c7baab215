//! People as the coordinator's screens list, show and change them. Everybody is invented.

use chrono::NaiveDate;
use rantang_core::ids::{ProgrammeId, RouteId};
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::Define;
use rantang_core::staff::Role;
use rantang_device::command::{ErrorCode, Failure};
use rantang_device::people::view::*;
use rantang_device::people::*;
use rantang_device::round::view::{ContactRelation, DietView, HoldReason, TextureCode};
use rantang_device::{Device, Draft};
use uuid::Uuid;

use crate::support::{World, area, line, period, person, register};

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

fn listed(device: &Device, args: PeopleList) -> Vec<String> {
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
    }
}

fn code<T: std::fmt::Debug>(refused: Result<T, Failure>) -> ErrorCode {
    refused.unwrap_err().code
}

fn rename(name: &str, saw: &[Uuid]) -> PersonEdit {
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

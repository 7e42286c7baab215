//! How long the coordinator's lists take over many people, all of them invented.
//!
//! `cargo run --release -p rantang-device --example people_at_scale [-- PEOPLE]`

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveTime};
use rantang_core::deliveries::operations::Record;
use rantang_core::deliveries::outcome::{Outcome, Slot, Wellbeing};
use rantang_core::deliveries::{Attempt, DeliveryCase, DeliveryValue};
use rantang_core::enrolment::{EnrolmentState, EnrolmentStatus, Membership};
use rantang_core::ids::{
    DeliveryId, DeviceId, PeriodId, PersonId, ProgrammeId, RouteId, RunId, ServerId, UserId,
};
use rantang_core::people::operations::{NewEnrolment, Register};
use rantang_core::people::{Birth, BirthPrecision, Diet, Identity, Name, NikStatus, Sex, Texture};
use rantang_core::places::{Address, AreaCode, Rt, Rw};
use rantang_core::programme::operations::DefinePeriod;
use rantang_core::programme::{PeriodTerms, Weekdays};
use rantang_core::routes::RouteProfile;
use rantang_core::routes::operations::Define;
use rantang_core::runs::Sitting;
use rantang_core::staff::{Role, UserProfile};
use rantang_core::sync::signing::PublicKey;
use rantang_core::text::{Line, Note};
use rantang_device::people::view::NameValue;
use rantang_device::people::{
    PeopleFilter, PeopleList, PeopleSort, PersonEdit, PersonEditValue, PersonGet, handlers,
};
use rantang_device::platform::Platform;
use rantang_device::store::facts::Pairing;
use rantang_device::{Device, Draft, review, routes};
use uuid::Uuid;

const NAMES: &[&str] = &[
    "Sumiati",
    "Aminah",
    "Karto",
    "Wagimin",
    "Tumirah",
    "Sarinem",
    "Djumadi",
    "Fatimah",
    "Rohani",
    "Suparmo",
    "Ngatinem",
    "Siti",
    "Sukarni",
    "Mulyadi",
    "Painem",
    "Hasanah",
    "Budiyono",
    "Lestari",
    "Widjaja",
    "Ningsih",
    "Rahmat",
    "Suwarni",
    "Kasiyem",
    "Paijo",
    "Maemunah",
    "Zaenab",
    "Yusuf",
    "Kusuma",
    "Handayani",
    "Pertiwi",
    "Saputra",
    "Hartono",
    "Wibowo",
    "Susilo",
    "Rahayu",
    "Utami",
];
const LANDMARKS: &[&str] = &[
    "samping musala",
    "pintu hijau",
    "dekat rumah terlantar",
    "belakang warung Bu Sri",
    "depan pos ronda",
    "sebelah sumur",
    "lantai dua tangga besi",
    "ujung gang buntu",
];
const GANGS: &[&str] = &[
    "Mawar III",
    "Kelinci",
    "Melati",
    "Rawa Selatan",
    "Masjid",
    "T",
];
const BATCH: u128 = 1_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let people: u128 = match std::env::args().nth(1) {
        Some(count) => count.parse()?,
        None => 100_000,
    };
    let directory = std::env::temp_dir().join(format!("rantang-people-{}", std::process::id()));
    let result = measure(&directory, people);
    std::fs::remove_dir_all(&directory)?;
    result
}

fn measure(directory: &std::path::Path, people: u128) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(directory)?;
    let device = Device::open(directory, Platform::desktop(directory))?;
    pair(&device)?;
    let today = device.read::<_, rantang_device::store::Error>(|db| device.today(db))?;
    fill(&device, people, today)?;

    let asked = |search: &str, filter, sort, offset| PeopleList {
        search: search.to_owned(),
        filter,
        sort,
        offset,
        limit: 100,
        ..PeopleList::default()
    };
    let all = || asked("", PeopleFilter::All, PeopleSort::Name, 0);
    println!(
        "first list after a write      {}",
        shown(once(|| handlers::list(&device, all()))?)
    );

    let filters = [
        PeopleFilter::All,
        PeopleFilter::WithoutRoute,
        PeopleFilter::SpecialDiet,
        PeopleFilter::LongNotMet,
        PeopleFilter::DoneToday,
        PeopleFilter::OpenToday,
    ];
    let sorts = [
        PeopleSort::Name,
        PeopleSort::Age,
        PeopleSort::Place,
        PeopleSort::Route,
        PeopleSort::LastMet,
    ];
    let mut times = Vec::new();
    for filter in filters {
        for sort in sorts {
            for offset in [0, 5_000, 40_000] {
                times.push(once(|| {
                    handlers::list(&device, asked("", filter, sort, offset))
                })?);
            }
        }
    }
    report("list, filter, sort, count", times);

    let queries = [
        "sumi",
        "siti",
        "s",
        "telantar",
        "soemijati",
        "karto musala",
        "zaenap",
        "hartono mawar",
        "ningsih",
        "bambang",
        "pintu hijau",
        "wijaya",
        "djumadi lestari",
        "rahayyu",
        "masjid",
    ];
    let mut times = Vec::new();
    for query in queries.iter().cycle().take(60) {
        let args = asked(query, PeopleFilter::All, PeopleSort::Name, 0);
        times.push(once(|| handlers::list(&device, args))?);
    }
    report("search", times);

    let mut times = Vec::new();
    let mut edits = Vec::new();
    for number in 0..40 {
        let person_id = person(number * 7).0;
        times.push(once(|| handlers::get(&device, PersonGet { person_id }))?);
        let edit = PersonEdit {
            person_id,
            edit: PersonEditValue::Name(NameValue {
                name: "Sumiati Lestari".to_owned(),
                honorific: String::new(),
                nickname: String::new(),
            }),
            saw: vec![],
        };
        edits.push(once(|| handlers::edit(&device, edit))?);
    }
    report("a person's page", times);
    report("an edit, and the page again", edits);
    println!(
        "routes after a write          {}",
        shown(once(|| routes::handlers::list(&device))?)
    );
    println!(
        "what needs checking           {}",
        shown(once(|| review::handlers::list(&device))?)
    );
    Ok(())
}

fn once<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let started = Instant::now();
    black_box(work()?);
    Ok(started.elapsed())
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| shown(times[(times.len() * share / 100).min(times.len() - 1)]);
    println!("{what:<30}p50 {}  p95 {}  max {}", at(50), at(95), at(100));
}

fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(0x5000_0000_0000 + number))
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap_or_default()
}

fn area() -> Result<AreaCode, rantang_core::places::InvalidPlace> {
    AreaCode::parse("31.71.08.1002")
}

fn period() -> PeriodId {
    PeriodId(Uuid::from_u128(0x9000))
}

fn pair(device: &Device) -> Result<(), Box<dyn std::error::Error>> {
    let pairing = Pairing {
        url: "http://127.0.0.1:9".to_owned(),
        device: DeviceId(Uuid::from_u128(1)),
        server: ServerId(Uuid::from_u128(2)),
        server_key: PublicKey([0; 32]),
        user: UserId(Uuid::from_u128(3)),
        area: area()?,
        is_demo: false,
    };
    let profile = UserProfile {
        full_name: line("Dedi Contoh"),
        call_name: line("Pak Dedi"),
        phone: line(""),
    };
    device.pair_offline(pairing, profile, vec![Role::Koordinator, Role::Kurir])?;
    Ok(())
}

fn fill(device: &Device, people: u128, today: NaiveDate) -> Result<(), Box<dyn std::error::Error>> {
    let terms = PeriodTerms {
        programme: ProgrammeId(Uuid::from_u128(1)),
        budget_year: 2026,
        first: today - chrono::Days::new(200),
        last: today + chrono::Days::new(200),
        weekdays: Weekdays::EVERY_DAY,
        serves_holidays: true,
        meals_per_day: 2,
        meal_price_rp: 15_000,
        delivery_fee_rp: 2_000,
        cut_off: NaiveTime::MIN,
        good_for_min: 240,
        ready_at: NaiveTime::MIN,
        ramadan: None,
        silent_after_min: 45,
        not_met_days: 3,
    };
    let define = DefinePeriod {
        period: period(),
        area: area()?,
        terms,
        saw: vec![],
    };
    device.record([Draft::from(define)])?;
    let kelurahan = area()?;
    device.record((0..=people / 50).map(|number| {
        Draft::from(Define {
            route: route(number),
            kelurahan: kelurahan.clone(),
            profile: RouteProfile {
                name: line(&format!("Rute {number}")),
            },
            saw: vec![],
        })
    }))?;
    for first in (0..people).step_by(BATCH as usize) {
        let numbers = first..(first + BATCH).min(people);
        device.record(
            numbers
                .clone()
                .map(|number| Draft::from(registered(number, &kelurahan, today))),
        )?;
        let visited = numbers.filter(|number| number % 3 != 0);
        device.record(visited.map(|number| Draft::from(delivered(number, today))))?;
    }
    Ok(())
}

fn route(number: u128) -> RouteId {
    RouteId(Uuid::from_u128(0x7000_0000 + number))
}

fn pick<'a>(from: &[&'a str], number: u128) -> &'a str {
    from[(number % from.len() as u128) as usize]
}

fn registered(number: u128, kelurahan: &AreaCode, today: NaiveDate) -> Register {
    let name = format!("{} {}", pick(NAMES, number), pick(NAMES, number / 36 + 7));
    Register {
        person: person(number),
        name: Name {
            name: line(&name),
            honorific: Line::default(),
            nickname: Line::default(),
        },
        birth: Birth {
            date: NaiveDate::from_ymd_opt(1930 + (number % 30) as i32, 1 + (number % 12) as u32, 1),
            precision: BirthPrecision::Month,
            sex: Some(Sex::Female),
        },
        address: Address {
            kelurahan: kelurahan.clone(),
            rw: Rw::new((number % 14) as u16 + 1).ok(),
            rt: Rt::new((number % 17) as u16 + 1).ok(),
            gang: line(pick(GANGS, number / 3)),
            house_no: Line::default(),
            landmark: Note::parse(pick(LANDMARKS, number / 5)).unwrap_or_default(),
        },
        address_ktp: None,
        access_note: Note::default(),
        phone: Line::default(),
        lives_alone: number.is_multiple_of(2),
        diet: Diet {
            texture: if number.is_multiple_of(9) {
                Texture::Soft
            } else {
                Texture::Regular
            },
            ..Diet::default()
        },
        identity: Identity {
            nik_status: NikStatus::Unknown,
            nik: None,
            kk: None,
        },
        contacts: vec![],
        enrolment: Some(NewEnrolment {
            period: period(),
            state: EnrolmentState {
                status: EnrolmentStatus::Active,
                date: today - chrono::Days::new(100),
                reason: Note::default(),
            },
            membership: Membership {
                route: (!number.is_multiple_of(40)).then(|| route(number / 50)),
                order_key: line(&format!("{:02}i", number % 50)),
            },
        }),
    }
}

fn delivered(number: u128, today: NaiveDate) -> Record {
    let handed_over = !number.is_multiple_of(7);
    Record {
        delivery: DeliveryId(Uuid::from_u128(0xd000_0000_0000 + number)),
        person: Some(person(number)),
        door: None,
        attempt: Attempt {
            run: RunId::of(route(number / 50), today, Sitting::Morning),
            date: today,
            sitting: Sitting::Morning,
            slots: vec![Slot::First, Slot::Second],
            courier: UserId(Uuid::from_u128(3)),
        },
        value: DeliveryValue {
            outcome: if handed_over {
                Outcome::ReceivedSelf
            } else {
                Outcome::NoAnswer
            },
            flags: vec![],
            wellbeing: handed_over.then_some(Wellbeing::Well),
            boxes: if handed_over { 2 } else { 0 },
            received_by: Line::default(),
            contact: None,
            seen_by_neighbor: None,
            bring_back: false,
            until: None,
        },
        case: DeliveryCase::default(),
    }
}

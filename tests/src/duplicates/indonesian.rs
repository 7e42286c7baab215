//! Elders of one kecamatan, invented from a seed, of whom some stand in two lists.
//!
//! What makes it hard is what makes real lists hard: few names for many people, man and wife at one door
//! with one telephone, neighbours with one name, years instead of dates, the day that offices write where
//! none is known, and lists that disagree on the RT after somebody moved.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use rantang_core::identity::Sex;
use rantang_core::identity::birth::Birth;
use rantang_core::identity::nik::Nik;
use rantang_core::identity::phone::Phone;
use rantang_core::places::{Rt, Rw};
use rantang_core::similar::Face;

use super::{Labelled, spelling};
use crate::roster_generator::Dice;

const KELURAHAN: [&str; 4] = [
    "31.71.08.1001",
    "31.71.08.1002",
    "31.71.08.1003",
    "31.71.08.1004",
];
const WOMEN: [&str; 40] = [
    "Siti", "Siti", "Siti", "Sri", "Sri", "Nur", "Sumiyati", "Suharti", "Jumirah", "Sutinah",
    "Painem", "Wagiyem", "Rokayah", "Maimunah", "Kartini", "Mulyani", "Halimah", "Juariyah",
    "Zubaidah", "Endang", "Lasmini", "Cicih", "Fatimah", "Aisyah", "Khadijah", "Rukiyah",
    "Marsinah", "Tukinem", "Ponirah", "Sarinem", "Sumarni", "Suparti", "Tumirah", "Yuliana",
    "Nyai", "Saodah", "Romlah", "Hasanah", "Warsiti", "Surtini",
];
const MEN: [&str; 36] = [
    "Muhammad",
    "Muhammad",
    "Abdul",
    "Ahmad",
    "Ahmad",
    "Suwarno",
    "Sujono",
    "Cahyono",
    "Sutrisno",
    "Jumadi",
    "Karto",
    "Paimin",
    "Kasman",
    "Rahmat",
    "Bambang",
    "Wagimin",
    "Ngadimin",
    "Zainal",
    "Hasan",
    "Iskandar",
    "Lukman",
    "Cipto",
    "Fadli",
    "Gatot",
    "Slamet",
    "Supriyadi",
    "Sukarno",
    "Suyatno",
    "Marsudi",
    "Dulah",
    "Yusuf",
    "Ibrahim",
    "Usman",
    "Syamsudin",
    "Khairul",
    "Tarjo",
];
const SECOND: [&str; 36] = [
    "Aminah",
    "Rahayu",
    "Lestari",
    "Wibowo",
    "Pranoto",
    "Hadi",
    "Rohani",
    "Hidayat",
    "Ningsih",
    "Utami",
    "Wahyuni",
    "Rahman",
    "Hakim",
    "Santoso",
    "Setiawan",
    "Kusuma",
    "Handayani",
    "Nurjanah",
    "Sulastri",
    "Purwanto",
    "Harahap",
    "Siregar",
    "Nasution",
    "Simanjuntak",
    "Suryadi",
    "Gunawan",
    "Susilowati",
    "Komariah",
    "Fauziah",
    "Syarifah",
    "Rosidi",
    "Junaedi",
    "Basuki",
    "Widodo",
    "Astuti",
    "Yatun",
];
const GANGS: [&str; 12] = [
    "Mawar I",
    "Mawar II",
    "Mawar III",
    "Melati",
    "Kenanga",
    "Anggrek 2",
    "Dahlia",
    "Rawa Selatan V",
    "Tanah Tinggi Barat",
    "Kramat Pulo",
    "Percetakan Negara",
    "Baladewa Kiri",
];

struct Elder {
    name: String,
    called: String,
    is_woman: bool,
    born: NaiveDate,
    kelurahan: &'static str,
    rw: u16,
    rt: u16,
    gang: &'static str,
    house: u32,
    phone: Option<String>,
    nik: String,
}

/// An elder as a form has it.
pub struct Written {
    pub name: String,
    pub born: NaiveDate,
    pub rw: u16,
    pub rt: u16,
    pub gang: String,
    /// Empty where there is none.
    pub phone: String,
}

/// `people` elders, each written down once.
pub fn written(seed: u64, people: usize) -> Vec<Written> {
    let mut dice = Dice::new(seed);
    let elders = (0..people).map(|number| draw(&mut dice, number));
    elders
        .map(|elder| Written {
            name: elder.name,
            born: elder.born,
            rw: elder.rw,
            rt: elder.rt,
            gang: format!("Gg. {}", elder.gang),
            phone: elder
                .phone
                .map(|phone| format!("+62{}", &phone[1..]))
                .unwrap_or_default(),
        })
        .collect()
}

/// `people` elders; about a third of them stand in a second list.
pub fn generate(seed: u64, people: usize) -> Labelled {
    let mut dice = Dice::new(seed);
    let mut elders: Vec<Elder> = Vec::with_capacity(people);
    while elders.len() < people {
        let elder = draw(&mut dice, elders.len());
        // Man and wife: one door, one telephone, a year or two apart.
        if dice.chance(18) {
            let wife = Elder {
                gang: elder.gang,
                house: elder.house,
                kelurahan: elder.kelurahan,
                rw: elder.rw,
                rt: elder.rt,
                phone: elder.phone.clone(),
                ..draw(&mut dice, elders.len() + 1)
            };
            elders.push(wife);
        }
        elders.push(elder);
    }
    elders.truncate(people);
    let mut faces: Vec<Face> = elders.iter().map(|elder| first(&mut dice, elder)).collect();
    let mut same = BTreeSet::new();
    for (at, elder) in elders.iter().enumerate() {
        if dice.chance(34) {
            same.insert((at, faces.len()));
            faces.push(second(&mut dice, elder));
        }
    }
    Labelled { faces, same }
}

fn draw(dice: &mut Dice, number: usize) -> Elder {
    let is_woman = dice.chance(62);
    let given = if is_woman {
        dice.pick(&WOMEN)
    } else {
        dice.pick(&MEN)
    };
    let name = if dice.chance(35) {
        given.to_owned()
    } else if dice.chance(10) {
        format!("{given} {} {}", dice.pick(&SECOND), dice.pick(&SECOND))
    } else {
        format!("{given} {}", dice.pick(&SECOND))
    };
    let year = 2026 - dice.between(60, 92) as i32;
    let born =
        NaiveDate::from_ymd_opt(year, dice.between(1, 12), dice.between(1, 28)).unwrap_or_default();
    let day = born.day() + if is_woman { 40 } else { 0 };
    Elder {
        called: format!(
            "{}{}",
            ["Mak ", "Mbah ", ""][number % 3],
            dice.pick(&SECOND)
        ),
        name,
        is_woman,
        born,
        kelurahan: dice.pick(&KELURAHAN),
        rw: dice.between(1, 12) as u16,
        rt: dice.between(1, 15) as u16,
        gang: dice.pick(&GANGS),
        house: dice.between(1, 60),
        phone: dice
            .chance(45)
            .then(|| format!("0812{:08}", dice.between(0, 99_999_999))),
        // The serial is beyond what an office ever gave out in one day.
        nik: format!(
            "317108{day:02}{:02}{:02}{:04}",
            born.month(),
            born.year() % 100,
            5_000 + number % 5_000
        ),
    }
}

/// As the first list has somebody.
fn first(dice: &mut Dice, elder: &Elder) -> Face {
    let called = if dice.chance(30) {
        elder.called.as_str()
    } else {
        ""
    };
    Face {
        birth: born(dice, elder.born, 60),
        nik: if dice.chance(50) {
            Nik::parse(&elder.nik).ok()
        } else {
            None
        },
        phones: elder
            .phone
            .iter()
            .filter_map(|text| Phone::parse(text).ok())
            .collect(),
        ..placed(dice, elder, &elder.name, called, elder.rt)
    }
}

/// As another hand wrote the same person down.
fn second(dice: &mut Dice, elder: &Elder) -> Face {
    let name = if dice.chance(4) {
        elder.called.clone()
    } else {
        spelling::varied(dice, &elder.name, elder.is_woman)
    };
    let rt = if dice.chance(10) {
        dice.between(1, 15) as u16
    } else {
        elder.rt
    };
    let phone = elder.phone.iter().filter(|_| dice.chance(60));
    let phones = phone.filter_map(|text| Phone::parse(text).ok()).collect();
    Face {
        birth: born(dice, elder.born, 35),
        nik: if dice.chance(30) {
            Nik::parse(&elder.nik).ok()
        } else {
            None
        },
        phones,
        ..placed(dice, elder, &name, "", rt)
    }
}

fn placed(dice: &mut Dice, elder: &Elder, name: &str, called: &str, rt: u16) -> Face {
    let (gang, house) = if dice.chance(70) {
        (format!("Gg. {}", elder.gang), elder.house.to_string())
    } else {
        Default::default()
    };
    let sex = if elder.is_woman {
        Sex::Female
    } else {
        Sex::Male
    };
    Face {
        sex: dice.chance(85).then_some(sex),
        kelurahan: Some(elder.kelurahan.to_owned()),
        rw: Rw::new(elder.rw).ok(),
        rt: if dice.chance(92) {
            Rt::new(rt).ok()
        } else {
            None
        },
        ..Face::named(name, called).at(&gang, &house)
    }
}

/// `percent`: how often the list knows the day.
fn born(dice: &mut Dice, born: NaiveDate, percent: u32) -> Option<Birth> {
    if dice.chance(percent) {
        let slip = NaiveDate::from_ymd_opt(born.year(), born.month(), dice.between(1, 28));
        let date = if dice.chance(6) {
            slip.unwrap_or(born)
        } else {
            born
        };
        return Some(Birth::on(date));
    }
    match dice.between(0, 9) {
        0..2 => None,
        2..4 => NaiveDate::from_ymd_opt(born.year(), 12, 31).map(Birth::on),
        4..7 => Birth::in_year(born.year() + dice.between(0, 2) as i32 - 1),
        _ => Birth::in_year(born.year()),
    }
}

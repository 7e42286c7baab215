//! All NIKs are invented.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::compare::at_least;
use super::*;
use crate::identity::Sex;
use crate::identity::birth::Birth;
use crate::identity::nik::Nik;
use crate::identity::phone::Phone;
use crate::places::{Rt, Rw};

fn face(name: &str, nik: &str, birth: &str, rt: u16, rw: u16) -> Face {
    let birth = match birth.split_once('-') {
        Some(_) => birth.parse::<NaiveDate>().ok().map(Birth::on),
        None => birth.parse().ok().and_then(Birth::in_year),
    };
    Face {
        nik: Nik::parse(nik).ok(),
        birth,
        rt: Rt::new(rt).ok(),
        rw: Rw::new(rw).ok(),
        kelurahan: Some("31.71.08.1002".into()),
        ..Face::named(name, "")
    }
}

fn sumijati() -> Face {
    face("Sumijati", "3171084211460001", "1946-11-02", 4, 6)
}

fn verdict(a: &Face, b: &Face) -> Verdict {
    compare(a, b).verdict
}

#[test]
fn spelling_year_and_door_together_make_one_person_probable() {
    for other in [
        face("Soemiyati", "", "1946", 4, 6),
        face("Sumiyati", "", "1946-11-02", 9, 2),
        face("Sumiyati", "3171084211460002", "1946-11-02", 4, 6),
        face("Ibu Sumiyati", "3171084211460001", "1951", 1, 1),
    ] {
        assert_eq!(verdict(&sumijati(), &other), Verdict::Probable, "{other:?}");
    }
}

#[test]
fn a_namesake_in_the_same_rt_of_whom_no_year_is_known_is_possible() {
    let other = face("Ny. Sumiyati", "", "", 4, 6);
    assert_eq!(verdict(&sumijati(), &other), Verdict::Possible);
}

#[test]
fn namesakes_are_not_probably_one() {
    for other in [
        face("Soemiyati", "", "1950", 4, 6),
        face("Soemiyati", "", "1946", 5, 6),
        face("Soemiyati", "3171085507510077", "1946", 4, 6),
        face("Suparmi", "", "1946-11-02", 4, 6),
    ] {
        assert_ne!(verdict(&sumijati(), &other), Verdict::Probable, "{other:?}");
    }
    let stand_in = face("Siti", "", "1946-12-31", 1, 1);
    let other = face("Siti", "", "1946-12-31", 2, 1);
    assert_ne!(verdict(&stand_in, &other), Verdict::Probable);
}

#[test]
fn man_and_wife_at_one_door_are_two() {
    let he = Face {
        sex: Some(Sex::Male),
        phones: vec![Phone::parse("081234567890").unwrap()],
        ..face("Sukarno", "", "1946", 4, 6).at("Gang Mawar III", "12")
    };
    let she = Face {
        sex: Some(Sex::Female),
        ..he.clone()
    };
    let she = Face {
        name: Face::named("Sukarni", "").name,
        ..she
    };
    assert_ne!(verdict(&he, &she), Verdict::Probable);
}

#[test]
fn what_speaks_for_and_against_is_said() {
    let similarity = compare(&sumijati(), &face("Soemiyati", "", "1946", 5, 6));
    assert_eq!(
        similarity.reasons,
        [Reason::SameSound, Reason::SameBirthYear, Reason::OtherRt]
    );
    assert!(Reason::OtherRt.is_against());
    let reason = |a: &str, b: &str| compare(&Face::named(a, ""), &Face::named(b, "")).reasons[0];
    assert_eq!(reason("Hj. Siti Aminah", "siti aminah"), Reason::SameName);
    assert_eq!(reason("Siti Aminah", "Aminah Siti"), Reason::OtherOrder);
    assert_eq!(reason("Sumiati", "Sumiati Ningsih"), Reason::LongerName);
    assert_eq!(
        reason("M. Yusuf Harahap", "Mulyadi Yusuf Harahap"),
        Reason::LongerName
    );
    assert_eq!(reason("Kartosuwiryo", "Kartosuwryo"), Reason::NameSlip);
    assert_eq!(reason("Siti Aminah", "Siti Rohani"), Reason::OtherName);
    let called = compare(
        &Face::named("Sumiyati", "Nengsih"),
        &Face::named("Nengsih", ""),
    );
    assert_eq!(called.reasons[0], Reason::Nickname);
    let street = compare(
        &Face::default().at("Gg. Mawar III", "12A"),
        &Face::default().at("Gang mawar 3", "12 a"),
    );
    assert_eq!(street.reasons, [Reason::SameHouse, Reason::SameGang]);
}

#[test]
fn the_index_finds_whom_comparing_everybody_would_find() {
    let faces = [
        face("Sumijati", "", "1946-11-02", 4, 6),
        face("Karto", "", "1940", 4, 6),
        face("Soemiyati", "", "1946-11-02", 9, 2),
        face("Wagimin", "3171084211460001", "1939", 1, 1),
    ];
    let index = Index::new(&faces);
    let asked = sumijati();
    let found: Vec<usize> = index
        .like(&asked, |_| true, Verdict::Possible)
        .into_iter()
        .map(|(at, _)| at)
        .collect();
    assert_eq!(found, [0, 2, 3]);
    assert_eq!(index.like(&asked, |at| at < 1, Verdict::Possible).len(), 1);
}

fn any_face() -> impl Strategy<Value = Face> {
    let name = prop::sample::select(vec![
        "Sumijati",
        "Soemiyati",
        "Siti Aminah",
        "Aminah",
        "Sukarno",
        "Sukarni",
        "",
        "M. Yusuf",
    ]);
    let birth = prop::sample::select(vec![
        "",
        "1946",
        "1947",
        "1946-11-02",
        "1946-02-11",
        "1946-12-31",
    ]);
    (name, birth, 1_u16..3, 1_u16..3, any::<bool>()).prop_map(|(name, birth, rt, rw, is_woman)| {
        Face {
            sex: is_woman.then_some(Sex::Female),
            ..face(name, "", birth, rt, rw)
        }
    })
}

proptest! {
    #[test]
    fn likeness_has_no_direction(a in any_face(), b in any_face()) {
        let (one, other) = (compare(&a, &b), compare(&b, &a));
        prop_assert_eq!(one.score, other.score);
        prop_assert_eq!(one.verdict, other.verdict);
    }

    #[test]
    fn what_is_told_without_the_names_leaves_nobody_out(a in any_face(), b in any_face()) {
        let whole = compare(&a, &b);
        for least in [Verdict::Possible, Verdict::Probable] {
            let found = at_least(&a, &b, least);
            prop_assert_eq!(found, (least <= whole.verdict).then(|| whole.clone()));
        }
    }

    #[test]
    fn slips_of_a_number_are_those_of_letters(a in "[1-3]{4}", b in "[1-3]{4}") {
        let is_slip = strsim::osa_distance(&a, &b) == 1;
        prop_assert_eq!(super::compare::slipped_once(a.as_bytes(), b.as_bytes()), is_slip);
    }
}

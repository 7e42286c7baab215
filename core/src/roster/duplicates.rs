//! People who stand in a roster twice, or are in the store already under another spelling.
//!
//! A block at a time: only rows of one RT and RW, or of one sounding name and birth date, are ever
//! compared, so that ten thousand rows take no longer than ten times a thousand.

use std::collections::HashMap;

use uuid::Uuid;

use crate::identity::BirthPrecision;
use crate::identity::Sex;
use crate::identity::birth::Birth;
use crate::identity::name_key::{Likeness, NameKey};
use crate::identity::nik::Nik;
use crate::places::{Rt, Rw};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateCode {
    SameNik,
    SimilarName,
}

impl DuplicateCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameNik => "same_nik",
            Self::SimilarName => "similar_name",
        }
    }
}

/// People who are probably one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// From 0, the first of them first. The first enters, the others wait for a decision.
    pub rows: Vec<usize>,
    /// The twin in the store; then there is one row, and it waits.
    pub person: Option<Uuid>,
    pub code: DuplicateCode,
    /// In Indonesian.
    pub reason: String,
}

/// What is compared of a row, or of a person in the store.
#[derive(Clone, Debug)]
pub struct Face {
    pub key: NameKey,
    pub nik: Option<Nik>,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    pub rt: Option<Rt>,
    pub rw: Option<Rw>,
    pub kelurahan: Option<String>,
}

/// Finds faces that are like another; made once, asked for each row.
pub struct Index<'a> {
    faces: &'a [Face],
    by_door: HashMap<(Option<Rt>, Option<Rw>), Vec<usize>>,
    by_sound: HashMap<&'a str, Vec<usize>>,
}

/// In one RT with more people than this, only names that sound the same are compared.
const CROWDED: usize = 200;

impl<'a> Index<'a> {
    pub fn new(faces: &'a [Face]) -> Self {
        let mut by_door: HashMap<_, Vec<usize>> = HashMap::new();
        let mut by_sound: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, face) in faces
            .iter()
            .enumerate()
            .filter(|(_, face)| !face.key.is_empty())
        {
            by_door.entry((face.rt, face.rw)).or_default().push(at);
            by_sound.entry(face.key.sound()).or_default().push(at);
        }
        Self {
            faces,
            by_door,
            by_sound,
        }
    }

    /// The faces before `limit` that are probably `face`, closest first.
    pub fn like(&self, face: &Face, limit: usize) -> Vec<(usize, String)> {
        let mut found: Vec<(Likeness, usize, String)> = Vec::new();
        let mut look = |at: usize| {
            if at < limit
                && found.iter().all(|(_, known, _)| *known != at)
                && let Some((likeness, reason)) = same_person(&self.faces[at], face)
            {
                found.push((likeness, at, reason));
            }
        };
        for at in self.by_sound.get(face.key.sound()).into_iter().flatten() {
            look(*at);
        }
        if face.rt.is_some() && face.rw.is_some() {
            let neighbours = self.by_door.get(&(face.rt, face.rw));
            for at in neighbours
                .filter(|all| all.len() <= CROWDED)
                .into_iter()
                .flatten()
            {
                look(*at);
            }
        }
        found.sort_by_key(|(likeness, at, _)| (*likeness, *at));
        found
            .into_iter()
            .map(|(_, at, reason)| (at, reason))
            .collect()
    }
}

/// Whether two faces are probably one person, and why.
pub fn same_person(a: &Face, b: &Face) -> Option<(Likeness, String)> {
    if a.kelurahan != b.kelurahan && a.kelurahan.is_some() && b.kelurahan.is_some() {
        return None;
    }
    if let (Some(one), Some(other)) = (a.sex, b.sex)
        && one != other
    {
        return None;
    }
    let same_door = a.rt.is_some() && a.rt == b.rt && a.rw.is_some() && a.rw == b.rw;
    if !years_can_agree(a, b) {
        return None;
    }
    let likeness = a.key.likeness(&b.key)?;
    let closely = likeness <= Likeness::SameSound;
    let same_day = same_day(a, b);
    if let (Some(one), Some(other)) = (&a.nik, &b.nik)
        && one != other
    {
        // Two numbers are two people, unless all else is one and a single digit differs.
        let slip = likeness == Likeness::SameSpelling
            && same_day
            && same_door
            && differ_by_one(one, other);
        return slip.then(|| {
            (
                likeness,
                "Nama, tanggal lahir, RT dan RW sama, NIK beda satu angka.".into(),
            )
        });
    }
    if same_door {
        let days_agree = match (a.birth, b.birth) {
            (Some(one), Some(other)) => one.agrees_with(&other),
            _ => closely,
        };
        if closely || days_agree {
            return Some((
                likeness,
                format!("{}, {}RT dan RW sama.", likeness.reason(), born(a, b)),
            ));
        }
        return None;
    }
    let rare_day = a.birth.is_some_and(|birth| !birth.is_stand_in());
    let moved = closely && same_day && rare_day;
    moved.then(|| {
        (
            likeness,
            format!(
                "{}, tanggal lahir sama, RT atau RW berbeda.",
                likeness.reason()
            ),
        )
    })
}

fn years_can_agree(a: &Face, b: &Face) -> bool {
    match (a.birth, b.birth) {
        (Some(one), Some(other)) => one.year() == other.year() || one.agrees_with(&other),
        _ => true,
    }
}

fn same_day(a: &Face, b: &Face) -> bool {
    a.birth
        .is_some_and(|birth| birth.precision() == BirthPrecision::Day)
        && a.birth == b.birth
}

fn born(a: &Face, b: &Face) -> String {
    match (a.birth, b.birth) {
        (Some(one), Some(other)) if one.year() == other.year() => format!("lahir {}, ", one.year()),
        (Some(one), Some(other)) => format!("lahir {} dan {}, ", one.year(), other.year()),
        _ => String::new(),
    }
}

fn differ_by_one(a: &Nik, b: &Nik) -> bool {
    a.as_str()
        .bytes()
        .zip(b.as_str().bytes())
        .filter(|(one, other)| one != other)
        .count()
        == 1
}

#[cfg(test)]
mod tests {
    //! All NIKs are invented.

    use chrono::NaiveDate;

    use super::*;

    fn face(name: &str, nik: &str, birth: &str, rt: u16, rw: u16) -> Face {
        let birth = match birth.split_once('-') {
            Some(_) => birth.parse::<NaiveDate>().ok().map(Birth::on),
            None => birth.parse().ok().and_then(Birth::in_year),
        };
        Face {
            key: NameKey::of(name),
            nik: Nik::parse(nik).ok(),
            birth,
            sex: None,
            rt: Rt::new(rt).ok(),
            rw: Rw::new(rw).ok(),
            kelurahan: Some("31.71.08.1002".into()),
        }
    }

    #[test]
    fn spelling_year_and_door_together_make_a_probable_twin() {
        let sumiyati = face("Sumijati", "3171084211460001", "1946-11-02", 4, 6);
        let reason = |b: &Face| same_person(&sumiyati, b).map(|(_, reason)| reason);
        assert_eq!(
            reason(&face("Soemiyati", "", "1946", 4, 6)).as_deref(),
            Some("Bunyi nama sama, lahir 1946, RT dan RW sama.")
        );
        assert!(reason(&face("Ny. Sumiyati", "", "", 4, 6)).is_some());
        assert!(reason(&face("Sumiyati", "", "1946-11-02", 9, 2)).is_some());
    }

    #[test]
    fn namesakes_stay_apart() {
        let sumiyati = face("Sumijati", "3171084211460001", "1946-11-02", 4, 6);
        for other in [
            face("Soemiyati", "", "1950", 4, 6),
            face("Soemiyati", "", "1946", 5, 6),
            face("Soemiyati", "3171085507510077", "1946", 4, 6),
            face("Suparmi", "", "1946-11-02", 4, 6),
        ] {
            assert_eq!(same_person(&sumiyati, &other), None, "{other:?}");
        }
        let stand_in = face("Siti", "", "1946-12-31", 1, 1);
        assert_eq!(
            same_person(&stand_in, &face("Siti", "", "1946-12-31", 2, 1)),
            None
        );
        let man = Face {
            sex: Some(Sex::Male),
            ..face("Sri", "", "1946", 4, 6)
        };
        let woman = Face {
            sex: Some(Sex::Female),
            ..man.clone()
        };
        assert_eq!(same_person(&man, &woman), None);
    }
}

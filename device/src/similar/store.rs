//! Faces from the view, and whom the indexes of the view put near a face.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rantang_core::identity::birth::Birth;
use rantang_core::identity::kk::Kk;
use rantang_core::identity::nik::Nik;
use rantang_core::identity::phone::Phone;
use rantang_core::ids::PersonId;
use rantang_core::people::BirthPrecision;
use rantang_core::places::{Rt, Rw};
use rantang_core::similar::{Face, Similarity, Verdict, compare};
use rusqlite::{Connection, Params, Row};

use crate::store::sql::{self, blob};
use crate::store::{Result, search};

/// A group with more people than this tells too little to look at each of them.
const CROWDED: usize = 200;

/// Somebody who is like the face that was asked about.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub person: PersonId,
    pub similarity: Similarity,
}

/// Who is like `face` at least so much, closest first. Merged duplicates are no people of their own.
pub(crate) fn near(
    db: &Connection,
    face: &Face,
    except: Option<PersonId>,
    least: Verdict,
) -> Result<Vec<Near>> {
    let mut found = Vec::new();
    for n in candidates(db, face)? {
        let Some((person, other)) = face_of(db, n)? else {
            continue;
        };
        let similarity = compare(&other, face);
        if Some(person) != except && least <= similarity.verdict {
            found.push(Near { person, similarity });
        }
    }
    found.sort_by(|x, y| {
        let (one, other) = (x.similarity.bits(), y.similarity.bits());
        other.total_cmp(&one).then(x.person.cmp(&y.person))
    });
    Ok(found)
}

/// The same groups as `rantang_core::similar::Index` makes, asked of the database.
fn candidates(db: &Connection, face: &Face) -> Result<BTreeSet<i64>> {
    let mut all = BTreeSet::new();
    if let (Some(kelurahan), Some(rw), Some(rt)) = (&face.kelurahan, face.rw, face.rt) {
        let at = "SELECT n FROM persons WHERE kelurahan = ?1 AND rw = ?2 AND rt = ?3 LIMIT ?4";
        let place = (kelurahan, rw.number(), rt.number(), limit());
        all.extend(group(db, at, place)?);
    }
    if let Some(birth) = face.birth.filter(|birth| !birth.is_stand_in()) {
        let born = "SELECT n FROM persons WHERE birth_date = ?1 LIMIT ?2";
        all.extend(group(db, born, (sql::day(birth.date()), limit()))?);
    }
    for phone in &face.phones {
        let own = "SELECT n FROM persons WHERE phone <> '' AND phone = ?1 LIMIT ?2";
        all.extend(group(db, own, (phone.as_str(), limit()))?);
        let of_contact =
            "SELECT persons.n FROM contacts JOIN persons ON persons.id = contacts.person
                          WHERE contacts.phone <> '' AND contacts.phone = ?1 LIMIT ?2";
        all.extend(group(db, of_contact, (phone.as_str(), limit()))?);
    }
    if let Some(nik) = &face.nik {
        let number =
            "SELECT persons.n FROM person_cases JOIN persons ON persons.id = person_cases.id
                      WHERE person_cases.nik IS NOT NULL AND person_cases.nik = ?1 LIMIT ?2";
        all.extend(group(db, number, (nik.as_str(), limit()))?);
    }
    for name in [&face.name, &face.nickname] {
        let words: Vec<String> = name.words().iter().map(|it| search::sounding(it)).collect();
        for (at, word) in words.iter().enumerate() {
            all.extend(group(db, MATCHING, (word, limit()))?);
            if let Some(birth) = face.birth {
                all.extend(of_years(db, word, birth.year())?);
            }
            for other in &words[at + 1..] {
                let both = format!("({word}) AND ({other})");
                all.extend(group(db, MATCHING, (both, limit()))?);
            }
        }
    }
    Ok(all)
}

const MATCHING: &str = "SELECT rowid FROM persons_words WHERE persons_words MATCH ?1 LIMIT ?2";

/// Who has a word and was born within a year of `year`.
fn of_years(db: &Connection, word: &str, year: i32) -> Result<Vec<i64>> {
    let first = NaiveDate::from_ymd_opt(year - 1, 1, 1).map(sql::day);
    let last = NaiveDate::from_ymd_opt(year + 1, 12, 31).map(sql::day);
    let sql = "SELECT n FROM persons WHERE birth_date BETWEEN ?1 AND ?2
               AND n IN (SELECT rowid FROM persons_words WHERE persons_words MATCH ?3) LIMIT ?4";
    group(db, sql, (first, last, word, limit()))
}

/// One more than is looked at: then the group is crowded.
fn limit() -> i64 {
    CROWDED as i64 + 1
}

fn group(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<i64>> {
    let mut statement = db.prepare_cached(sql)?;
    let found: Vec<i64> = statement
        .query_map(params, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(if found.len() <= CROWDED {
        found
    } else {
        Vec::new()
    })
}

const FACE: &str =
    "SELECT p.n, p.id, p.name, p.nickname, p.sex, p.birth_date, p.birth_precision, p.kelurahan,
    p.rw, p.rt, p.gang, p.house_no, p.phone, p.first_at_ms, c.nik, c.kk
    FROM persons p LEFT JOIN person_cases c ON c.id = p.id WHERE p.alias_of IS NULL";

/// `None`: gone, or a merged duplicate.
pub(super) fn face_of(db: &Connection, n: i64) -> Result<Option<(PersonId, Face)>> {
    let one = format!("{FACE} AND p.n = ?1");
    let mut statement = db.prepare_cached(&one)?;
    let mut rows = statement.query([n])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (person, mut face) = (sql::id(row, "id")?, face(row)?);
    let phones = "SELECT phone FROM contacts WHERE person = ?1 AND phone <> ''";
    let mut statement = db.prepare_cached(phones)?;
    let phones = statement.query_map([blob(person)], |row| row.get::<_, String>(0))?;
    for phone in phones {
        face.phones.extend(Phone::parse(&phone?).ok());
    }
    Ok(Some((person, face)))
}

/// Everybody, each at the same place of both lists.
pub(super) struct Everybody {
    pub people: Vec<Somebody>,
    pub faces: Vec<Face>,
}

pub(super) struct Somebody {
    /// Of the row.
    pub n: i64,
    pub id: PersonId,
    /// When they were registered.
    pub first_at_ms: i64,
}

pub(super) fn everybody(db: &Connection) -> Result<Everybody> {
    let mut phones: HashMap<PersonId, Vec<Phone>> = HashMap::new();
    let mut statement =
        db.prepare_cached("SELECT person, phone FROM contacts WHERE phone <> ''")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let phone = Phone::parse(&row.get::<_, String>("phone")?).ok();
        phones
            .entry(sql::id(row, "person")?)
            .or_default()
            .extend(phone);
    }
    let mut statement = db.prepare_cached(FACE)?;
    let mut rows = statement.query([])?;
    let (mut people, mut faces) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let id: PersonId = sql::id(row, "id")?;
        let mut face = face(row)?;
        face.phones.extend(phones.remove(&id).unwrap_or_default());
        people.push(Somebody {
            n: row.get("n")?,
            id,
            first_at_ms: row.get("first_at_ms")?,
        });
        faces.push(face);
    }
    Ok(Everybody { people, faces })
}

fn face(row: &Row<'_>) -> rusqlite::Result<Face> {
    let text = |column: &str| row.get::<_, String>(column);
    let maybe = |column: &str| row.get::<_, Option<String>>(column);
    let number = |column: &str| row.get::<_, Option<u16>>(column);
    let date = sql::maybe_date(row, "birth_date")?;
    let precision: Option<BirthPrecision> = sql::maybe_from_code(row, "birth_precision")?;
    Ok(Face {
        sex: sql::maybe_from_code(row, "sex")?,
        birth: date
            .zip(precision)
            .and_then(|(date, precision)| Birth::known_as(date, precision)),
        kelurahan: maybe("kelurahan")?,
        rw: number("rw")?.and_then(|rw| Rw::new(rw).ok()),
        rt: number("rt")?.and_then(|rt| Rt::new(rt).ok()),
        phones: Phone::parse(&text("phone")?).into_iter().collect(),
        nik: maybe("nik")?.and_then(|nik| Nik::parse(&nik).ok()),
        kk: maybe("kk")?.and_then(|kk| Kk::parse(&kk).ok()),
        ..Face::named(&text("name")?, &text("nickname")?).at(&text("gang")?, &text("house_no")?)
    })
}

//! The people whom a roster is held against.

use std::collections::HashMap;

use rantang_core::identity::birth::Birth;
use rantang_core::identity::kk::Kk;
use rantang_core::identity::nik::Nik;
use rantang_core::identity::phone::Phone;
use rantang_core::ids::{PeriodId, PersonId};
use rantang_core::people::{BirthPrecision, Diet};
use rantang_core::places::{Rt, Rw};
use rantang_core::roster::known::{KnownPerson, KnownStanding};
use rusqlite::{Connection, Row};

use crate::store::{Result, sql};

/// Everybody on this device but merged duplicates. `period`: the one that a list enters people into.
pub fn known_people(db: &Connection, period: Option<PeriodId>) -> Result<Vec<KnownPerson>> {
    let mut contacts = contact_names(db)?;
    let sql = "SELECT p.id, p.name, p.nickname, p.birth_date, p.birth_precision, p.sex, p.phone, p.kelurahan,
                      p.rw, p.rt, p.gang, p.landmark, p.access_note, p.diet, p.life, c.nik, c.kk, e.status
               FROM persons p
               LEFT JOIN person_cases c ON c.id = p.id
               LEFT JOIN enrolments e ON e.person = p.id AND e.period = ?1
               WHERE p.alias_of IS NULL ORDER BY p.id";
    let mut statement = db.prepare_cached(sql)?;
    let people = statement.query_map([sql::maybe_blob(period)], |row| {
        let mut person = known(row)?;
        if period.is_none() && person.standing == KnownStanding::NotEnrolled {
            person.standing = KnownStanding::Enrolled;
        }
        person.contact_names = contacts.remove(&PersonId(person.id)).unwrap_or_default();
        Ok(person)
    })?;
    Ok(people.collect::<rusqlite::Result<_>>()?)
}

fn known(row: &Row<'_>) -> rusqlite::Result<KnownPerson> {
    let life: String = row.get("life")?;
    let status: Option<String> = row.get("status")?;
    let standing = match (life.as_str(), status.as_deref()) {
        ("deceased", _) => KnownStanding::Deceased,
        (_, Some("left")) => KnownStanding::Left,
        (_, Some(_)) => KnownStanding::Enrolled,
        (_, None) => KnownStanding::NotEnrolled,
    };
    let date = sql::maybe_date(row, "birth_date")?;
    let precision: Option<BirthPrecision> = sql::maybe_from_code(row, "birth_precision")?;
    let text = |column: &str| row.get::<_, Option<String>>(column);
    let number = |column: &str| row.get::<_, Option<u16>>(column);
    Ok(KnownPerson {
        id: sql::id(row, "id")?,
        standing,
        name: row.get("name")?,
        nickname: row.get("nickname")?,
        nik: text("nik")?.and_then(|nik| Nik::parse(&nik).ok()),
        kk: text("kk")?.and_then(|kk| Kk::parse(&kk).ok()),
        birth: date
            .zip(precision)
            .and_then(|(date, precision)| Birth::known_as(date, precision)),
        sex: sql::maybe_from_code(row, "sex")?,
        rt: number("rt")?.and_then(|rt| Rt::new(rt).ok()),
        rw: number("rw")?.and_then(|rw| Rw::new(rw).ok()),
        kelurahan_code: text("kelurahan")?.unwrap_or_default(),
        address: row.get("gang")?,
        landmark: row.get("landmark")?,
        phone: Phone::parse(&row.get::<_, String>("phone")?).ok(),
        contact_names: Vec::new(),
        diet: sql::maybe_value::<Diet>(row, "diet")?.unwrap_or_default(),
        note: row.get("access_note")?,
    })
}

fn contact_names(db: &Connection) -> Result<HashMap<PersonId, Vec<String>>> {
    let mut statement =
        db.prepare_cached("SELECT person, name FROM contacts ORDER BY person, id")?;
    let mut rows = statement.query([])?;
    let mut names: HashMap<PersonId, Vec<String>> = HashMap::new();
    while let Some(row) = rows.next()? {
        names
            .entry(sql::id(row, "person")?)
            .or_default()
            .push(row.get("name")?);
    }
    Ok(names)
}

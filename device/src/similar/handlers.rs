//! The commands of likeness.

use rantang_core::identity::birth::Birth;
use rantang_core::identity::kk::Kk;
use rantang_core::identity::nik::{self, Nik};
use rantang_core::identity::phone::Phone;
use rantang_core::ids::PersonId;
use rantang_core::people::operations::SetAlias;
use rantang_core::people::registers as r;
use rantang_core::places::{Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::similar::{Face, Verdict};
use rusqlite::{Connection, OptionalExtension};

use super::commands::*;
use super::store::{Near, near};
use super::view::{SimilarFace, SimilarPerson, SimilarView};
use crate::command::Failure;
use crate::device::Device;
use crate::log::Draft;
use crate::people::edit;
use crate::people::index::PeopleIndex;
use crate::people::list;
use crate::people::load::Who;
use crate::people::view::BirthValue;
use crate::review;
use crate::review::view::ReviewView;
use crate::store::sql::{self, blob};
use crate::store::{Result, rows};

/// More than this is a list to search in, not a question.
const SHOWN_MAX: usize = 5;

pub fn similar(device: &Device, args: &PeopleSimilar) -> std::result::Result<SimilarView, Failure> {
    let face = face(args);
    device.read(|db| {
        let mut found = near(db, &face, None, Verdict::Possible)?;
        found.truncate(SHOWN_MAX);
        let today = device.today(db)?;
        let ids: Vec<PersonId> = found.iter().map(|it| it.person).collect();
        let index = PeopleIndex::read(db, today, Who::These(&ids))?;
        let mut people = Vec::new();
        for Near { person, similarity } in found {
            if let Some(person) = face_view(db, &index, person)? {
                people.push(SimilarPerson {
                    person,
                    score: similarity.score,
                    verdict: similarity.verdict,
                    reasons: similarity.reasons,
                });
            }
        }
        Ok::<_, Failure>(SimilarView { people })
    })
}

/// Whom the screen describes so far.
fn face(args: &PeopleSimilar) -> Face {
    let kelurahan = args.address.kelurahan_code.trim();
    let birth = args
        .birth
        .date
        .and_then(|date| Birth::known_as(date, args.birth.precision));
    Face {
        sex: args.birth.sex,
        birth,
        kelurahan: (!kelurahan.is_empty()).then(|| kelurahan.to_owned()),
        rw: Rw::parse(&args.address.rw).ok(),
        rt: Rt::parse(&args.address.rt).ok(),
        phones: Phone::parse(&args.phone).into_iter().collect(),
        nik: Nik::parse(&args.nik).ok(),
        kk: Kk::parse(&args.kk).ok(),
        ..Face::named(&args.name, &args.nickname).at(&args.address.gang, &args.address.house_no)
    }
}

/// `None`: not known here any more. `index` holds the person.
pub(crate) fn face_view(
    db: &Connection,
    index: &PeopleIndex,
    person: PersonId,
) -> Result<Option<SimilarFace>> {
    let Some(row) = list::rows(db, index, index.entry(person))?.pop() else {
        return Ok(None);
    };
    let sql = "SELECT p.nickname, p.birth_date, p.birth_precision, p.sex, p.house_no, p.phone, p.life, c.nik
               FROM persons p LEFT JOIN person_cases c ON c.id = p.id WHERE p.id = ?1";
    let face = db
        .prepare_cached(sql)?
        .query_row([blob(person)], |it| {
            let nik: Option<String> = it.get("nik")?;
            let precision = sql::maybe_from_code(it, "birth_precision")?;
            Ok(SimilarFace {
                nickname: it.get("nickname")?,
                birth: BirthValue {
                    date: sql::maybe_date(it, "birth_date")?,
                    precision: precision.unwrap_or(crate::people::view::BirthPrecision::Day),
                    sex: sql::maybe_from_code(it, "sex")?,
                },
                house_no: it.get("house_no")?,
                phone: it.get("phone")?,
                nik_masked: nik.map(|nik| nik::mask(&nik)).unwrap_or_default(),
                deceased: it.get::<_, String>("life")? == "deceased",
                row,
            })
        })
        .optional()?;
    Ok(face)
}

pub fn join(device: &Device, args: &PeopleJoin) -> std::result::Result<ReviewView, Failure> {
    device.record_with(|db| draft(db, args))?;
    review::handlers::list(device)
}

/// Nothing where it is so already.
fn draft(db: &Connection, args: &PeopleJoin) -> std::result::Result<Vec<Draft>, Failure> {
    let person = PersonId(args.person_id);
    let canonical = args.into.map(PersonId);
    for id in std::iter::once(person).chain(canonical) {
        if !edit::exists(db, id)? {
            return Err(Failure::not_found("Orang"));
        }
    }
    if canonical == Some(person) {
        return Err(Failure::bad_request(
            "orang tidak digabung dengan dirinya sendiri",
        ));
    }
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let alias = row.as_ref().and_then(|row| row.register(&r::ALIAS));
    let stands: Option<PersonId> = alias.and_then(|it| it.read::<Option<PersonId>>()).flatten();
    if stands == canonical {
        return Ok(Vec::new());
    }
    let alias = SetAlias {
        person,
        canonical: match canonical {
            Some(into) => Some(standing(db, into)?),
            None => None,
        },
        saw: alias.map(|it| it.head_ids()).unwrap_or_default(),
    };
    let canonical = alias.canonical;
    let mut drafts: Vec<Draft> = vec![alias.into()];
    if canonical.is_some() {
        for merged in merged_into(db, person)? {
            let row = rows::row(db, EntityRef::new(EntityKind::Person, merged))?;
            let register = row.as_ref().and_then(|row| row.register(&r::ALIAS));
            let follows = SetAlias {
                person: merged,
                canonical,
                saw: register.map(|it| it.head_ids()).unwrap_or_default(),
            };
            drafts.push(follows.into());
        }
    }
    Ok(drafts)
}

/// Duplicates that were merged into somebody who is merged now: they follow.
fn merged_into(db: &Connection, person: PersonId) -> Result<Vec<PersonId>> {
    let sql = "SELECT id FROM persons WHERE alias_of IS NOT NULL AND alias_of = ?1 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map([blob(person)], |row| sql::id(row, "id"))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Who was merged into somebody else stands for them: aliases never form a chain.
fn standing(db: &Connection, person: PersonId) -> Result<PersonId> {
    let sql = "SELECT alias_of FROM persons WHERE id = ?1";
    let into: Option<PersonId> = db
        .prepare_cached(sql)?
        .query_row([blob(person)], |row| sql::maybe_id(row, "alias_of"))?;
    Ok(into.unwrap_or(person))
}

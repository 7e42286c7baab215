//! Doors off the list, and who may live behind them.

use std::collections::BTreeMap;

use rantang_core::alerts::{AlertRule, alert_id};
use rantang_core::deliveries::OffListDoor as Described;
use rantang_core::deliveries::operations::Attach;
use rantang_core::deliveries::registers as r;
use rantang_core::identity::name::bare;
use rantang_core::identity::name_key::NameKey;
use rantang_core::ids::{DeliveryId, PersonId};
use rantang_core::places::{Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rusqlite::Connection;

use super::DoorAttach;
use super::view::{OffListDoor, ReviewBody, ReviewItem};
use crate::command::Failure;
use crate::log::Draft;
use crate::people::index::PeopleIndex;
use crate::people::list;
use crate::people::load::Who;
use crate::people::names::Names;
use crate::people::setting::Setting;
use crate::people::view::PersonRow;
use crate::store::sql;
use crate::store::{Result, rows, search};

const CANDIDATES_MAX: usize = 5;
/// People that one word of a name may bring before they are weighed.
const FOUND_MAX: i64 = 200;
/// A name that is alike, or a word of it next door.
const SCORE_MIN: f64 = 0.6;

pub(super) fn items(
    db: &Connection,
    setting: &Setting,
    names: &Names<'_>,
) -> Result<Vec<ReviewItem>> {
    let sql = "SELECT deliveries.*, delivery_cases.note FROM deliveries
               LEFT JOIN delivery_cases ON delivery_cases.id = deliveries.id
               WHERE door IS NOT NULL AND person IS NULL AND retracted = 0 ORDER BY at_ms DESC";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        let delivery: DeliveryId = sql::id(row, "id")?;
        let date = sql::date(row, "date")?;
        let door: Described = sql::value(row, "door")?;
        let at_ms = row.get("at_ms")?;
        items.push(ReviewItem {
            id: alert_id(AlertRule::OffList, delivery.0, date).0,
            person_id: None,
            person_name: None,
            at_ms,
            body: ReviewBody::OffList {
                delivery_id: delivery.0,
                date,
                candidates: candidates(db, setting, &door)?,
                door: OffListDoor {
                    name: door.name.to_string(),
                    rt: door.rt.to_string(),
                    rw: door.rw.to_string(),
                    landmark: door.landmark.to_string(),
                    boxes: row.get("boxes")?,
                    outcome: sql::from_code(row, "outcome")?,
                    by: names.user(sql::id(row, "courier")?),
                    at_ms,
                    note: door.note.to_string(),
                },
            },
        });
    }
    Ok(items)
}

/// The likeliest first.
fn candidates(db: &Connection, setting: &Setting, door: &Described) -> Result<Vec<PersonRow>> {
    let mut scores: BTreeMap<PersonId, f64> = BTreeMap::new();
    let sql = "SELECT id, name, nickname, rw, rt FROM persons
               WHERE alias_of IS NULL AND n IN
                   (SELECT rowid FROM persons_words WHERE persons_words MATCH ?1 LIMIT ?2)";
    let mut statement = db.prepare_cached(sql)?;
    let key = NameKey::of(door.name.as_str());
    let (rw, rt) = (Rw::parse(door.rw.as_str()), Rt::parse(door.rt.as_str()));
    for word in bare(door.name.as_str()).split_whitespace() {
        if word.chars().count() < 3 {
            continue;
        }
        let Some(expression) = search::expression(db, word)? else {
            continue;
        };
        let mut rows = statement.query((expression, FOUND_MAX))?;
        while let Some(row) = rows.next()? {
            let texts: [String; 2] = [row.get("name")?, row.get("nickname")?];
            let alike = texts
                .iter()
                .filter_map(|text| NameKey::of(text).likeness(&key))
                .map(|likeness| likeness.score())
                .fold(0.35, f64::max);
            let same_rw = rw.is_ok_and(|rw| row.get("rw").ok() == Some(Some(rw.number())));
            let same_rt = rt.is_ok_and(|rt| row.get("rt").ok() == Some(Some(rt.number())));
            let near = match (same_rw, same_rt) {
                (true, true) => 0.3,
                (true, false) => 0.25,
                (false, _) => 0.0,
            };
            let score = scores.entry(sql::id(row, "id")?).or_default();
            *score = score.max(alike + near);
        }
    }
    let mut best: Vec<(PersonId, f64)> = scores
        .into_iter()
        .filter(|(_, score)| SCORE_MIN <= *score)
        .collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(CANDIDATES_MAX);
    let ids: Vec<PersonId> = best.into_iter().map(|(person, _)| person).collect();
    let people = PeopleIndex::read(db, setting.today, Who::These(&ids))?;
    list::rows(db, &people, ids.iter().filter_map(|id| people.entry(*id)))
}

/// Says who stood behind the door.
pub(super) fn attach(
    db: &Connection,
    args: &DoorAttach,
) -> std::result::Result<Vec<Draft>, Failure> {
    let entity = EntityRef::new(EntityKind::Delivery, args.delivery_id);
    let row = rows::row(db, entity)?.filter(|row| row.register(&r::DOOR).is_some());
    let Some(row) = row else {
        return Err(Failure::not_found("Pintu di luar daftar"));
    };
    let person = PersonId(args.person_id);
    if !crate::people::edit::exists(db, person)? {
        return Err(Failure::not_found("Orang"));
    }
    let register = row.register(&r::PERSON);
    let known: Option<Option<PersonId>> = register.and_then(|register| register.read());
    if known.flatten() == Some(person) {
        return Ok(Vec::new());
    }
    let attach = Attach {
        delivery: DeliveryId(args.delivery_id),
        person,
        saw: register.map(|it| it.head_ids()).unwrap_or_default(),
    };
    Ok(vec![attach.into()])
}

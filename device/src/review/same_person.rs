//! Two records that are probably of one person: two devices registered somebody without knowing of each
//! other, or a list brought in somebody who was here under another spelling.

use rantang_core::ids::PersonId;
use rantang_core::people::registers as r;
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::similar::pair_id;
use rusqlite::Connection;

use super::told;
use super::view::{ReviewBody, ReviewItem};
use crate::people::index::PeopleIndex;
use crate::people::load::Who;
use crate::people::names::Names;
use crate::people::setting::Setting;
use crate::similar::handlers::face_view;
use crate::similar::view::{Pair, SamePersonSide};
use crate::store::sql::blob;
use crate::store::{Result, rows};

pub(super) fn items(
    db: &Connection,
    setting: &Setting,
    names: &Names<'_>,
    pairs: &[Pair],
) -> Result<Vec<ReviewItem>> {
    let ids: Vec<PersonId> = pairs
        .iter()
        .flat_map(|pair| [PersonId(pair.first), PersonId(pair.second)])
        .collect();
    let index = PeopleIndex::read(db, setting.today, Who::These(&ids))?;
    let mut items = Vec::new();
    for pair in pairs {
        let first = side(db, &index, names, PersonId(pair.first))?;
        let second = side(db, &index, names, PersonId(pair.second))?;
        let (Some(first), Some(second)) = (first, second) else {
            continue;
        };
        items.push(ReviewItem {
            id: pair_id(PersonId(pair.first), PersonId(pair.second)).0,
            person_id: Some(pair.first),
            person_name: Some(first.person.row.name.clone()),
            at_ms: second.at_ms,
            body: ReviewBody::SamePerson {
                score: pair.score,
                reasons: pair.reasons.clone(),
                sides: vec![first, second],
            },
        });
    }
    Ok(items)
}

fn side(
    db: &Connection,
    index: &PeopleIndex,
    names: &Names<'_>,
    person: PersonId,
) -> Result<Option<SamePersonSide>> {
    let row = rows::row(db, EntityRef::new(EntityKind::Person, person))?;
    let name = row.as_ref().and_then(|row| row.register(&r::NAME));
    let (Some(shown), Some(head)) = (
        face_view(db, index, person)?,
        name.and_then(|register| register.winner()),
    ) else {
        return Ok(None);
    };
    Ok(Some(SamePersonSide {
        person: shown,
        by: names.user(head.author),
        by_phone: names.phone(head.author),
        phone: told::phone_of(db, head.op)?,
        at_ms: head.at_ms,
        deliveries: count(db, "deliveries WHERE person = ?1 AND retracted = 0", person)?,
        visits: count(
            db,
            "visits WHERE person = ?1 AND made_on IS NOT NULL",
            person,
        )?,
    }))
}

fn count(db: &Connection, what: &str, person: PersonId) -> Result<u32> {
    let sql = format!("SELECT count(*) FROM {what}");
    Ok(db
        .prepare_cached(&sql)?
        .query_row([blob(person)], |row| row.get(0))?)
}

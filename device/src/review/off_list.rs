//! Doors off the list, and who may live behind them.

use rantang_core::alerts::{AlertRule, alert_id};
use rantang_core::deliveries::OffListDoor as Described;
use rantang_core::deliveries::operations::Attach;
use rantang_core::deliveries::registers as r;
use rantang_core::ids::{DeliveryId, PersonId};
use rantang_core::places::{Rt, Rw};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::similar::{Face, Verdict};
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
use crate::similar::near;
use crate::store::sql;
use crate::store::{Result, rows};

const CANDIDATES_MAX: usize = 5;

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

/// Who is like the one whom the courier described, the likeliest first.
fn candidates(db: &Connection, setting: &Setting, door: &Described) -> Result<Vec<PersonRow>> {
    let face = Face {
        kelurahan: Some(setting.area.to_string()),
        rw: Rw::parse(door.rw.as_str()).ok(),
        rt: Rt::parse(door.rt.as_str()).ok(),
        ..Face::named(door.name.as_str(), "")
    };
    let mut found = near(db, &face, None, Verdict::Possible)?;
    found.truncate(CANDIDATES_MAX);
    let ids: Vec<PersonId> = found.iter().map(|it| it.person).collect();
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

//! `delivery record` and `delivery correct`.

use rantang_core::ids::{OpId, PersonId};
use rantang_core::registers::{EntityKind, EntityRef};
use rusqlite::{Connection, OptionalExtension};
use serde_json::json;
use uuid::Uuid;

use super::args::{CorrectArgs, RecordArgs};
use super::output::Answer;
use crate::command::Failure;
use crate::day::{DayModel, DayQuery, Routes, load_day};
use crate::device::{Device, author};
use crate::platform::mint_uuid;
use crate::round::record::{self, RunAt};
use crate::round::{DeliveryCorrect, DeliveryRecord};
use crate::store::sql::{self, blob};
use crate::store::{Error, Result};

pub fn record(device: &Device, args: &RecordArgs) -> std::result::Result<Answer, Failure> {
    let id = args
        .delivery
        .unwrap_or_else(|| mint_uuid(&*device.platform.random));
    device.record_with(|db| {
        let who = author(db)?;
        let day = day_of(device, db, args.date)?;
        let person = PersonId(args.person);
        let found = day.routes.iter().find_map(|route| {
            let door = route.doors.iter().find(|it| it.member.person == person)?;
            Some((route, day.sitting_of(door)))
        });
        let (route, sitting) = found.ok_or_else(|| Failure::not_found("Orang dengan rute"))?;
        let run = RunAt {
            day: &day,
            route,
            sitting,
        };
        let what = &args.what;
        let record = DeliveryRecord {
            delivery_id: id,
            person_id: args.person,
            date: args.date,
            sitting,
            slots: args.slot.slots(),
            outcome: what.outcome,
            flags: what.flags.clone(),
            wellbeing: what.wellbeing,
            complaints: what.complaints.clone(),
            contact_id: None,
            received_by: what.received_by.clone(),
            seen_by_neighbor: args.seen_by_neighbor,
            bring_back: args.bring_back,
            until: what.until,
            note: what.note.clone(),
        };
        record::delivery::record(db, &run, &record, who.user, device.today(db)?)
    })?;
    told(device, id, Oldest)
}

pub fn correct(device: &Device, args: &CorrectArgs) -> std::result::Result<Answer, Failure> {
    let what = &args.what;
    let correction = DeliveryCorrect {
        delivery_id: args.delivery,
        outcome: what.outcome,
        flags: what.flags.clone(),
        wellbeing: what.wellbeing,
        complaints: what.complaints.clone(),
        received_by: what.received_by.clone(),
        until: what.until,
        note: what.note.clone(),
    };
    device.record_with(|db| {
        let today = device.today(db)?;
        let boxes = day_of(device, db, today)?.boxes_per_door();
        record::undo::correct(db, &correction, boxes, today)
    })?;
    told(device, args.delivery, Latest)
}

fn day_of(
    device: &Device,
    db: &Connection,
    date: chrono::NaiveDate,
) -> std::result::Result<DayModel, Failure> {
    let query = DayQuery {
        date,
        kelurahan: author(db)?.area,
        routes: Routes::All,
        tried: device.tried(db)?,
    };
    Ok(load_day(db, &query)?)
}

use Which::{Latest, Oldest};

#[derive(Clone, Copy)]
enum Which {
    Oldest,
    Latest,
}

/// `{"operation", "state"}`; the same attempt again tells of the first.
fn told(device: &Device, delivery: Uuid, which: Which) -> std::result::Result<Answer, Failure> {
    let (operation, state) = device.read::<_, Error>(|db| {
        let entity = EntityRef::new(EntityKind::Delivery, delivery);
        Ok((
            operation(db, delivery, which)?,
            device.send_state(db, entity)?,
        ))
    })?;
    let state = state.map(|state| sql::code(&state));
    let words = format!("Tersimpan di perangkat ini. Antaran {delivery}.");
    Ok(Answer::done(
        json!({ "operation": operation, "state": state, "delivery": delivery }),
        words,
    ))
}

fn operation(db: &Connection, delivery: Uuid, which: Which) -> Result<Option<OpId>> {
    let order = match which {
        Oldest => "ASC",
        Latest => "DESC",
    };
    let sql = format!("SELECT op_id FROM log WHERE entity = ?1 ORDER BY seq {order} LIMIT 1");
    let found = db
        .prepare_cached(&sql)?
        .query_row([blob(delivery)], |row| sql::id(row, "op_id"))
        .optional()?;
    Ok(found)
}

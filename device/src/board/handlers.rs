//! The commands of the board.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::alerts::operations::Acknowledge;
use rantang_core::ids::{ItemId, PersonId, RouteId, UserId};
use rantang_core::scopes::Scope;
use rantang_core::text::Note;
use rantang_core::time::{end_of_day_ms, start_of_day_ms};
use rusqlite::Connection;

use super::assemble::{Acknowledged, BoardInputs, board_view};
use super::commands::{AlertAcknowledge, BoardDay};
use super::view::BoardView;
use crate::command::{ErrorCode, Failure};
use crate::day::{DayModel, DayQuery, Routes, load_day};
use crate::device::{Device, author};
use crate::log::Draft;
use crate::review;
use crate::store::{facts, mirror, sql};

pub fn day(device: &Device, args: BoardDay) -> Result<BoardView, Failure> {
    device.read(|db| show(device, db, args.date))
}

/// An answer to an alert that is on the board of its date.
pub fn acknowledge(device: &Device, args: AlertAcknowledge) -> Result<BoardView, Failure> {
    let action = Note::parse(&args.action)?;
    if action.is_empty() {
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            "Tulis dulu apa yang sudah dilakukan, misalnya: sudah ditelepon, PSM ke sana.",
        ));
    }
    device.record_with(|db| {
        let board = show(device, db, Some(args.date))?;
        let person = board
            .todo
            .iter()
            .find(|item| item.id == args.alert_id)
            .and_then(|item| item.person_id);
        let acknowledge = Acknowledge {
            alert: ItemId(args.alert_id),
            kelurahan: author(db)?.area,
            person: person.map(PersonId),
            action,
        };
        Ok::<_, Failure>([Draft::from(acknowledge)])
    })?;
    device.read(|db| show(device, db, Some(args.date)))
}

fn show(device: &Device, db: &Connection, date: Option<NaiveDate>) -> Result<BoardView, Failure> {
    let day = load(device, db, date)?;
    let inputs = BoardInputs {
        now_ms: device.now_ms(db)?,
        acknowledged: acknowledged(db, day.date)?,
        review_count: review::count(device, db)?,
        phones_current: phones_current(db, &day)?,
    };
    Ok(board_view(&day, &inputs))
}

/// The whole day of the kelurahan.
pub fn load(
    device: &Device,
    db: &Connection,
    date: Option<NaiveDate>,
) -> Result<DayModel, Failure> {
    let query = DayQuery {
        date: date.map_or_else(|| device.today(db), Ok)?,
        kelurahan: author(db)?.area,
        routes: Routes::All,
        tried: device.tried(db)?,
    };
    Ok(load_day(db, &query)?)
}

/// The answers that were given on a date.
fn acknowledged(
    db: &Connection,
    date: NaiveDate,
) -> Result<BTreeMap<ItemId, Acknowledged>, Failure> {
    let read = || -> rusqlite::Result<_> {
        let sql = "SELECT id, action, by, at_ms FROM alerts_ack WHERE ?1 <= at_ms AND at_ms < ?2";
        let mut statement = db.prepare_cached(sql)?;
        let found = statement.query_map((start_of_day_ms(date), end_of_day_ms(date)), |row| {
            let answer = Acknowledged {
                action: row.get("action")?,
                by: sql::id(row, "by")?,
                at_ms: row.get("at_ms")?,
            };
            Ok((sql::id(row, "id")?, answer))
        })?;
        found.collect()
    };
    Ok(read().map_err(crate::store::Error::from)?)
}

/// Couriers whose phone holds the list of each of their routes as this device knows it.
fn phones_current(db: &Connection, day: &DayModel) -> Result<Vec<UserId>, Failure> {
    let phones = facts::PHONES.get(db)?.unwrap_or_default();
    let known: BTreeMap<Scope, u64> = mirror::cursors(db)?.into_iter().collect();
    let holds = |courier: UserId, route: RouteId| {
        let scope = Scope::Delivery {
            kelurahan: day.kelurahan.clone(),
            route: Some(route),
        };
        let wanted = known.get(&scope).copied().unwrap_or(0);
        let of_courier = phones.iter().filter(|phone| phone.user == courier);
        let mut cursors = of_courier.flat_map(|phone| &phone.cursors);
        cursors.any(|(held, cursor)| *held == scope && wanted <= *cursor)
    };
    let mut current: Vec<UserId> = day
        .routes
        .iter()
        .filter_map(|route| route.courier)
        .collect();
    current.sort();
    current.dedup();
    current.retain(|courier| {
        let mut theirs = day
            .routes
            .iter()
            .filter(|route| route.courier == Some(*courier));
        theirs.all(|route| holds(*courier, route.route))
    });
    Ok(current)
}

//! The commands of a round: read the day, record what was tapped, show the round as it is then.

use chrono::NaiveDate;
use rantang_core::ids::{DeliveryId, HoldId, UserId};
use rantang_core::runs::Sitting;
use rusqlite::Connection;

use super::assemble::{Onlooker, round_view};
use super::commands::*;
use super::record::run::sitting_due;
use super::record::{RunAt, delivery, run, undo};
use super::store;
use super::view::{RecordedView, RoundRecapView, RoundView};
use crate::command::{ErrorCode, Failure};
use crate::day::{DayModel, DayQuery, RouteDay, Routes, load_day};
use crate::device::{Device, author};
use crate::log::{self, Draft};
use crate::platform::mint_uuid;
use crate::recap;

pub fn today(device: &Device, args: RoundToday) -> Result<RoundView, Failure> {
    device.read(|db| show(device, db, args.date, args.sitting))
}

pub fn start(device: &Device, args: RunStart) -> Result<RoundView, Failure> {
    change(device, args.date, args.sitting, |db, at, who| {
        run::start(db, at, who)
    })
}

pub fn receive(device: &Device, args: RunReceive) -> Result<RoundView, Failure> {
    change(device, args.date, args.sitting, |db, at, _| {
        run::receive(db, at, args.boxes)
    })
}

pub fn obstacle(device: &Device, args: RunObstacle) -> Result<RoundView, Failure> {
    change(device, args.date, args.sitting, |_, at, _| {
        run::obstacle(at, &args)
    })
}

pub fn close_doors(device: &Device, args: RunCloseDoors) -> Result<RoundView, Failure> {
    change(device, args.date, args.sitting, |db, at, who| {
        let hold_id = |_| HoldId(mint_uuid(&*device.platform.random));
        delivery::close_doors(at, &args, who, device.today(db)?, hold_id)
    })
}

pub fn finish(device: &Device, args: RunFinish) -> Result<RoundView, Failure> {
    change(device, args.date, args.sitting, |db, at, _| {
        run::finish(db, at, &args)
    })
}

pub fn delivery(device: &Device, args: DeliveryRecord) -> Result<RecordedView, Failure> {
    let round = change(device, args.date, args.sitting, |db, at, who| {
        delivery::record(db, at, &args, who, device.today(db)?)
    })?;
    Ok(RecordedView {
        delivery_id: args.delivery_id,
        round,
    })
}

pub fn off_list(device: &Device, args: DoorAdd) -> Result<RecordedView, Failure> {
    let round = change(device, args.date, args.sitting, |db, at, who| {
        delivery::off_list(db, at, &args, who)
    })?;
    Ok(RecordedView {
        delivery_id: args.delivery_id,
        round,
    })
}

pub fn retract(device: &Device, args: DeliveryRetract) -> Result<RoundView, Failure> {
    device.record_with(|db| undo::retract(db, args.delivery_id, device.today(db)?))?;
    show_round_of(device, args.delivery_id)
}

pub fn correct(device: &Device, args: DeliveryCorrect) -> Result<RoundView, Failure> {
    device.record_with(|db| {
        let day = day(device, db, None)?;
        undo::correct(db, &args, day.boxes_per_door(), device.today(db)?)
    })?;
    show_round_of(device, args.delivery_id)
}

pub fn recap(device: &Device, args: RoundToday) -> Result<RoundRecapView, Failure> {
    device.read(|db| {
        let day = day(device, db, args.date)?;
        let route = day.routes.first().ok_or_else(no_route)?;
        let sitting = args
            .sitting
            .unwrap_or_else(|| sitting_due(&day, Some(route)));
        Ok(recap::assemble::round_recap(&day, route, sitting))
    })
}

/// Records what `draft` makes of the run, then shows the round.
fn change<D>(
    device: &Device,
    date: NaiveDate,
    sitting: Sitting,
    draft: D,
) -> Result<RoundView, Failure>
where
    D: FnOnce(&Connection, &RunAt<'_>, UserId) -> Result<Vec<Draft>, Failure>,
{
    device.record_with(|db| {
        let day = day(device, db, Some(date))?;
        let route = route_of(&day, sitting).ok_or_else(no_route)?;
        draft(
            db,
            &RunAt {
                day: &day,
                route,
                sitting,
            },
            author(db)?.user,
        )
    })?;
    device.read(|db| show(device, db, Some(date), Some(sitting)))
}

fn show(
    device: &Device,
    db: &Connection,
    date: Option<NaiveDate>,
    sitting: Option<Sitting>,
) -> Result<RoundView, Failure> {
    let day = day(device, db, date)?;
    let sitting = sitting.unwrap_or_else(|| sitting_due(&day, day.routes.first()));
    let who = Onlooker {
        user: author(db)?.user,
        unsent: log::tally(db)?.pending,
    };
    Ok(round_view(&day, route_of(&day, sitting), sitting, who))
}

/// The round that a delivery belongs to; it may be of another day.
fn show_round_of(device: &Device, delivery: uuid::Uuid) -> Result<RoundView, Failure> {
    device.read(|db| {
        let (date, sitting) = store::round_of(db, DeliveryId(delivery))?.unzip();
        show(device, db, date, sitting)
    })
}

fn day(device: &Device, db: &Connection, date: Option<NaiveDate>) -> Result<DayModel, Failure> {
    let author = author(db)?;
    let query = DayQuery {
        date: date.map_or_else(|| device.today(db), Ok)?,
        kelurahan: author.area,
        routes: Routes::Of(author.user),
        tried: device.tried(db)?,
    };
    Ok(load_day(db, &query)?)
}

/// A courier with two routes sees the one that is under way, else the first with doors to visit.
pub(crate) fn route_of(day: &DayModel, sitting: Sitting) -> Option<&RouteDay> {
    let under_way = |route: &&RouteDay| {
        let run = route.runs.get(&sitting);
        let is_begun = run.is_some_and(|run| run.started.is_some() && run.finished.is_none());
        route.covered.is_none() && is_begun
    };
    let unfinished = |route: &&RouteDay| {
        let over = route
            .runs
            .get(&sitting)
            .is_some_and(|run| run.finished.is_some());
        route.covered.is_none() && !over && !day.to_visit(route, sitting).is_empty()
    };
    let routes = &day.routes;
    routes
        .iter()
        .find(under_way)
        .or(routes.iter().find(unfinished))
        .or(routes.first())
}

fn no_route() -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "Belum ada rute untuk hari itu di HP ini. Hubungi koordinator, lalu tekan Kirim sekarang.",
    )
}

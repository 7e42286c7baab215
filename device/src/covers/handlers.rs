//! The commands of covers and of rounds that are handed over.

use rantang_core::covers::CoverTerm;
use rantang_core::covers::operations::{End, Give, Split};
use rantang_core::ids::{CoverId, PersonId, RouteId, UserId};
use rantang_core::registers::{EntityKind, EntityRef};
use rantang_core::runs::operations::RunKey;
use rantang_core::staff::Role;
use rusqlite::Connection;

use super::commands::{CoverEnd, CoverGive, RunSplit};
use super::store;
use super::view::SplitView;
use crate::command::{ErrorCode, Failure};
use crate::day::{DayModel, DayQuery, RouteDay, Routes, load_day};
use crate::device::{Device, author};
use crate::log::Draft;
use crate::routes;
use crate::routes::view::{CourierView, RoutesView};
use crate::store::rows;

pub fn give(device: &Device, args: &CoverGive) -> Result<RoutesView, Failure> {
    device.record_with(|db| give_drafts(db, args))?;
    routes::handlers::list(device)
}

fn give_drafts(db: &Connection, args: &CoverGive) -> Result<Vec<Draft>, Failure> {
    if store::exists(db, args.cover_id)? {
        return Ok(Vec::new());
    }
    let route = RouteId(args.route_id);
    let row = rows::row(db, EntityRef::new(EntityKind::Route, route))?;
    let row = row.ok_or_else(|| Failure::not_found("Rute"))?;
    let give = Give {
        cover: CoverId(args.cover_id),
        term: CoverTerm {
            route,
            kelurahan: row.scope.area().clone(),
            courier: courier(db, args.courier_id)?,
            from: args.from,
            until: args.until,
            rest: None,
        },
    };
    Ok(vec![give.into()])
}

pub fn end(device: &Device, args: &CoverEnd) -> Result<RoutesView, Failure> {
    device.record_with(|db| {
        let cover = CoverId(args.cover_id);
        let row = rows::row(db, EntityRef::new(EntityKind::Cover, cover))?;
        let row = row.ok_or_else(|| Failure::not_found("Pengganti"))?;
        let kelurahan = row.scope.area().clone();
        Ok::<_, Failure>(vec![End { cover, kelurahan }.into()])
    })?;
    routes::handlers::list(device)
}

/// Every courier but the user.
pub fn colleagues(device: &Device) -> Result<Vec<CourierView>, Failure> {
    device.read(|db| {
        let user = author(db)?.user.0;
        let mut couriers = routes::store::couriers(db)?;
        couriers.retain(|it| it.id != user);
        Ok(couriers)
    })
}

pub fn split(device: &Device, args: &RunSplit) -> Result<SplitView, Failure> {
    let courier_name = device.read::<_, Failure>(|db| {
        let found = routes::store::couriers(db)?
            .into_iter()
            .find(|it| it.id == args.courier_id);
        Ok(found.map(|it| it.name).unwrap_or_default())
    })?;
    let mut doors = 0;
    device.record_with(|db| {
        let (drafts, count) = split_drafts(device, db, args)?;
        doors = count;
        Ok::<_, Failure>(drafts)
    })?;
    Ok(SplitView {
        doors,
        courier_name,
    })
}

fn split_drafts(
    device: &Device,
    db: &Connection,
    args: &RunSplit,
) -> Result<(Vec<Draft>, u32), Failure> {
    let who = author(db)?;
    let courier = courier(db, args.courier_id)?;
    let query = DayQuery {
        date: args.date,
        kelurahan: who.area,
        routes: match args.route_id {
            Some(_) => Routes::All,
            None => Routes::Of(who.user),
        },
        tried: device.tried(db)?,
    };
    let day = load_day(db, &query)?;
    let route = match args.route_id {
        Some(route) => day.route(RouteId(route)),
        None => crate::round::handlers::route_of(&day, args.sitting),
    };
    let route = route.ok_or_else(|| Failure::not_found("Rute"))?;
    let doors = open_doors(&day, route, args);
    let count = doors.len() as u32;
    if store::exists(db, args.cover_id)? {
        return Ok((Vec::new(), count));
    }
    if doors.is_empty() || route.courier == Some(courier) {
        return Err(Failure::new(
            ErrorCode::NothingToDo,
            "Tidak ada pintu terbuka yang bisa diserahkan kepada kurir itu. Tidak ada yang berubah.",
        ));
    }
    let split = Split {
        cover: CoverId(args.cover_id),
        run: RunKey {
            kelurahan: day.kelurahan.clone(),
            route: route.route,
            date: args.date,
            sitting: args.sitting,
        },
        courier,
        doors,
    };
    Ok((vec![split.into()], count))
}

fn open_doors(day: &DayModel, route: &RouteDay, args: &RunSplit) -> Vec<PersonId> {
    day.to_visit(route, args.sitting)
        .into_iter()
        .filter(|door| !door.state().is_done())
        .map(|door| door.member.person)
        .collect()
}

fn courier(db: &Connection, user: uuid::Uuid) -> Result<UserId, Failure> {
    let user = UserId(user);
    match routes::store::has_role(db, user, Role::Kurir)? {
        true => Ok(user),
        false => Err(Failure::not_found("Kurir")),
    }
}

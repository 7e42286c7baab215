//! From the days to come to what the phone shows of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::day::listing::{Due, sittings};
use rantang_core::holds::HoldReason;
use rantang_core::runs::Sitting;

use super::view::*;
use crate::board::assemble::service;
use crate::board::view::ServiceView;
use crate::command::Failure;
use crate::day::{DayModel, DayQuery, Door, RouteDay, Routes, load_day};
use crate::device::{Device, author};
use crate::round::assemble::list_age;
use crate::round::doors::diet_view;

/// A week: the next round of every weekday is on the phone.
const DAYS_AHEAD: usize = 7;

/// Works without a connection: the lists are computed from what is here.
pub fn week(device: &Device) -> Result<AheadView, Failure> {
    device.read(|db| {
        let author = author(db)?;
        let today = device.today(db)?;
        let load = |date| {
            load_day(
                db,
                &DayQuery {
                    date,
                    kelurahan: author.area.clone(),
                    routes: Routes::Of(author.user),
                    tried: device.tried(db)?,
                },
            )
        };
        let days = today
            .iter_days()
            .skip(1)
            .take(DAYS_AHEAD)
            .map(|date| Ok(day_view(&load(date)?)))
            .collect::<crate::store::Result<Vec<_>>>()?;
        Ok(AheadView {
            list: list_age(today, load(today)?.pulled_at_ms),
            days,
        })
    })
}

fn day_view(day: &DayModel) -> AheadDayView {
    let service = service(day);
    let rounds = match service {
        ServiceView::NoService { .. } => vec![],
        ServiceView::Service => day
            .routes
            .iter()
            .flat_map(|route| {
                let sittings = sittings(day.ramadan()).iter();
                sittings.map(move |sitting| round_view(day, route, *sitting))
            })
            .filter(|round| !round.doors.is_empty() || !round.held.is_empty())
            .collect(),
    };
    AheadDayView {
        date: day.date,
        service,
        rounds,
    }
}

fn round_view(day: &DayModel, route: &RouteDay, sitting: Sitting) -> AheadRoundView {
    let mut doors = Vec::new();
    let mut held = Vec::new();
    for (at, (door, due)) in day.listed(route, sitting).into_iter().enumerate() {
        match due {
            Due::Visit { is_new } => doors.push(door_view(door, at as u32 + 1, is_new)),
            Due::Held { reason, until } => held.push(held_view(door, reason, until)),
            Due::NotListed => {}
        }
    }
    let special = doors.iter().filter(|door| door.diet.is_some()).count() as u32;
    let rws: BTreeSet<String> = doors
        .iter()
        .map(|door| door.rw.clone())
        .filter(|rw| !rw.is_empty())
        .collect();
    AheadRoundView {
        route_id: route.route.0,
        route_name: route.name.clone(),
        covered_by: route.covered.map(|it| day.call_name(it.courier)),
        sitting,
        rws: rws.into_iter().collect(),
        boxes: doors.len() as u32 * day.boxes_per_door(),
        boxes_special: special * day.boxes_per_door(),
        doors,
        held,
    }
}

fn door_view(door: &Door, no: u32, is_new: bool) -> AheadDoorView {
    let address = &door.address;
    AheadDoorView {
        id: door.member.person.0,
        no,
        name: door.display_name(),
        rt: address.rt.map(|rt| rt.to_string()).unwrap_or_default(),
        rw: address.rw.map(|rw| rw.to_string()).unwrap_or_default(),
        gang: address.gang.to_string(),
        landmark: address.landmark.to_string(),
        diet: door.diet.is_special().then(|| diet_view(&door.diet)),
        is_new,
    }
}

fn held_view(door: &Door, reason: HoldReason, until: Option<NaiveDate>) -> AheadHeldView {
    AheadHeldView {
        id: door.member.person.0,
        name: door.display_name(),
        reason,
        until,
    }
}

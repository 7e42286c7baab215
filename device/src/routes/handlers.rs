//! The commands of the routes.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::day::listing::Due;
use rantang_core::ids::{PersonId, RouteId};
use rantang_core::places::Rw;
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::*;
use super::store::RouteLine;
use super::view::{RouteDoorsView, RouteView, RoutesView};
use super::{edit, store};
use crate::command::Failure;
use crate::device::Device;
use crate::log::Draft;
use crate::people::index::{self, Entry, PeopleIndex};
use crate::people::list;
use crate::people::load::Who;
use crate::people::setting::Setting;

pub fn list(device: &Device) -> Result<RoutesView, Failure> {
    index::read(device, |db, people| {
        let mut doors: BTreeMap<RouteId, Vec<&Entry>> = BTreeMap::new();
        for entry in people.entries.iter().filter(|entry| !entry.is_gone) {
            if let Some(route) = entry.route {
                doors.entry(route).or_default().push(entry);
            }
        }
        let routes = store::routes(db, people.setting.today)?;
        Ok(RoutesView {
            routes: routes
                .into_iter()
                .map(|route| {
                    let doors = doors.remove(&route.id).unwrap_or_default();
                    route_view(route, &doors, &people.setting)
                })
                .collect(),
            without_route: people.counts.without_route,
            couriers: store::couriers(db)?,
        })
    })
}

pub fn save(device: &Device, args: RouteSave) -> Result<RoutesView, Failure> {
    change(device, |db, setting| edit::save(db, setting, &args))?;
    list(device)
}

pub fn assign(device: &Device, args: RouteAssign) -> Result<RoutesView, Failure> {
    change(device, |db, setting| edit::assign(db, setting, &args))?;
    list(device)
}

pub fn doors(device: &Device, args: RouteDoors) -> Result<RouteDoorsView, Failure> {
    show(device, args.route_id)
}

pub fn place(device: &Device, args: RoutePlace) -> Result<RouteDoorsView, Failure> {
    change(device, |db, setting| edit::place(db, setting, &args))?;
    show(device, args.route_id)
}

fn change(
    device: &Device,
    draft: impl FnOnce(&Connection, &Setting) -> Result<Vec<Draft>, Failure>,
) -> Result<(), Failure> {
    device.record_with(|db| draft(db, &Setting::read(db, device.today(db)?)?))?;
    Ok(())
}

fn show(device: &Device, route: Option<Uuid>) -> Result<RouteDoorsView, Failure> {
    let Some(route) = route.map(RouteId) else {
        return without_route(device);
    };
    device.read(|db| {
        let today = device.today(db)?;
        let line = store::routes(db, today)?
            .into_iter()
            .find(|it| it.id == route);
        let line = line.ok_or_else(|| Failure::not_found("Rute"))?;
        let setting = Setting::read(db, today)?;
        let order: Vec<PersonId> = store::on_route(db, route, setting.period_id())?;
        let people = PeopleIndex::read(db, today, Who::These(&order))?;
        let doors: Vec<&Entry> = order
            .iter()
            .filter_map(|person| people.entry(*person))
            .filter(|entry| entry.route == Some(route) && !entry.is_gone)
            .collect();
        Ok(RouteDoorsView {
            route: Some(route_view(line, &doors, &setting)),
            doors: list::rows(db, &people, doors)?,
        })
    })
}

/// Those who need a route, by their place: neighbours stand together.
fn without_route(device: &Device) -> Result<RouteDoorsView, Failure> {
    index::read(device, |db, people| {
        let mut doors: Vec<&Entry> = people
            .entries
            .iter()
            .map(AsRef::as_ref)
            .filter(|it: &&Entry| it.needs_route())
            .collect();
        doors.sort_by(|a, b| (&a.kelurahan, a.rw, a.rt).cmp(&(&b.kelurahan, b.rw, b.rt)));
        Ok(RouteDoorsView {
            route: None,
            doors: list::rows(db, people, doors)?,
        })
    })
}

/// Boxes and special portions are those of a day on which nobody is held.
fn route_view(route: RouteLine, doors: &[&Entry], setting: &Setting) -> RouteView {
    let served = |entry: &&&Entry| !matches!(entry.due, Due::NotListed);
    let rws: BTreeSet<u16> = doors.iter().filter_map(|entry| entry.rw).collect();
    RouteView {
        id: route.id.0,
        name: route.name,
        courier_id: route.courier.map(|courier| courier.0),
        courier_name: route.courier_name,
        doors: doors.len() as u32,
        boxes: doors.iter().filter(served).count() as u32 * setting.boxes_per_door(),
        special: doors.iter().filter(|entry| entry.has_special_diet).count() as u32,
        rws: rws
            .into_iter()
            .filter_map(|rw| Some(Rw::new(rw).ok()?.to_string()))
            .collect(),
        covers: route.covers,
    }
}

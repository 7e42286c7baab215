//! What coordinators write about routes, as operations.

use std::collections::BTreeSet;

use rantang_core::enrolment::operations::{Edit, EnrolmentSet};
use rantang_core::enrolment::{
    EnrolmentState, EnrolmentStatus, Membership, registers as enrolment,
};
use rantang_core::ids::{EnrolmentId, PeriodId, PersonId, RouteId, UserId};
use rantang_core::places::AreaCode;
use rantang_core::registers::{EntityKind, EntityRef, RegisterName, Row};
use rantang_core::routes::operations::{Assign, Define};
use rantang_core::routes::{RouteProfile, registers as r};
use rantang_core::staff::Role;
use rantang_core::text::{Line, Note};
use rusqlite::Connection;

use super::order::{Placed, new_keys};
use super::{RouteAssign, RoutePlace, RouteSave, store};
use crate::command::{ErrorCode, Failure};
use crate::log::Draft;
use crate::people::edit::{exists, no_period};
use crate::people::setting::Setting;
use crate::store::rows;

type Drafts = Result<Vec<Draft>, Failure>;

/// Makes a route, or gives it another name. Nothing where it has that name.
pub(super) fn save(db: &Connection, setting: &Setting, args: &RouteSave) -> Drafts {
    let route = RouteId(args.route_id);
    let row = rows::row(db, EntityRef::new(EntityKind::Route, route))?;
    let profile = RouteProfile {
        name: Line::parse(&args.name)?,
    };
    let known: Option<RouteProfile> = row.as_ref().and_then(|row| row.read(&r::PROFILE));
    if known.as_ref() == Some(&profile) {
        return Ok(Vec::new());
    }
    let define = Define {
        route,
        kelurahan: area_of(row.as_ref(), setting),
        profile,
        saw: heads(row.as_ref(), &r::PROFILE),
    };
    Ok(vec![define.into()])
}

pub(super) fn assign(db: &Connection, setting: &Setting, args: &RouteAssign) -> Drafts {
    let route = RouteId(args.route_id);
    let courier = args.courier_id.map(UserId);
    let Some(row) = rows::row(db, EntityRef::new(EntityKind::Route, route))? else {
        return Err(Failure::not_found("Rute"));
    };
    if let Some(courier) = courier
        && !store::has_role(db, courier, Role::Kurir)?
    {
        return Err(Failure::not_found("Kurir"));
    }
    let known: Option<Option<UserId>> = row.read(&r::COURIER);
    if known.flatten() == courier {
        return Ok(Vec::new());
    }
    let assign = Assign {
        route,
        kelurahan: area_of(Some(&row), setting),
        courier,
        saw: heads(Some(&row), &r::COURIER),
    };
    Ok(vec![assign.into()])
}

fn area_of(row: Option<&Row>, setting: &Setting) -> AreaCode {
    row.map_or_else(|| setting.area.clone(), |row| row.scope.area().clone())
}

fn heads(row: Option<&Row>, register: &RegisterName) -> Vec<rantang_core::ids::OpId> {
    row.and_then(|row| row.register(register))
        .map(|register| register.head_ids())
        .unwrap_or_default()
}

/// One operation for each person who moves; all of them or none.
pub(super) fn place(db: &Connection, setting: &Setting, args: &RoutePlace) -> Drafts {
    let period = setting.period_id().ok_or_else(no_period)?;
    let moving: Vec<PersonId> = distinct(args.person_ids.iter().copied().map(PersonId));
    for person in &moving {
        if !exists(db, *person)? {
            return Err(Failure::not_found("Orang"));
        }
    }
    let Some(route) = args.route_id.map(RouteId) else {
        let nowhere = moving.into_iter().map(|person| (person, String::new()));
        return memberships(db, setting, period, None, nowhere);
    };
    if !store::route_exists(db, route)? {
        return Err(Failure::not_found("Rute"));
    }
    let after = args.after.map(PersonId);
    let staying: Vec<(PersonId, String)> = store::walking_order(db, route, period)?
        .into_iter()
        .filter(|(person, _)| !moving.contains(person))
        .collect();
    let at = match after {
        None => 0,
        Some(after) => staying
            .iter()
            .position(|(person, _)| *person == after)
            .map(|at| at + 1)
            .ok_or_else(changed_meanwhile)?,
    };
    let placed = |(person, key): &(PersonId, String)| Placed {
        door: *person,
        key: Some(key.clone()),
    };
    let moved = moving.iter().map(|person| Placed {
        door: *person,
        key: None,
    });
    let order: Vec<Placed<PersonId>> = staying[..at]
        .iter()
        .map(placed)
        .chain(moved)
        .chain(staying[at..].iter().map(placed))
        .collect();
    memberships(db, setting, period, Some(route), new_keys(&order))
}

fn distinct(persons: impl Iterator<Item = PersonId>) -> Vec<PersonId> {
    let mut known = BTreeSet::new();
    persons.filter(|person| known.insert(*person)).collect()
}

fn changed_meanwhile() -> Failure {
    Failure::new(
        ErrorCode::ChangedMeanwhile,
        "Urutan rute ini baru saja berubah, jadi belum ada yang dipindah. \
         Lihat urutan yang sekarang, lalu pindahkan lagi.",
    )
}

fn memberships(
    db: &Connection,
    setting: &Setting,
    period: PeriodId,
    route: Option<RouteId>,
    keys: impl IntoIterator<Item = (PersonId, String)>,
) -> Drafts {
    let mut drafts = Vec::new();
    for (person, key) in keys {
        let id = EnrolmentId::of(person, period);
        let row = rows::row(db, EntityRef::new(EntityKind::Enrolment, id))?;
        let membership = Membership {
            route,
            order_key: Line::parse(&key)?,
        };
        let known: Option<Membership> = row
            .as_ref()
            .and_then(|row| row.read(&enrolment::MEMBERSHIP));
        let is_off = route.is_none() && known.as_ref().is_none_or(|known| known.route.is_none());
        if is_off || known.as_ref() == Some(&membership) {
            continue;
        }
        let saw = heads(row.as_ref(), &enrolment::MEMBERSHIP);
        let mut sets = vec![(EnrolmentSet::Membership(membership), saw)];
        let has_state = row
            .as_ref()
            .is_some_and(|row| row.register(&enrolment::STATE).is_some());
        if !has_state {
            // On a route without being in the period: placing them is how they enter it.
            let state = EnrolmentState {
                status: EnrolmentStatus::Active,
                date: setting.today,
                reason: Note::default(),
            };
            sets.push((EnrolmentSet::State(state), Vec::new()));
        }
        drafts.push(
            Edit {
                person,
                period,
                sets,
            }
            .into(),
        );
    }
    Ok(drafts)
}

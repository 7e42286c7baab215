//! Who carries which doors of a day, where somebody covers a route or took the rest of a round.

use std::collections::BTreeSet;

use rantang_core::ids::{PersonId, UserId};

use super::Routes;
use crate::covers::store::CoverOn;
use crate::day::model::{CoveredBy, RestBy, RouteDay};

/// Whether a user walks a route, or a part of it, on the day of the covers.
pub(super) fn is_of(user: UserId, covers: &[CoverOn], route: &RouteDay) -> bool {
    let mine = covers
        .iter()
        .any(|it| it.route == route.route && it.courier == user);
    mine || route.courier == Some(user)
}

/// Says of each route who carries it, and leaves to a phone the doors that are its user's.
pub(super) fn apply(asked: Routes, covers: &[CoverOn], routes: &mut Vec<RouteDay>) {
    for route in &mut *routes {
        let own = route.courier;
        let here = || covers.iter().filter(|it| it.route == route.route);
        if let Some(whole) = here().find(|it| it.rest.is_none() && Some(it.courier) != own) {
            route.courier = Some(whole.courier);
            route.instead_of = own;
            if let Routes::Of(user) = asked
                && own == Some(user)
                && !is_begun_by(user, route)
            {
                route.covered = Some(CoveredBy {
                    courier: whole.courier,
                    until: whole.until,
                });
            }
        }
        route.rests = here()
            .filter_map(|it| {
                let (sitting, doors) = it.rest.clone()?;
                Some(RestBy {
                    cover: it.cover,
                    courier: it.courier,
                    sitting,
                    doors,
                })
            })
            .collect();
        let Routes::Of(user) = asked else {
            continue;
        };
        let rest_of = |wanted: bool| -> BTreeSet<PersonId> {
            here()
                .filter(|it| (it.courier == user) == wanted)
                .filter_map(|it| it.rest.as_ref())
                .flat_map(|(_, doors)| doors.iter().copied())
                .collect()
        };
        if route.courier == Some(user) {
            // What was handed to somebody else is theirs to close.
            let given = rest_of(false);
            route.doors.retain(|door| {
                let closed = door.attempts.iter().any(|it| it.fact.courier == user);
                closed || !given.contains(&door.member.person)
            });
            continue;
        }
        let taken = rest_of(true);
        if taken.is_empty() {
            continue;
        }
        route
            .doors
            .retain(|door| taken.contains(&door.member.person));
        route.moved.clear();
        route.instead_of = here().find(|it| it.rest.is_some()).map(|it| it.by);
        route.is_rest = true;
        // The one who handed it over may have ended the round: what is left goes on.
        let is_open = route.doors.iter().any(|door| !door.state().is_done());
        for run in route.runs.values_mut() {
            run.handed_over = None;
            run.received = None;
            if is_open {
                run.finished = None;
            }
        }
    }
    if let Routes::Of(user) = asked {
        routes.retain(|route| {
            let is_theirs = route.courier == Some(user) || route.is_rest;
            is_theirs || route.covered.is_some() || is_begun_by(user, route)
        });
        // What somebody else carries comes behind what the user does.
        routes.sort_by_key(|route| route.covered.is_some());
    }
}

fn is_begun_by(user: UserId, route: &RouteDay) -> bool {
    let started = |run: &crate::day::RunDay| {
        let started = run.started.as_ref();
        started.is_some_and(|it| it.value.courier == user)
    };
    route.runs.values().any(started)
}

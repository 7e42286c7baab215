//! From the day to its recap: of one round, of the kelurahan, and the printed sheet.

use std::collections::BTreeMap;

use rantang_core::day::door::AttemptFact;
use rantang_core::day::listing::sittings;
use rantang_core::day::recap::{OutcomeCount, RoundLine, outcome_counts, share_text};
use rantang_core::ids::RunId;
use rantang_core::runs::Sitting;
use uuid::Uuid;

use super::view::*;
use crate::day::{DayModel, RouteDay};
use crate::round::doors::doors;
use crate::round::view::{RecapLine, RoundRecapView};

/// The recap of one round, as the courier shares it.
pub fn round_recap(day: &DayModel, route: &RouteDay, sitting: Sitting) -> RoundRecapView {
    let line = round_line(day, route, sitting);
    let doors = attempts(day, route, sitting);
    let counts = outcome_counts(doors.iter().map(|(_, facts)| facts.as_slice()));
    RoundRecapView {
        date: day.date,
        received: line.boxes.taken(),
        given: line.boxes.given,
        back: line.boxes.back.unwrap_or_else(|| line.boxes.carried()),
        unclear: line.boxes.unclear(),
        lines: counts.iter().map(recap_line).collect(),
        started_at_ms: line.started_at_ms,
        finished_at_ms: line.finished_at_ms,
        text: share_text(
            day.date,
            &day.kelurahan_name,
            std::slice::from_ref(&line),
            &counts,
        ),
    }
}

/// The recap of the kelurahan.
pub fn day_recap(day: &DayModel) -> DayRecapView {
    let mut lines = Vec::new();
    let mut routes = Vec::new();
    // By door, once: who changed the route in between was at the door of two rounds.
    let mut all: BTreeMap<Uuid, Vec<AttemptFact>> = BTreeMap::new();
    for route in &day.routes {
        for sitting in sittings(day.ramadan()) {
            if day.to_visit(route, *sitting).is_empty() && !route.runs.contains_key(sitting) {
                continue;
            }
            let line = round_line(day, route, *sitting);
            for (door, facts) in attempts(day, route, *sitting) {
                let known = all.entry(door).or_default();
                known.retain(|it| facts.iter().all(|fact| fact.delivery != it.delivery));
                known.extend(facts);
            }
            routes.push(RouteRecapView {
                route_id: route.route.0,
                route_name: line.route.clone(),
                courier_name: line.courier.clone(),
                doors_total: line.doors_total,
                doors_done: line.doors_done,
                boxes_received: if line.started_at_ms.is_some() {
                    line.boxes.taken()
                } else {
                    0
                },
                boxes_given: line.boxes.given,
                boxes_back: line.boxes.back.unwrap_or(0),
                started_at_ms: line.started_at_ms,
                finished_at_ms: line.finished_at_ms,
            });
            lines.push(line);
        }
    }
    let counts = outcome_counts(all.values().map(Vec::as_slice));
    let (doors_total, doors_done) = day.people();
    let sum = |of: fn(&RouteRecapView) -> u32| routes.iter().map(of).sum();
    DayRecapView {
        date: day.date,
        kelurahan_name: day.kelurahan_name.clone(),
        doors_total,
        doors_done,
        boxes_received: sum(|route| route.boxes_received),
        boxes_given: sum(|route| route.boxes_given),
        boxes_back: sum(|route| route.boxes_back),
        lines: counts.iter().map(recap_line).collect(),
        text: share_text(day.date, &day.kelurahan_name, &lines, &counts),
        routes,
    }
}

/// The printable list of a route: every door that is on it, held ones marked.
pub fn sheet(day: &DayModel, route: &RouteDay, sitting: Sitting) -> SheetView {
    let mut doors = doors(day, route, sitting);
    doors.retain(|door| !door.is_off_list && !door.has_moved);
    doors.sort_by_key(|door| door.no);
    SheetView {
        date: day.date,
        sitting,
        kelurahan_name: day.kelurahan_name.clone(),
        route_name: route.name.clone(),
        courier_name: route
            .courier
            .map(|courier| day.call_name(courier))
            .unwrap_or_default(),
        boxes: day.run_boxes(route, sitting).expected,
        doors,
    }
}

fn round_line(day: &DayModel, route: &RouteDay, sitting: Sitting) -> RoundLine {
    let doors = day.to_visit(route, sitting);
    let done = doors.iter().filter(|door| door.state().is_done()).count();
    let moved = day.moved(route, sitting).len();
    let run = route.runs.get(&sitting);
    RoundLine {
        route: route.name.clone(),
        courier: route.courier.map_or_else(
            || "belum ada kurir".to_owned(),
            |courier| day.call_name(courier),
        ),
        doors_total: (doors.len() + moved) as u32,
        doors_done: (done + moved) as u32,
        boxes: day.run_boxes(route, sitting),
        started_at_ms: run.and_then(|run| Some(run.started.as_ref()?.at_ms)),
        finished_at_ms: run.and_then(|run| Some(run.finished.as_ref()?.at_ms)),
    }
}

/// By door, those off the list and those that moved too: their boxes left the same bag.
fn attempts(day: &DayModel, route: &RouteDay, sitting: Sitting) -> Vec<(Uuid, Vec<AttemptFact>)> {
    let run = RunId::of(route.route, day.date, sitting);
    let listed = day.to_visit(route, sitting);
    let off_list = day.off_list.iter().map(|off| &off.attempt.fact);
    listed
        .iter()
        .map(|door| (door.member.person.0, door.facts()))
        .chain(
            day.moved(route, sitting)
                .iter()
                .map(|moved| (moved.person.0, moved.facts())),
        )
        .chain(
            off_list
                .filter(|fact| fact.run == run)
                .map(|fact| (fact.delivery.0, vec![fact.clone()])),
        )
        .collect()
}

fn recap_line(count: &OutcomeCount) -> RecapLine {
    RecapLine {
        outcome: count.outcome,
        doors: count.doors,
        boxes: count.boxes,
    }
}

//! From the day to the coordinator's board.

use std::collections::BTreeMap;

use rantang_core::alerts::{AlertRule, alert_id};
use rantang_core::day::alerts::{RunNews, person_alerts, silent_for_min};
use rantang_core::day::listing::{Due, sittings};
use rantang_core::deliveries::outcome::Wellbeing;
use rantang_core::ids::{ItemId, UserId};
use rantang_core::programme::ServiceDay;
use rantang_core::runs::Sitting;
use rantang_core::time::hour_minute_ms;

use super::view::*;
use crate::day::{DayModel, Door, RouteDay, RunDay};
use crate::round::assemble::{good_until_ms, no_service};
use crate::round::view::ObstacleView;
use crate::sync::view::SendState;

/// An answer to an alert.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    pub action: String,
    pub by: UserId,
    pub at_ms: i64,
}

/// What the board knows beside the day.
#[derive(Clone, Debug, Default)]
pub struct BoardInputs {
    pub now_ms: i64,
    pub acknowledged: BTreeMap<ItemId, Acknowledged>,
    pub review_count: u32,
    /// Couriers whose phone is known to hold the list as it is.
    pub phones_current: Vec<UserId>,
}

pub fn board_view(day: &DayModel, inputs: &BoardInputs) -> BoardView {
    let couriers = couriers(day, inputs);
    let (todo, settled) = items(day, &couriers, inputs);
    let assigned: Vec<UserId> = {
        let mut users: Vec<UserId> = day
            .routes
            .iter()
            .filter_map(|route| route.courier)
            .collect();
        users.sort();
        users.dedup();
        users
    };
    let (doors_total, doors_done) = day.people();
    let holding = |user: &&UserId| inputs.phones_current.contains(user);
    BoardView {
        date: day.date,
        now_ms: inputs.now_ms,
        kelurahan_name: day.kelurahan_name.clone(),
        service: service(day),
        doors_total,
        doors_done,
        urgent: todo
            .iter()
            .filter(|item| item.rule == AlertRule::Urgent)
            .count() as u32,
        silent: todo
            .iter()
            .filter(|item| item.rule == AlertRule::Silent)
            .count() as u32,
        phones_total: assigned.len() as u32,
        phones_current: assigned.iter().filter(holding).count() as u32,
        boxes: boxes(day),
        review_count: inputs.review_count,
        couriers,
        todo,
        settled,
    }
}

/// Whether food is carried on a day, and if not, why.
pub fn service(day: &DayModel) -> ServiceView {
    match &day.service {
        ServiceDay::Service { .. } => ServiceView::Service,
        ServiceDay::No(why) => {
            let (reason, holiday) = no_service(why);
            ServiceView::NoService {
                reason,
                holiday,
                next_date: day.next_service,
            }
        }
    }
}

fn couriers(day: &DayModel, inputs: &BoardInputs) -> Vec<CourierDayView> {
    let serves = matches!(day.service, ServiceDay::Service { .. });
    let mut views = Vec::new();
    for route in &day.routes {
        for sitting in sittings(day.ramadan()) {
            let doors = day.to_visit(route, *sitting);
            let run = route.runs.get(sitting);
            if doors.is_empty() && run.is_none() {
                continue;
            }
            views.push(courier(day, route, *sitting, &doors, run, serves, inputs));
        }
    }
    views
}

fn courier(
    day: &DayModel,
    route: &RouteDay,
    sitting: Sitting,
    doors: &[&Door],
    run: Option<&RunDay>,
    serves: bool,
    inputs: &BoardInputs,
) -> CourierDayView {
    let started_ms = run.and_then(|run| Some(run.started.as_ref()?.at_ms));
    let finished_at_ms = run.and_then(|run| Some(run.finished.as_ref()?.at_ms));
    let obstacle = run.and_then(|run| run.obstacle.as_ref());
    let done = doors.iter().filter(|door| door.state().is_done()).count() as u32;
    let moved = day.moved(route, sitting);
    let records = || {
        doors
            .iter()
            .flat_map(|door| &door.attempts)
            .chain(moved.iter().flat_map(|moved| &moved.attempts))
            .map(|attempt| attempt.fact.at_ms)
    };
    let last_news_ms = records()
        .chain(obstacle.map(|said| said.at_ms))
        .chain(finished_at_ms)
        .max();
    let silent = day
        .terms()
        .filter(|_| serves && route.courier.is_some())
        .and_then(|terms| {
            let ready = match (sitting, &terms.ramadan) {
                (Sitting::Afternoon, Some(ramadan)) => ramadan.afternoon_cut_off,
                _ => terms.cut_off,
            };
            let news = RunNews {
                // A run that has not begun is looked for when the food should be at the doors.
                due_ms: match sitting {
                    Sitting::Morning => hour_minute_ms(day.date, terms.ready_at),
                    Sitting::Afternoon => hour_minute_ms(day.date, ready) - 2 * 3_600_000,
                },
                started_ms,
                finished: finished_at_ms.is_some(),
                doors_open: doors.len() as u32 - done,
                last_news_ms,
                last_obstacle_ms: obstacle.map(|said| said.at_ms),
            };
            silent_for_min(&news, terms.silent_after_min, inputs.now_ms)
        });
    let profile = route.courier.and_then(|courier| day.users.get(&courier));
    let alerts_of = |door: &&&Door| {
        !person_alerts(&door.facts(), &door.member.life, finished_at_ms.is_some()).is_empty()
    };
    let urgent = |door: &&&Door| {
        door.attempts
            .iter()
            .any(|attempt| attempt.fact.value.wellbeing == Some(Wellbeing::Urgent))
    };
    let at_office = |door: &&&Door| {
        let mut attempts = door.attempts.iter();
        attempts.any(|attempt| attempt.send_state == SendState::AtOffice)
    };
    CourierDayView {
        route_id: route.route.0,
        route_name: route.name.clone(),
        sitting,
        courier_id: route.courier.map(|courier| courier.0),
        courier_name: profile.map(|profile| profile.call_name.to_string()),
        courier_phone: profile
            .map(|profile| profile.phone.to_string())
            .filter(|phone| !phone.is_empty()),
        instead_of: route.instead_of.map(|of| day.call_name(of)),
        rests: route
            .rests
            .iter()
            .filter(|rest| rest.sitting == sitting)
            .map(|rest| RestView {
                cover_id: rest.cover.0,
                courier_name: day.call_name(rest.courier),
                doors: rest.doors.len() as u32,
            })
            .collect(),
        doors_total: (doors.len() + moved.len()) as u32,
        doors_done: done + moved.len() as u32,
        at_office: doors.iter().filter(at_office).count() as u32,
        state: match (route.courier, started_ms, finished_at_ms) {
            (_, _, Some(_)) => CourierState::Finished,
            (_, Some(_), None) => CourierState::Running,
            (None, None, None) => CourierState::Unassigned,
            (Some(_), None, None) => CourierState::NotStarted,
        },
        urgent: doors.iter().filter(urgent).count() as u32,
        alerts: doors.iter().filter(alerts_of).count() as u32,
        held: day
            .listed(route, sitting)
            .iter()
            .filter(|(_, due)| matches!(due, Due::Held { .. }))
            .count() as u32,
        last_news_at_ms: last_news_ms.or(started_ms),
        finished_at_ms,
        silent_for_min: silent,
        obstacle: obstacle.map(|said| ObstacleView {
            kind: said.value.kind,
            at_ms: said.at_ms,
            note: said.value.note.to_string(),
        }),
        has_list: route
            .courier
            .is_some_and(|courier| inputs.phones_current.contains(&courier)),
    }
}

fn items(
    day: &DayModel,
    couriers: &[CourierDayView],
    inputs: &BoardInputs,
) -> (Vec<TodoView>, Vec<SettledView>) {
    let mut all: Vec<TodoView> = Vec::new();
    for route in &day.routes {
        for door in &route.doors {
            let run = route.runs.get(&day.sitting_of(door));
            let over = run.is_some_and(|run| run.finished.is_some());
            let alerts = person_alerts(&door.facts(), &door.member.life, over);
            all.extend(
                alerts
                    .iter()
                    .map(|alert| person_item(day, route, door, alert.rule, alert.at_ms)),
            );
        }
    }
    all.extend(
        couriers
            .iter()
            .filter_map(|courier| silent_item(day, courier, inputs.now_ms)),
    );
    all.extend(day.off_list.iter().map(|off| {
        let fact = &off.attempt.fact;
        TodoView {
            id: alert_id(AlertRule::OffList, fact.delivery.0, day.date).0,
            rule: AlertRule::OffList,
            person_id: None,
            person_name: Some(off.door.name.to_string()),
            place: Some(format!("RT {} / RW {}", off.door.rt, off.door.rw)),
            route_id: None,
            courier_name: Some(day.call_name(fact.courier)),
            courier_phone: phone(day, fact.courier),
            at_ms: fact.at_ms,
            attempts: vec![],
            note: off.door.note.to_string(),
        }
    }));
    all.sort_by_key(|item| (item.rule, item.at_ms, item.id));

    let mut todo = Vec::new();
    let mut settled = Vec::new();
    for item in all {
        match inputs.acknowledged.get(&ItemId(item.id)) {
            // What happened after the answer asks again.
            Some(answer) if item.at_ms <= answer.at_ms => settled.push(SettledView {
                id: item.id,
                rule: item.rule,
                person_name: item.person_name,
                action: answer.action.clone(),
                by: day.call_name(answer.by),
                at_ms: answer.at_ms,
            }),
            _ => todo.push(item),
        }
    }
    settled.sort_by_key(|item| -item.at_ms);
    (todo, settled)
}

fn person_item(
    day: &DayModel,
    route: &RouteDay,
    door: &Door,
    rule: AlertRule,
    at_ms: i64,
) -> TodoView {
    let courier = door
        .attempts
        .last()
        .map(|attempt| attempt.fact.courier)
        .or(route.courier);
    let last_note = door
        .attempts
        .iter()
        .rev()
        .map(|attempt| &attempt.case.note)
        .find(|note| !note.is_empty());
    TodoView {
        id: alert_id(rule, door.member.person.0, day.date).0,
        rule,
        person_id: Some(door.member.person.0),
        person_name: Some(door.display_name()),
        place: Some(place(door)),
        route_id: Some(route.route.0),
        courier_name: courier.map(|courier| day.call_name(courier)),
        courier_phone: courier.and_then(|courier| phone(day, courier)),
        at_ms,
        attempts: door
            .attempts
            .iter()
            .map(|attempt| TriedView {
                at_ms: attempt.fact.at_ms,
                by: day.call_name(attempt.fact.courier),
                outcome: attempt.fact.value.outcome,
            })
            .collect(),
        note: last_note.map(ToString::to_string).unwrap_or_default(),
    }
}

fn silent_item(day: &DayModel, courier: &CourierDayView, now_ms: i64) -> Option<TodoView> {
    let minutes = courier.silent_for_min?;
    Some(TodoView {
        id: alert_id(AlertRule::Silent, courier.route_id, day.date).0,
        rule: AlertRule::Silent,
        person_id: None,
        person_name: None,
        place: None,
        route_id: Some(courier.route_id),
        courier_name: courier.courier_name.clone(),
        courier_phone: courier.courier_phone.clone(),
        at_ms: courier
            .last_news_at_ms
            .unwrap_or(now_ms - i64::from(minutes) * 60_000),
        attempts: vec![],
        note: courier.route_name.clone(),
    })
}

/// "RT 007 / RW 04, Gang Mawar III, pintu hijau": what a coordinator reads out on the telephone.
fn place(door: &Door) -> String {
    let address = &door.address;
    let mut parts = Vec::new();
    match (address.rt, address.rw) {
        (Some(rt), Some(rw)) => parts.push(format!("RT {rt} / RW {rw}")),
        (None, Some(rw)) => parts.push(format!("RW {rw}")),
        (Some(rt), None) => parts.push(format!("RT {rt}")),
        (None, None) => {}
    }
    let words = [
        address.gang.as_str(),
        address.house_no.as_str(),
        address.landmark.as_str(),
    ];
    parts.extend(
        words
            .into_iter()
            .filter(|word| !word.is_empty())
            .map(str::to_owned),
    );
    parts.join(", ")
}

fn phone(day: &DayModel, user: UserId) -> Option<String> {
    day.users
        .get(&user)
        .map(|profile| profile.phone.to_string())
        .filter(|phone| !phone.is_empty())
}

/// Received = given + carried + back + unclear, over all runs.
fn boxes(day: &DayModel) -> DayBoxesView {
    let mut sum = DayBoxesView::default();
    for route in &day.routes {
        for sitting in sittings(day.ramadan()) {
            let books = day.run_boxes(route, *sitting);
            let run = route.runs.get(sitting);
            let under_way = run.is_some_and(|run| run.started.is_some() || run.received.is_some());
            sum.expected += books.expected;
            if under_way {
                sum.received += books.taken();
                sum.carried += books.carried();
            }
            sum.given += books.given;
            sum.back += books.back.unwrap_or(0);
            sum.unclear += books.unclear();
        }
    }
    let morning = day
        .routes
        .iter()
        .filter_map(|route| route.runs.get(&Sitting::Morning));
    let said = morning
        .filter_map(|run| good_until_ms(day, Some(run), Sitting::Morning))
        .min();
    sum.good_until_ms = said.or_else(|| good_until_ms(day, None, Sitting::Morning));
    sum
}

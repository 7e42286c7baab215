//! From the day to what the courier's phone shows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::day::listing::{Due, sittings};
use rantang_core::day::news::{News, news_of};
use rantang_core::ids::{PersonId, UserId};
use rantang_core::programme::{NoService, ServiceDay};
use rantang_core::runs::Sitting;
use rantang_core::time::{hour_minute_ms, start_of_day_ms};

use super::doors::doors;
use super::view::*;
use crate::day::{DayModel, Door, RouteDay, RunDay};

/// News is what is younger than yesterday noon: the list for tomorrow is shared in the afternoon.
const NEWS_SINCE_MS: i64 = 12 * 3_600_000;
/// A list that is older than yesterday 15.00 is marked.
const OLD_LIST_MS: i64 = 9 * 3_600_000;

/// What a round is seen with, beside the day itself.
#[derive(Clone, Copy, Debug)]
pub struct Onlooker {
    pub user: UserId,
    pub unsent: u32,
}

/// The round of one route at one sitting. `route` `None`: the user carries none.
pub fn round_view(
    day: &DayModel,
    route: Option<&RouteDay>,
    sitting: Sitting,
    who: Onlooker,
) -> RoundView {
    let run = route.and_then(|route| route.runs.get(&sitting));
    let doors = route
        .map(|route| doors(day, route, sitting))
        .unwrap_or_default();
    let to_do = |door: &&DoorView| !matches!(door.state, DoorState::Held { .. });
    let done = |door: &&DoorView| matches!(door.state, DoorState::Done { .. });
    let rws: BTreeSet<String> = doors
        .iter()
        .map(|door| door.rw.clone())
        .filter(|rw| !rw.is_empty())
        .collect();
    RoundView {
        date: day.date,
        state: round_state(day, route, run),
        route_id: route.map(|route| route.route.0),
        route_name: route.map(|route| route.name.clone()).unwrap_or_default(),
        instead_of: route
            .and_then(|route| route.instead_of)
            .filter(|of| *of != who.user)
            .map(|of| day.call_name(of)),
        is_rest: route.is_some_and(|route| route.is_rest),
        sitting,
        sittings: sittings(day.ramadan()).to_vec(),
        list: list_age(day.date, day.pulled_at_ms),
        rws: rws.into_iter().collect(),
        news: route
            .map(|route| news(day, route, &doors))
            .unwrap_or_default(),
        boxes: boxes(day, route, sitting),
        doors_total: doors.iter().filter(to_do).count() as u32,
        doors_done: doors.iter().filter(done).count() as u32,
        open_door: open_door(&doors),
        doors,
        obstacles: run
            .and_then(|run| run.obstacle.as_ref())
            .map(obstacle)
            .into_iter()
            .collect(),
        unsent: who.unsent,
        started_at_ms: run.and_then(|run| Some(run.started.as_ref()?.at_ms)),
        finished_at_ms: run.and_then(|run| Some(run.finished.as_ref()?.at_ms)),
        help: help(day, who.user),
    }
}

/// How old a list is for somebody who sets out on `date`.
pub fn list_age(date: NaiveDate, updated_at_ms: Option<i64>) -> ListAge {
    ListAge {
        date,
        updated_at_ms,
        is_old: updated_at_ms.is_none_or(|at_ms| at_ms < start_of_day_ms(date) - OLD_LIST_MS),
    }
}

fn round_state(day: &DayModel, route: Option<&RouteDay>, run: Option<&RunDay>) -> RoundState {
    let Some(route) = route else {
        return if day.pulled_at_ms.is_none() {
            RoundState::NoList
        } else {
            RoundState::NoRoute
        };
    };
    if let (Some(cover), ServiceDay::Service { .. }) = (route.covered, &day.service) {
        let phone = day.users.get(&cover.courier).map(|it| it.phone.to_string());
        return RoundState::Covered {
            by: day.call_name(cover.courier),
            phone: phone.unwrap_or_default(),
            until: cover.until,
        };
    }
    match run {
        Some(run) if run.finished.is_some() => return RoundState::Finished,
        Some(run) if run.started.is_some() => return RoundState::Running,
        _ => {}
    }
    match &day.service {
        ServiceDay::Service { .. } => RoundState::Ready,
        ServiceDay::No(why) => {
            let (reason, holiday) = no_service(why);
            let due = |door: &&Door| {
                let next = day.next_service.unwrap_or(day.date);
                matches!(
                    rantang_core::day::listing::due(&door.member, next),
                    Due::Visit { .. }
                )
            };
            RoundState::NoService {
                reason,
                holiday,
                next_date: day.next_service,
                next_doors: route.doors.iter().filter(due).count() as u32,
            }
        }
    }
}

/// Why there is no delivery, and the name of the holiday or the coordinator's reason.
pub fn no_service(why: &NoService) -> (NoServiceReason, Option<String>) {
    match why {
        NoService::Weekday => (NoServiceReason::Weekday, None),
        NoService::Holiday { name } => (NoServiceReason::Holiday, Some(name.clone())),
        NoService::CalledOff { reason } => (NoServiceReason::CalledOff, Some(reason.to_string())),
        NoService::OutsidePeriod => (NoServiceReason::OutsidePeriod, None),
    }
}

fn open_door(doors: &[DoorView]) -> Option<uuid::Uuid> {
    doors
        .iter()
        .find(|door| matches!(door.state, DoorState::Waiting | DoorState::Retry { .. }))
        .map(|door| door.id)
}

fn obstacle(said: &crate::day::Timed<rantang_core::runs::Obstacle>) -> ObstacleView {
    ObstacleView {
        kind: said.value.kind,
        at_ms: said.at_ms,
        note: said.value.note.to_string(),
    }
}

fn boxes(day: &DayModel, route: Option<&RouteDay>, sitting: Sitting) -> BoxesView {
    let run = route.and_then(|route| route.runs.get(&sitting));
    let books = route
        .map(|route| day.run_boxes(route, sitting))
        .unwrap_or_default();
    let handed_over = run.and_then(|run| run.handed_over.as_ref());
    let special = route
        .map(|route| {
            day.to_visit(route, sitting)
                .iter()
                .filter(|door| door.diet.is_special())
                .count()
        })
        .unwrap_or(0) as u32;
    BoxesView {
        expected: books.expected,
        expected_special: special * day.boxes_per_door(),
        handed_over: books.handed_over,
        handed_over_by: handed_over.map(|said| said.value.by.to_string()),
        handed_over_at_ms: handed_over.map(|said| said.at_ms),
        received: books.received,
        given: books.given,
        left: books.carried(),
        good_until_ms: good_until_ms(day, run, sitting),
        cut_off_ms: day.terms().map(|terms| {
            let time = match (sitting, &terms.ramadan) {
                (Sitting::Afternoon, Some(ramadan)) => ramadan.afternoon_cut_off,
                _ => terms.cut_off,
            };
            hour_minute_ms(day.date, time)
        }),
    }
}

/// From the end of cooking where the kitchen said it, else from when the food is usually ready.
pub fn good_until_ms(day: &DayModel, run: Option<&RunDay>, sitting: Sitting) -> Option<i64> {
    let terms = day.terms()?;
    let cooked_ms = run.and_then(|run| run.handed_over.as_ref()?.value.cooked_at_ms);
    let ready_ms = match (sitting, cooked_ms) {
        (_, Some(cooked_ms)) => cooked_ms,
        (Sitting::Morning, None) => hour_minute_ms(day.date, terms.ready_at),
        // Buka is eaten at magrib; nobody said when it was cooked.
        (Sitting::Afternoon, None) => return None,
    };
    Some(ready_ms + i64::from(terms.good_for_min) * 60_000)
}

fn news(day: &DayModel, route: &RouteDay, doors: &[DoorView]) -> Vec<NewsView> {
    let since_ms = start_of_day_ms(day.date) - NEWS_SINCE_MS;
    let mut told: Vec<(News, &Door)> = route
        .doors
        .iter()
        .filter_map(|door| {
            Some((
                news_of(&door.member, door.changes, day.date, since_ms)?,
                door,
            ))
        })
        .collect();
    told.sort_by_key(|(news, _)| (news.kind, news.at_ms, news.person));
    let number = |person: PersonId| doors.iter().find(|door| door.person_id == Some(person.0));
    let here = told.into_iter().map(|(news, door)| NewsView {
        kind: news.kind,
        person_name: door.display_name(),
        at_ms: news.at_ms,
        until: news.until,
        note: (!news.note.is_empty()).then(|| news.note.to_string()),
        door_no: number(news.person).map(|door| door.no),
    });
    let gone = route.gone.iter().filter(|gone| since_ms < gone.at_ms);
    let gone = gone.map(|gone| NewsView {
        kind: NewsKind::MovedAway,
        person_name: gone.person_name.clone(),
        at_ms: gone.at_ms,
        until: None,
        note: Some(gone.to_name.clone()),
        door_no: None,
    });
    here.chain(gone).collect()
}

fn help(day: &DayModel, user: UserId) -> HelpView {
    let coordinator = day.coordinator.and_then(|id| day.users.get(&id));
    HelpView {
        coordinator_name: coordinator
            .map(|it| it.call_name.to_string())
            .unwrap_or_default(),
        coordinator_phone: coordinator
            .map(|it| it.phone.to_string())
            .unwrap_or_default(),
        courier_name: day.call_name(user),
    }
}

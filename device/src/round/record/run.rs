//! The round itself: started, boxes received, an obstacle, the end.

use rantang_core::day::listing::sittings;
use rantang_core::ids::{OpId, UserId};
use rantang_core::registers::{EntityKind, RegisterName};
use rantang_core::runs::operations::{Finish, Receive, ReportObstacle, Start};
use rantang_core::runs::{Obstacle, RunFinished, RunStarted, Sitting, registers};
use rusqlite::Connection;

use super::{RunAt, heads, note, row};
use crate::command::Failure;
use crate::day::{DayModel, RouteDay};
use crate::log::Draft;
use crate::round::commands::{RunFinish, RunObstacle};

/// The sitting that is due: the first whose round is not over.
pub fn sitting_due(day: &DayModel, route: Option<&RouteDay>) -> Sitting {
    let open = |sitting: &&Sitting| {
        route.is_none_or(|route| {
            let over = route
                .runs
                .get(sitting)
                .is_some_and(|run| run.finished.is_some());
            !over && !day.to_visit(route, **sitting).is_empty()
        })
    };
    let of_day = sittings(day.ramadan());
    of_day
        .iter()
        .find(open)
        .or(of_day.first())
        .copied()
        .unwrap_or(Sitting::Morning)
}

pub fn start(db: &Connection, at: &RunAt<'_>, user: UserId) -> Result<Vec<Draft>, Failure> {
    // Started twice is started once.
    if at
        .route
        .runs
        .get(&at.sitting)
        .is_some_and(|run| run.started.is_some())
    {
        return Ok(vec![]);
    }
    let started = RunStarted {
        route: at.route.route,
        date: at.day.date,
        sitting: at.sitting,
        courier: user,
        doors: at
            .day
            .to_visit(at.route, at.sitting)
            .iter()
            .map(|door| door.member.person)
            .collect(),
        list_updated_at_ms: at.day.pulled_at_ms,
    };
    let saw = run_heads(db, at, &registers::START)?;
    Ok(vec![
        Start {
            run: at.key(),
            started,
            saw,
        }
        .into(),
    ])
}

pub fn receive(db: &Connection, at: &RunAt<'_>, boxes: u32) -> Result<Vec<Draft>, Failure> {
    let saw = run_heads(db, at, &registers::RECEIVED)?;
    Ok(vec![
        Receive {
            run: at.key(),
            boxes,
            saw,
        }
        .into(),
    ])
}

pub fn obstacle(at: &RunAt<'_>, args: &RunObstacle) -> Result<Vec<Draft>, Failure> {
    let obstacle = Obstacle {
        kind: args.kind,
        note: note(&args.note)?,
    };
    Ok(vec![
        ReportObstacle {
            run: at.key(),
            obstacle,
        }
        .into(),
    ])
}

pub fn finish(db: &Connection, at: &RunAt<'_>, args: &RunFinish) -> Result<Vec<Draft>, Failure> {
    let saw = run_heads(db, at, &registers::FINISH)?;
    let finished = RunFinished {
        boxes_back: args.boxes_back,
        note: note(&args.note)?,
    };
    Ok(vec![
        Finish {
            run: at.key(),
            finished,
            saw,
        }
        .into(),
    ])
}

fn run_heads(
    db: &Connection,
    at: &RunAt<'_>,
    register: &RegisterName,
) -> Result<Vec<OpId>, Failure> {
    Ok(heads(
        row(db, EntityKind::Run, at.id().0)?.as_ref(),
        register,
    ))
}

//! What was recorded of a route's runs.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::ids::{RouteId, RunId, UserId};
use rantang_core::runs::{HandedOver, Obstacle, RunFinished, RunStarted, Sitting};
use rusqlite::{Connection, OptionalExtension, Row};

use super::text::{line, note};
use crate::day::model::{RunDay, Timed};
use crate::store::error::Result;
use crate::store::sql::{self, blob};

pub(super) fn runs(
    db: &Connection,
    route: RouteId,
    date: NaiveDate,
) -> Result<BTreeMap<Sitting, RunDay>> {
    let mut statement = db.prepare_cached("SELECT * FROM runs WHERE id = ?1")?;
    let mut found = BTreeMap::new();
    for sitting in [Sitting::Morning, Sitting::Afternoon] {
        // By id: what was handed over before the start has no route or date in its row yet.
        let id = RunId::of(route, date, sitting);
        let run = statement
            .query_row([blob(id)], |row| run(row, route, date, sitting))
            .optional()?;
        if let Some(run) = run {
            found.insert(sitting, run);
        }
    }
    Ok(found)
}

fn run(
    row: &Row<'_>,
    route: RouteId,
    date: NaiveDate,
    sitting: Sitting,
) -> rusqlite::Result<RunDay> {
    fn timed<T>(value: Option<T>, at_ms: Option<i64>) -> Option<Timed<T>> {
        Some(Timed {
            value: value?,
            at_ms: at_ms?,
        })
    }
    let courier: Option<UserId> = sql::maybe_id(row, "courier")?;
    let started = match courier {
        Some(courier) => Some(RunStarted {
            route,
            date,
            sitting,
            courier,
            doors: sql::maybe_value(row, "doors")?.unwrap_or_default(),
            list_updated_at_ms: row.get("list_updated_at_ms")?,
        }),
        None => None,
    };
    let handed_over = match row.get("handed_over")? {
        Some(boxes) => Some(HandedOver {
            boxes,
            by: line(row, "handed_over_by")?,
            cooked_at_ms: row.get("cooked_at_ms")?,
        }),
        None => None,
    };
    let finished = match row.get("boxes_back")? {
        Some(boxes_back) => Some(RunFinished {
            boxes_back,
            note: note(row, "finish_note")?,
        }),
        None => None,
    };
    let obstacle: Option<Obstacle> = sql::maybe_value(row, "obstacle")?;
    Ok(RunDay {
        started: timed(started, row.get("started_at_ms")?),
        handed_over: timed(handed_over, row.get("handed_over_at_ms")?),
        received: timed(row.get("received")?, row.get("received_at_ms")?),
        obstacle: timed(obstacle, row.get("obstacle_at_ms")?),
        finished: timed(finished, row.get("finished_at_ms")?),
    })
}

//! Runs: what a courier started, received and finished.

use rantang_core::registers::{Head, Row};
use rantang_core::runs::{HandedOver, Obstacle, RunFinished, RunStarted, registers as r};
use rusqlite::{Connection, named_params};

use super::super::error::Result;
use super::super::rows::written;
use super::super::sql::{self, blob, code, day, maybe_blob};

pub(super) fn put(db: &Connection, row: &Row) -> Result<bool> {
    let started: Option<RunStarted> = row.read(&r::START);
    let handed_over: Option<HandedOver> = row.read(&r::HANDOVER);
    let finished: Option<RunFinished> = row.read(&r::FINISH);
    // Obstacles are facts that stand beside each other; the board shows the latest.
    let obstacle = row.register(&r::OBSTACLES).and_then(|it| it.winner());
    let at = |register| written(row, register).map(|(_, at_ms)| at_ms);
    let sql = "INSERT OR REPLACE INTO runs (id, kelurahan, route, date, sitting, courier,
                   started_at_ms, doors, list_updated_at_ms, handed_over, handed_over_by,
                   handed_over_at_ms, cooked_at_ms, received, received_at_ms, obstacle,
                   obstacle_at_ms, boxes_back, finish_note, finished_at_ms)
               VALUES (:id, :kelurahan, :route, :date, :sitting, :courier,
                   :started_at_ms, :doors, :list_updated_at_ms, :handed_over, :handed_over_by,
                   :handed_over_at_ms, :cooked_at_ms, :received, :received_at_ms, :obstacle,
                   :obstacle_at_ms, :boxes_back, :finish_note, :finished_at_ms)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":id": blob(row.entity.id),
        ":kelurahan": row.scope.area().as_str(),
        ":route": maybe_blob(started.as_ref().map(|it| it.route)),
        ":date": started.as_ref().map(|it| day(it.date)),
        ":sitting": started.as_ref().map(|it| code(&it.sitting)),
        ":courier": maybe_blob(started.as_ref().map(|it| it.courier)),
        ":started_at_ms": at(&r::START),
        ":doors": started.as_ref().map(|it| sql::cbor(&it.doors)).transpose()?,
        ":list_updated_at_ms": started.as_ref().and_then(|it| it.list_updated_at_ms),
        ":handed_over": handed_over.as_ref().map(|it| it.boxes),
        ":handed_over_by": handed_over.as_ref().map(|it| it.by.as_str()),
        ":handed_over_at_ms": at(&r::HANDOVER),
        ":cooked_at_ms": handed_over.as_ref().and_then(|it| it.cooked_at_ms),
        ":received": row.read::<u32>(&r::RECEIVED),
        ":received_at_ms": at(&r::RECEIVED),
        ":obstacle": obstacle
            .and_then(Head::read::<Obstacle>)
            .as_ref()
            .map(sql::cbor)
            .transpose()?,
        ":obstacle_at_ms": obstacle.map(|head| head.at_ms),
        ":boxes_back": finished.as_ref().map(|it| it.boxes_back),
        ":finish_note": finished.as_ref().map(|it| it.note.as_str()),
        ":finished_at_ms": at(&r::FINISH),
    })?;
    Ok(true)
}

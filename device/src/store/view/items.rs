//! What asks for an act: incidents, proposals, what was done about alerts, and conflicts.

use rantang_core::alerts::{
    IncidentDetail, ProposalDetail, ProposalStatus, registers as r, settlement,
};
use rantang_core::registers::{EntityRef, Row};
use rantang_core::text::Note;
use rusqlite::Connection;

use super::super::error::Result;
use super::super::rows::written;
use super::super::sql::{blob, code, maybe_blob};

pub(super) fn write_conflicts(db: &Connection, entity: EntityRef, row: Option<&Row>) -> Result<()> {
    db.prepare_cached("DELETE FROM conflicts WHERE kind = ?1 AND id = ?2")?
        .execute((entity.kind.code(), blob(entity.id)))?;
    let Some(row) = row else { return Ok(()) };
    let sql = "INSERT INTO conflicts (kind, id, register, owner) VALUES (?1, ?2, ?3, ?4)";
    for (register, _) in row.conflicts() {
        db.prepare_cached(sql)?.execute((
            entity.kind.code(),
            blob(entity.id),
            register.as_str(),
            maybe_blob(row.owner),
        ))?;
    }
    Ok(())
}

pub(super) fn put_incident(db: &Connection, row: &Row) -> Result<bool> {
    let detail: Option<IncidentDetail> = row.read(&r::DETAIL);
    let by = written(row, &r::DETAIL);
    let (Some(person), Some(detail), Some((by, at_ms))) = (row.owner, detail, by) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO incidents (id, person, kind, note, by, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(person),
        code(&detail.kind),
        detail.note.as_str(),
        blob(by),
        at_ms,
    ))?;
    Ok(true)
}

pub(super) fn put_proposal(db: &Connection, row: &Row) -> Result<bool> {
    let detail: Option<ProposalDetail> = row.read(&r::DETAIL);
    let by = written(row, &r::DETAIL);
    let (Some(person), Some(detail), Some((by, at_ms))) = (row.owner, detail, by) else {
        return Ok(false);
    };
    let status: Option<ProposalStatus> = row.read(&r::DECISION);
    let sql = "INSERT OR REPLACE INTO proposals (id, person, kind, note, by, at_ms, status)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        blob(person),
        code(&detail.kind),
        detail.note.as_str(),
        blob(by),
        at_ms,
        status.map(|status| code(&status)),
    ))?;
    Ok(true)
}

pub(super) fn put_acknowledged(db: &Connection, row: &Row) -> Result<bool> {
    let action: Option<Note> = row.read(&r::ACKNOWLEDGED);
    let (Some(action), Some((by, at_ms))) = (action, written(row, &r::ACKNOWLEDGED)) else {
        return Ok(false);
    };
    let sql = "INSERT OR REPLACE INTO alerts_ack (id, person, action, by, at_ms)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    db.prepare_cached(sql)?.execute((
        blob(row.entity.id),
        maybe_blob(row.owner),
        action.as_str(),
        blob(by),
        at_ms,
    ))?;
    Ok(true)
}

pub(super) fn put_review(db: &Connection, row: &Row) -> Result<bool> {
    let Some((note, head)) = settlement(row) else {
        return Ok(false);
    };
    db.prepare_cached(
        "INSERT OR REPLACE INTO reviews (id, note, by, at_ms) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((
        blob(row.entity.id),
        note.as_str(),
        blob(head.author),
        head.at_ms,
    ))?;
    Ok(true)
}

//! What is half written: kept on this device until it is recorded, never sent.

use rantang_core::forms::{Answers, FormCode};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::view::VisitValueView;
use crate::store::Result;
use crate::store::sql::{self, blob};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub person: Option<Uuid>,
    pub value: Option<VisitValueView>,
    /// The form that was opened, with the version of its answers.
    pub form: Option<(FormCode, u32)>,
    pub answers: Answers,
    /// Parts of it that were recorded from this draft.
    pub recorded: Vec<String>,
}

pub(crate) fn load_draft(db: &Connection, visit: Uuid) -> Result<Option<Draft>> {
    let bytes: Option<Vec<u8>> = db
        .prepare_cached("SELECT value FROM drafts WHERE visit = ?1")?
        .query_row([blob(visit)], |row| row.get(0))
        .optional()?;
    bytes
        .map(|bytes| sql::from_cbor(&bytes, "a draft"))
        .transpose()
}

pub(crate) fn save_draft(db: &Connection, visit: Uuid, draft: &Draft, now_ms: i64) -> Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO drafts (visit, value, changed_ms) VALUES (?1, ?2, ?3)",
    )?
    .execute((blob(visit), sql::cbor(draft)?, now_ms))?;
    Ok(())
}

pub(crate) fn drop_draft(db: &Connection, visit: Uuid) -> Result<()> {
    db.prepare_cached("DELETE FROM drafts WHERE visit = ?1")?
        .execute([blob(visit)])?;
    Ok(())
}

//! Text of the view tables, read back into the types that bound it.

use rantang_core::text::{Line, Note};
use rusqlite::Row;

use crate::store::sql;

/// A line of text from a column; what is NULL is empty.
pub fn line(row: &Row<'_>, column: &str) -> rusqlite::Result<Line> {
    let text: Option<String> = row.get(column)?;
    Line::parse(text.as_deref().unwrap_or_default()).map_err(sql::unreadable)
}

/// A note from a column; what is NULL is empty.
pub fn note(row: &Row<'_>, column: &str) -> rusqlite::Result<Note> {
    let text: Option<String> = row.get(column)?;
    self::text(text.as_deref().unwrap_or_default())
}

pub(super) fn text(text: &str) -> rusqlite::Result<Note> {
    Note::parse(text).map_err(sql::unreadable)
}

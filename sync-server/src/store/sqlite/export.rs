//! Hands out whole tables, for another store. Nobody else may open the file meanwhile.

use std::path::Path;

use anyhow::anyhow;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use super::{COPIED_FILE, FILE, connect};
use crate::store::tables::{Cell, Column, Kind, Table};
use crate::store::{StoreError, StoreResult};

/// A database that is held alone.
pub struct Export(Connection);

impl Export {
    /// Busy: another process has the file open.
    pub fn begin(data: &Path) -> StoreResult<Self> {
        let connection = connect(&data.join(FILE))?;
        // Only who is alone may change it, and then all of it is in the one file. Whoever opens the
        // file next changes it back.
        let mode: String =
            connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
        if mode != "delete" {
            return Err(StoreError::Busy);
        }
        connection.execute_batch("BEGIN EXCLUSIVE")?;
        Ok(Self(connection))
    }

    pub fn each_row(
        &self,
        table: &Table,
        mut each: impl FnMut(Vec<Cell>) -> StoreResult<()>,
    ) -> StoreResult<()> {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), table.name);
        let mut statement = self.0.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut cells = Vec::with_capacity(table.columns.len());
            for (at, column) in table.columns.iter().enumerate() {
                cells.push(cell(row.get_ref(at)?, column)?);
            }
            each(cells)?;
        }
        Ok(())
    }

    /// Gives the file the name under which it is kept and served no more.
    pub fn retire(self, data: &Path) -> StoreResult<()> {
        self.0.execute_batch("COMMIT")?;
        let renamed = std::fs::rename(data.join(FILE), data.join(COPIED_FILE));
        renamed.map_err(|error| StoreError::Failed(error.into()))
    }
}

fn cell(value: ValueRef<'_>, (name, kind): &Column) -> StoreResult<Cell> {
    let cell = match (kind, value) {
        (_, ValueRef::Null) => Some(Cell::Null),
        (Kind::Id, ValueRef::Blob(bytes)) => Uuid::from_slice(bytes).ok().map(Cell::Id),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Some(Cell::Bytes(bytes.to_vec())),
        (Kind::Text, ValueRef::Text(text)) => {
            let text = std::str::from_utf8(text).ok();
            text.map(|text| Cell::Text(text.to_owned()))
        }
        (Kind::Int, ValueRef::Integer(number)) => Some(Cell::Int(number)),
        (Kind::Bool, ValueRef::Integer(number)) => Some(Cell::Bool(number != 0)),
        _ => None,
    };
    let of_other_form = || StoreError::Failed(anyhow!("a stored {name} is not of its form"));
    cell.ok_or_else(of_other_form)
}

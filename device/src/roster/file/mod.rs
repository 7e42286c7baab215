//! Files of spreadsheets and text, as sheets of cells.
//!
//! Nothing that a file holds can break the program: sizes are bounded before anything is unpacked,
//! and whatever cannot be read is a [`FileProblem`] with a sentence for the person who chose it.

mod kind;
mod ods_merges;
mod problem;
mod text;
mod workbook;

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rantang_core::roster::header;
use rantang_core::roster::sheet::{Cell, Sheet};

use kind::Kind;
pub use problem::FileProblem;

/// Lists of people are small; anything larger is something else.
pub const BYTES_MAX: usize = 50 * 1024 * 1024;
/// A whole kota has fewer elders in the programme.
pub const ROWS_MAX: usize = 50_000;
/// Further columns are left out.
pub const COLUMNS_MAX: usize = 200;

/// A file with at least one sheet.
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<BookSheet>,
}

#[derive(Clone, Debug)]
pub struct BookSheet {
    pub sheet: Sheet,
    pub is_hidden: bool,
}

impl Book {
    /// Reads a file by what is in it; its name is not trusted.
    pub fn read(bytes: &[u8]) -> Result<Self, FileProblem> {
        if bytes.is_empty() {
            return Err(FileProblem::Empty);
        }
        if BYTES_MAX < bytes.len() {
            return Err(FileProblem::TooLarge);
        }
        let kind = kind::sniff(bytes)?;
        // The readers are of others: should one panic over a file, the file is broken, not we.
        let read = catch_unwind(AssertUnwindSafe(|| match kind {
            Kind::Xlsx => workbook::xlsx(bytes),
            Kind::Xls => workbook::xls(bytes),
            Kind::Ods => workbook::ods(bytes),
            Kind::Text => text::read(bytes),
        }));
        let sheets = read.unwrap_or(Err(FileProblem::Broken))?;
        if sheets.iter().all(|sheet| is_blank(&sheet.sheet)) {
            return Err(FileProblem::Empty);
        }
        Ok(Self { sheets })
    }

    pub fn names(&self) -> Vec<String> {
        self.sheets
            .iter()
            .map(|sheet| sheet.sheet.name.clone())
            .collect()
    }

    /// The sheet of that name, or the one that looks most like a roster: shown before hidden, then
    /// the most columns that we know, then the most rows, then the first.
    pub fn choose(&self, name: Option<&str>) -> Result<&Sheet, FileProblem> {
        if let Some(name) = name {
            let named = self.sheets.iter().find(|sheet| sheet.sheet.name == name);
            return named
                .map(|sheet| &sheet.sheet)
                .ok_or(FileProblem::SheetMissing);
        }
        let worth = |sheet: &BookSheet| {
            let score = header::find(&sheet.sheet).map_or(0, |header| header.score());
            (
                score != 0 && !sheet.is_hidden,
                score,
                sheet.sheet.rows.len(),
            )
        };
        let best = self
            .sheets
            .iter()
            .enumerate()
            .max_by_key(|(at, sheet)| (worth(sheet), std::cmp::Reverse(*at)));
        best.map(|(_, sheet)| &sheet.sheet)
            .ok_or(FileProblem::Empty)
    }
}

fn is_blank(sheet: &Sheet) -> bool {
    sheet.rows.iter().flatten().all(Cell::is_blank)
}

/// Puts a cell at its place, or says that there are too many rows.
fn put(
    rows: &mut Vec<Vec<Cell>>,
    row: usize,
    column: usize,
    cell: Cell,
) -> Result<(), FileProblem> {
    if cell.is_blank() || COLUMNS_MAX <= column {
        return Ok(());
    }
    if ROWS_MAX <= row {
        return Err(FileProblem::TooManyRows);
    }
    if rows.len() <= row {
        rows.resize(row + 1, Vec::new());
    }
    let cells = &mut rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, Cell::Empty);
    }
    cells[column] = cell;
    Ok(())
}

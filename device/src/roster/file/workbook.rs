//! XLSX, XLS and ODS, read with calamine.

use std::io::Cursor;

use calamine::{
    Data, DataRef, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsx, XlsxError,
};
use chrono::NaiveDate;
use rantang_core::roster::sheet::{Cell, Merge, Sheet};

use super::{BookSheet, FileProblem, ods_merges, put};

/// Cell by cell, so that one stray cell in the last row does not ask for a million rows.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<BookSheet>, FileProblem> {
    let problem = |error: XlsxError| match error {
        XlsxError::Password => FileProblem::Password,
        _ => FileProblem::Broken,
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(problem)?;
    let mut sheets = Vec::new();
    for (name, is_hidden) in worksheets(book.sheets_metadata()) {
        // Without the merges the cells are still worth reading.
        let areas = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let merges = areas.iter().map(merge).collect();
        let mut rows = Vec::new();
        let mut cells = book.worksheet_cells_reader(&name).map_err(problem)?;
        while let Some(found) = cells.next_cell().map_err(problem)? {
            let (row, column) = found.get_position();
            put(
                &mut rows,
                row as usize,
                column as usize,
                cell(&to_data(found.get_value())),
            )?;
        }
        sheets.push(BookSheet {
            sheet: Sheet { name, rows, merges },
            is_hidden,
        });
    }
    Ok(sheets)
}

pub(super) fn xls(bytes: &[u8]) -> Result<Vec<BookSheet>, FileProblem> {
    let problem = |error: XlsError| match error {
        XlsError::Password => FileProblem::Password,
        _ => FileProblem::Broken,
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(problem)?;
    let mut sheets = Vec::new();
    for (name, is_hidden) in worksheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(problem)?;
        let areas = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let merges = areas.iter().map(merge).collect();
        sheets.push(BookSheet {
            sheet: Sheet {
                name,
                rows: rows(&range)?,
                merges,
            },
            is_hidden,
        });
    }
    Ok(sheets)
}

pub(super) fn ods(bytes: &[u8]) -> Result<Vec<BookSheet>, FileProblem> {
    let problem = |error: OdsError| match error {
        OdsError::Password => FileProblem::Password,
        OdsError::CellLimitExceeded { .. } => FileProblem::TooManyRows,
        _ => FileProblem::Broken,
    };
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(problem)?;
    let mut merges = ods_merges::read(bytes);
    let mut sheets = Vec::new();
    for (name, is_hidden) in worksheets(book.sheets_metadata()) {
        let range = book.worksheet_range(&name).map_err(problem)?;
        let merges = merges.remove(&name).unwrap_or_default();
        sheets.push(BookSheet {
            sheet: Sheet {
                name,
                rows: rows(&range)?,
                merges,
            },
            is_hidden,
        });
    }
    Ok(sheets)
}

fn worksheets(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    let tables = sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet);
    tables
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn rows(range: &Range<Data>) -> Result<Vec<Vec<Cell>>, FileProblem> {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut rows = Vec::new();
    for (row, column, value) in range.used_cells() {
        put(
            &mut rows,
            first_row as usize + row,
            first_column as usize + column,
            cell(value),
        )?;
    }
    Ok(rows)
}

fn merge(area: &Dimensions) -> Merge {
    let at = |(row, column): (u32, u32)| (row as usize, column as usize);
    let ((top, left), (bottom, right)) = (at(area.start), at(area.end));
    Merge {
        top,
        left,
        bottom,
        right,
    }
}

fn to_data(value: &DataRef<'_>) -> Data {
    value.clone().into()
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Bool(is) => Cell::Bool(*is),
        Data::DateTime(at) if at.is_datetime() => match at.as_datetime() {
            Some(at) => Cell::Date(at.date()),
            None => Cell::Number(at.as_f64()),
        },
        Data::DateTime(at) => Cell::Number(at.as_f64()),
        Data::DateTimeIso(text) => {
            let date = text
                .get(..10)
                .and_then(|date| date.parse::<NaiveDate>().ok());
            date.map_or_else(|| Cell::Text(text.clone()), Cell::Date)
        }
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

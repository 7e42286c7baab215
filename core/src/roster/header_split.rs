//! One header over two columns: what is below tells which is which.

use super::field::RosterField;
use super::header::{Column, Header};
use super::sheet::{Cell, Sheet};

/// Enough rows to see what a column holds.
const SAMPLE_ROWS: usize = 30;

/// "Tempat, Tgl Lahir" over a place and a date, "RT/RW" over two numbers.
pub(super) fn split(sheet: &Sheet, header: &mut Header) {
    if let Some((at, next)) = pair(header, RosterField::BirthDate)
        && holds(sheet, header, at, |cell| !is_date_like(cell))
        && holds(sheet, header, next, is_date_like)
    {
        let place = header
            .column(RosterField::BirthPlace)
            .is_none()
            .then_some(RosterField::BirthPlace);
        assign(header, at, place, next, Some(RosterField::BirthDate));
    }
    if let Some((at, next)) = pair(header, RosterField::RtRw)
        && header.column(RosterField::Rt).is_none()
        && header.column(RosterField::Rw).is_none()
        && holds(sheet, header, at, is_single)
        && holds(sheet, header, next, is_single)
    {
        let rw_first = header
            .columns
            .iter()
            .any(|column| column.index == at && column.rw_first);
        let (first, second) = if rw_first {
            (RosterField::Rw, RosterField::Rt)
        } else {
            (RosterField::Rt, RosterField::Rw)
        };
        assign(header, at, Some(first), next, Some(second));
    }
}

/// The column of `field` and its right neighbour, where that has the same header or none.
fn pair(header: &Header, field: RosterField) -> Option<(usize, usize)> {
    let column = header.column(field)?;
    let next = column.index + 1;
    let neighbour = header.columns.iter().find(|other| other.index == next);
    neighbour
        .is_none_or(|other| other.text == column.text)
        .then_some((column.index, next))
}

fn assign(
    header: &mut Header,
    at: usize,
    left: Option<RosterField>,
    next: usize,
    right: Option<RosterField>,
) {
    let Some(place) = header.columns.iter().position(|column| column.index == at) else {
        return;
    };
    header.columns[place].field = left;
    if let Some(neighbour) = header
        .columns
        .iter_mut()
        .find(|column| column.index == next)
    {
        neighbour.field = right;
        return;
    }
    let text = header.columns[place].text.clone();
    header.columns.insert(
        place + 1,
        Column {
            index: next,
            text,
            field: right,
            rw_first: false,
        },
    );
}

/// Whether nearly all cells of a column that are not empty are such, and there are some.
fn holds(sheet: &Sheet, header: &Header, column: usize, such: impl Fn(&Cell) -> bool) -> bool {
    let rows = header.first_data_row..sheet.rows.len().min(header.first_data_row + SAMPLE_ROWS);
    let heading = header.text_of(column);
    let is_value = |cell: &&Cell| !cell.is_blank() && cell.text() != heading;
    let cells: Vec<&Cell> = rows
        .map(|row| sheet.cell(row, column))
        .filter(is_value)
        .collect();
    let fitting = cells.iter().filter(|cell| such(cell)).count();
    !cells.is_empty() && cells.len() * 8 <= fitting * 10
}

fn is_date_like(cell: &Cell) -> bool {
    match cell {
        Cell::Date(_) | Cell::Number(_) => true,
        Cell::Text(text) => 4 <= text.chars().filter(char::is_ascii_digit).count(),
        Cell::Empty | Cell::Bool(_) => false,
    }
}

/// One number of at most three digits.
fn is_single(cell: &Cell) -> bool {
    let text = cell.text();
    let text = text.trim();
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

//! A sheet before it becomes a file of some format.

use chrono::NaiveDate;

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A number that the spreadsheet shows as a date.
    Date(NaiveDate),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

/// A rectangle of cells that is shown as one, both corners included, counted from 0.
#[derive(Clone, Copy, Debug)]
pub struct Merge {
    pub first: (u32, u16),
    pub last: (u32, u16),
}

#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    /// Rows may have different lengths.
    pub rows: Vec<Vec<Cell>>,
    pub merges: Vec<Merge>,
}

impl Sheet {
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rows: Vec::new(),
            merges: Vec::new(),
        }
    }

    /// Appends a row and returns its number as the office sees it: the first is 1.
    pub fn push(&mut self, row: Vec<Cell>) -> u32 {
        self.rows.push(row);
        u32::try_from(self.rows.len()).expect("a sheet of the generator is short")
    }

    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

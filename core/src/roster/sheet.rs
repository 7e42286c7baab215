//! A table as a spreadsheet program or a text file holds it.

use chrono::NaiveDate;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// A cell that the spreadsheet itself holds for a date.
    Date(NaiveDate),
    Bool(bool),
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text
                .chars()
                .all(|c| c.is_whitespace() || "\u{feff}\u{200b}".contains(c)),
            Self::Number(_) | Self::Date(_) | Self::Bool(_) => false,
        }
    }

    /// As a person would read it; numbers without needless decimals.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e16 => {
                format!("{number:.0}")
            }
            Self::Number(number) => format!("{number}"),
            Self::Date(date) => date.format("%d/%m/%Y").to_string(),
            Self::Bool(true) => "YA".into(),
            Self::Bool(false) => "TIDAK".into(),
        }
    }
}

/// Cells joined to one, counted from 0, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub top: usize,
    pub left: usize,
    pub bottom: usize,
    pub right: usize,
}

/// One sheet from its first row and column on, so that row 0 here is row 1 of the office.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    pub merges: Vec<Merge>,
}

impl Sheet {
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        self.rows
            .get(row)
            .and_then(|cells| cells.get(column))
            .unwrap_or(&Cell::Empty)
    }

    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Writes the value of joined cells into each of them: an RW that stands once beside ten rows
    /// belongs to all ten. Merges that reach beyond the table are cut to it.
    pub fn spread_merges(&mut self) {
        let (height, width) = (self.rows.len(), self.width());
        for merge in &self.merges {
            let value = self
                .rows
                .get(merge.top)
                .and_then(|row| row.get(merge.left))
                .cloned();
            let Some(value) = value.filter(|value| !value.is_blank()) else {
                continue;
            };
            for row in self
                .rows
                .iter_mut()
                .take(height.min(merge.bottom.saturating_add(1)))
                .skip(merge.top)
            {
                let right = merge.right.min(width.saturating_sub(1));
                if row.len() <= right {
                    row.resize(right + 1, Cell::Empty);
                }
                for cell in row.iter_mut().take(right + 1).skip(merge.left) {
                    *cell = value.clone();
                }
            }
        }
    }

    /// Whether the cell only continues one above it.
    pub fn continues(&self, row: usize, column: usize) -> bool {
        self.merges.iter().any(|merge| {
            merge.top < row && row <= merge.bottom && (merge.left..=merge.right).contains(&column)
        })
    }
}

/// "A" for 0, "AA" for 26, as spreadsheets name columns.
pub fn letter(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while 0 < rest {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// The other way round; `None` for what no spreadsheet calls a column.
pub fn column_of(letter: &str) -> Option<usize> {
    if letter.is_empty() || 3 < letter.len() || !letter.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let number = letter
        .bytes()
        .fold(0, |n, b| n * 26 + usize::from(b - b'A') + 1);
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (702, "AAA"),
        ] {
            assert_eq!(letter(column), name);
            assert_eq!(column_of(name), Some(column));
        }
        assert_eq!(column_of("a1"), None);
    }

    #[test]
    fn joined_cells_hold_their_value_each() {
        let text = |t: &str| Cell::Text(t.into());
        let mut sheet = Sheet {
            rows: vec![
                vec![text("RW 07"), text("Siti")],
                vec![Cell::Empty, text("Sumi")],
            ],
            merges: vec![Merge {
                top: 0,
                left: 0,
                bottom: 9,
                right: 0,
            }],
            ..Sheet::default()
        };
        sheet.spread_merges();
        assert_eq!(sheet.cell(1, 0), &text("RW 07"));
        assert!(sheet.continues(1, 0));
        assert!(!sheet.continues(0, 0));
    }
}

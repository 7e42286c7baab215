//! Where the table begins, and what its columns are called.

use std::collections::{BTreeMap, BTreeSet};

use super::field::RosterField;
use super::header_split;
use super::sheet::{Cell, Sheet, letter};
use super::synonyms::{self, Sureness};
use crate::identity::name::collapse;

/// Titles, logos and letterheads take a few rows; nobody has more above a table.
const SEARCH_ROWS: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The first row of the header, from 0.
    pub row: usize,
    /// The first row below it.
    pub first_data_row: usize,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// From 0.
    pub index: usize,
    /// As the file has it, on one line.
    pub text: String,
    pub field: Option<RosterField>,
    /// "RW/RT": the RW stands before the RT.
    pub rw_first: bool,
}

impl Header {
    /// "L" and "P" side by side, to be ticked: the columns of men and of women.
    pub fn sex_ticks(&self) -> Option<(usize, usize)> {
        let last_word = |column: &Column| {
            let text = column.text.to_lowercase();
            text.rsplit(|c: char| !c.is_alphabetic())
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let is_sex = |column: &Column| {
            column.text.chars().count() == 1 || column.text.to_lowercase().contains("kelamin")
        };
        self.columns.windows(2).find_map(|pair| {
            let [left, right] = pair else { return None };
            let words = (last_word(left), last_word(right));
            let ticks = is_sex(left) && is_sex(right) && right.index == left.index + 1;
            match (words.0.as_str(), words.1.as_str()) {
                ("l", "p") if ticks => Some((left.index, right.index)),
                ("p", "l") if ticks => Some((right.index, left.index)),
                _ => None,
            }
        })
    }

    /// The column that holds `field`, if one does.
    pub fn column(&self, field: RosterField) -> Option<&Column> {
        self.columns
            .iter()
            .find(|column| column.field == Some(field))
    }

    pub fn text_of(&self, index: usize) -> &str {
        self.columns
            .iter()
            .find(|column| column.index == index)
            .map_or("", |column| &column.text)
    }

    /// How much of a roster the header promises; for choosing among sheets.
    pub fn score(&self) -> usize {
        let fields = self
            .columns
            .iter()
            .filter(|column| column.field.is_some())
            .count();
        fields
            + if self.column(RosterField::Name).is_some() {
                5
            } else {
                0
            }
    }

    /// Puts the choice of a person over what was recognised. A field chosen for one column leaves
    /// the others.
    pub fn reassign(&mut self, choices: &BTreeMap<usize, Option<RosterField>>) {
        let chosen: BTreeSet<RosterField> = choices.values().copied().flatten().collect();
        for column in &mut self.columns {
            match choices.get(&column.index) {
                Some(field) => column.field = *field,
                None => column.field = column.field.filter(|field| !chosen.contains(field)),
            }
        }
    }
}

/// Finds the row or two rows that name the columns: those that name most of what we know.
/// `None`: no row names a name, or two other things.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let width = sheet.width();
    let mut best: Option<(usize, Header)> = None;
    for row in 0..sheet.rows.len().min(SEARCH_ROWS) {
        for two_rows in [false, true] {
            let Some(texts) = header_texts(sheet, row, two_rows, width) else {
                continue;
            };
            let columns = assign(&texts);
            let fields: BTreeSet<RosterField> =
                columns.iter().filter_map(|column| column.field).collect();
            let names = fields.contains(&RosterField::Name);
            if fields.len() < 2 && !(names && is_lone_name(sheet, row)) {
                continue;
            }
            let first_data_row = row + if two_rows { 2 } else { 1 };
            let found = Header {
                row,
                first_data_row,
                columns,
            };
            let ticks = found.sex_ticks().is_some();
            let score = fields.len() * 2 + usize::from(names) * 3 + usize::from(ticks);
            // The row above a header, where it adds nothing, is a title.
            let better = best.as_ref().is_none_or(|(best_score, before)| {
                *best_score < score
                    || (*best_score == score && before.first_data_row == first_data_row)
            });
            if better {
                best = Some((score, found));
            }
        }
    }
    best.map(|(_, mut header)| {
        header_split::split(sheet, &mut header);
        name_apart(&mut header.columns);
        header
    })
}

/// Problems name a column by its header: two that are alike get their letter.
fn name_apart(columns: &mut [Column]) {
    let mut taken = BTreeSet::new();
    for column in columns {
        if !taken.insert(column.text.clone()) {
            column.text = format!("{} ({})", column.text, letter(column.index));
        }
    }
}

/// A table of nothing but names: one column, and text below it.
fn is_lone_name(sheet: &Sheet, row: usize) -> bool {
    let filled = |row: usize| {
        sheet
            .rows
            .get(row)
            .map_or(0, |cells| cells.iter().filter(|c| !c.is_blank()).count())
    };
    filled(row) <= 2 && 0 < filled(row + 1)
}

/// The texts over each column. For two rows: the lower one, with the upper one where it says more.
fn header_texts(sheet: &Sheet, row: usize, two_rows: bool, width: usize) -> Option<Vec<String>> {
    let text = |row: usize, column: usize| match sheet.cell(row, column) {
        Cell::Text(text) => collapse(text),
        _ => String::new(),
    };
    let upper: Vec<String> = (0..width).map(|column| text(row, column)).collect();
    let distinct: BTreeSet<&String> = upper.iter().filter(|text| !text.is_empty()).collect();
    // A title is one text, or one many times where it is joined over the whole width. Above a header
    // it is no part of it: words of a title, "PERMAKANAN LANJUT USIA", would name a column.
    if distinct.is_empty() || (distinct.len() == 1 && 1 < width) {
        return None;
    }
    if !two_rows {
        return Some(upper);
    }
    let lower = sheet.rows.get(row + 1)?;
    let only_text = lower
        .iter()
        .all(|cell| matches!(cell, Cell::Text(_) | Cell::Empty));
    if !only_text || lower.iter().all(Cell::is_blank) {
        return None;
    }
    let mut parent = String::new();
    let mut texts = Vec::with_capacity(width);
    for (column, above) in upper.iter().enumerate() {
        let below = text(row + 1, column);
        if !above.is_empty() {
            parent.clone_from(above);
        } else if below.is_empty() {
            parent.clear();
        }
        texts.push(match (above.is_empty(), below.is_empty()) {
            (_, false)
                if synonyms::recognise(&below).is_some()
                    || parent.is_empty()
                    || parent == below =>
            {
                below
            }
            (_, false) => format!("{parent} {below}"),
            (false, true) => above.clone(),
            (true, true) => String::new(),
        });
    }
    Some(texts)
}

/// Gives each field to the surest column, the left one of two that are alike.
fn assign(texts: &[String]) -> Vec<Column> {
    let mut surest: BTreeMap<RosterField, (Sureness, usize)> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate() {
        if let Some((field, sureness)) = synonyms::recognise(text) {
            let place = surest.entry(field).or_insert((sureness, index));
            if place.0 < sureness {
                *place = (sureness, index);
            }
        }
    }
    texts
        .iter()
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(index, text)| Column {
            index,
            text: text.clone(),
            field: surest
                .iter()
                .find(|(_, (_, at))| *at == index)
                .map(|(field, _)| *field),
            rw_first: synonyms::names_rw_first(text),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let rows = rows
            .iter()
            .map(|row| {
                row.iter()
                    .map(|t| {
                        if t.is_empty() {
                            Cell::Empty
                        } else {
                            Cell::Text((*t).into())
                        }
                    })
                    .collect()
            })
            .collect();
        Sheet {
            rows,
            ..Sheet::default()
        }
    }

    fn fields(header: &Header) -> Vec<(usize, RosterField)> {
        header
            .columns
            .iter()
            .filter_map(|c| c.field.map(|field| (c.index, field)))
            .collect()
    }

    #[test]
    fn titles_above_the_table_are_not_its_header() {
        let sheet = sheet(&[
            &["DAFTAR NAMA LANSIA PENERIMA PERMAKANAN"],
            &["KELURAHAN KAMPUNG RAWA"],
            &[],
            &[
                "No",
                "NAMA LANSIA",
                "No. KTP",
                "Tgl Lahir",
                "RT/RW",
                "Ancer2",
                "Ket.",
            ],
            &["1", "Sumiati", "", "1946", "4/7", "", ""],
        ]);
        let header = find(&sheet).unwrap();
        assert_eq!((header.row, header.first_data_row), (3, 4));
        use RosterField::*;
        assert_eq!(
            fields(&header),
            [
                (1, Name),
                (2, Nik),
                (3, BirthDate),
                (4, RtRw),
                (5, Landmark)
            ]
        );
    }

    #[test]
    fn a_title_right_above_the_header_names_no_column() {
        let title = "DAFTAR PENERIMA PERMAKANAN LANJUT USIA";
        let columns = ["NO", "NAMA", "NIK", "TGL LAHIR", "RT/RW"];
        let first = ["1", "Sumiati", "", "", "4/7"];
        for title in [[title, "", "", "", ""], [title; 5]] {
            let header = find(&sheet(&[&title, &columns, &first])).unwrap();
            assert_eq!((header.row, header.first_data_row), (1, 2));
            assert_eq!(header.column(RosterField::Age), None);
        }
    }

    #[test]
    fn a_header_of_two_rows_is_read_as_one() {
        let sheet = sheet(&[
            &["DATA LANSIA"],
            &["NO", "NAMA", "NOMOR", "", "ALAMAT", "", "", "UMUR"],
            &["", "", "KTP", "KK", "JALAN", "RT", "RW", ""],
            &["1", "Sumiati", "", "", "Gg Mawar", "4", "7", "80"],
        ]);
        let header = find(&sheet).unwrap();
        assert_eq!((header.row, header.first_data_row), (1, 3));
        use RosterField::*;
        assert_eq!(
            fields(&header),
            [
                (1, Name),
                (2, Nik),
                (3, Kk),
                (4, Address),
                (5, Rt),
                (6, Rw),
                (7, Age)
            ]
        );
    }

    #[test]
    fn a_column_chosen_by_hand_wins_over_what_was_recognised() {
        let mut header = find(&sheet(&[&["Nama", "Ket.", "Patokan"], &["a", "b", "c"]])).unwrap();
        header.reassign(&BTreeMap::from([(1, Some(RosterField::Landmark))]));
        assert_eq!(
            fields(&header),
            [(0, RosterField::Name), (1, RosterField::Landmark)]
        );
    }

    #[test]
    fn a_sheet_without_a_header_has_none() {
        assert_eq!(
            find(&sheet(&[&["Sumiati", "4/7"], &["Karto", "5/7"]])),
            None
        );
        assert_eq!(find(&Sheet::default()), None);
    }
}

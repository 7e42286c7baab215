//! The preview of a file: what core says of it, in the words of the screens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rantang_core::areas::{self, Kelurahan};
use rantang_core::identity::nik::mask;
use rantang_core::roster::field::RosterField;
use rantang_core::roster::known::KnownPerson;
use rantang_core::roster::preview::{Preview, Request, Standing, preview};
use rantang_core::roster::problem::{Fix, Problem};
use rantang_core::roster::sheet::{Sheet, column_of, letter};
use uuid::Uuid;

use super::file::{Book, FileProblem};
use super::view::{
    RosterChange, RosterColumn, RosterDuplicate, RosterFix, RosterFixValue, RosterPerson,
    RosterPreviewView, RosterProblem, RosterRowView, RosterSuggestion,
};

/// A file with all that a person chose for it: enough to look again, and to commit.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub file_name: String,
    pub sheet: Sheet,
    pub sheets: Vec<String>,
    /// By letter.
    pub columns: BTreeMap<String, Option<RosterField>>,
    pub fixes: Vec<RosterFix>,
    pub kelurahan_code: Option<String>,
}

impl Chosen {
    /// Reads a file and takes one of its sheets.
    pub fn from_bytes(
        file_name: &str,
        bytes: &[u8],
        sheet: Option<&str>,
    ) -> Result<Self, FileProblem> {
        let book = Book::read(bytes)?;
        let sheet = book.choose(sheet)?.clone();
        Ok(Self {
            file_name: file_name.to_owned(),
            sheets: book.names(),
            sheet,
            columns: BTreeMap::new(),
            fixes: Vec::new(),
            kelurahan_code: None,
        })
    }

    /// Looks at the file as it would enter beside `known`. `home`: where the user works.
    pub fn preview(
        &self,
        known: &[KnownPerson],
        home: Option<&'static Kelurahan>,
        today: NaiveDate,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Preview, FileProblem> {
        let columns = self
            .columns
            .iter()
            .filter_map(|(letter, field)| Some((column_of(letter)?, *field)))
            .collect();
        let request = Request {
            fixes: self.fixes.iter().filter_map(|fix| self.fix(fix)).collect(),
            sheet: self.sheet.clone(),
            columns,
            known,
            kelurahan: self.kelurahan_code.as_deref().and_then(areas::find),
            home,
            today,
        };
        preview(request, progress).map_err(|_| FileProblem::HeaderMissing)
    }

    fn fix(&self, fix: &RosterFix) -> Option<(usize, Fix)> {
        let row = usize::try_from(fix.row).ok()?.checked_sub(1)?;
        let value = match &fix.value {
            RosterFixValue::Text { column, text } => Fix::Text {
                column: column_of(column)?,
                text: text.clone(),
            },
            RosterFixValue::NikUnknown => Fix::NikUnknown,
            RosterFixValue::SkipRow => Fix::SkipRow,
            RosterFixValue::SamePerson => Fix::SamePerson,
            RosterFixValue::DifferentPeople => Fix::DifferentPeople,
        };
        Some((row, value))
    }
}

/// Puts a preview into the words of the screens.
pub fn view(
    preview_id: Uuid,
    chosen: &Chosen,
    preview: &Preview,
    known: &[KnownPerson],
) -> RosterPreviewView {
    let people: BTreeMap<Uuid, &KnownPerson> =
        known.iter().map(|person| (person.id, person)).collect();
    let person = |id: &Uuid| people.get(id).map(|person| shown_person(person));
    let problems = |errors: bool| -> Vec<RosterProblem> {
        let wanted = preview
            .problems
            .iter()
            .filter(|problem| problem.code.is_error() == errors);
        wanted
            .map(|problem| shown_problem(preview, problem))
            .collect()
    };
    let count = |wanted: fn(Standing) -> bool| {
        rows(
            preview
                .rows
                .iter()
                .filter(|row| wanted(row.standing))
                .count(),
        )
    };
    RosterPreviewView {
        preview_id,
        file_name: chosen.file_name.clone(),
        sheet: preview.sheet.name.clone(),
        sheets: chosen.sheets.clone(),
        header_row: number(preview.header.row),
        columns: columns(preview),
        rows: rows(preview.rows.len()),
        ready: rows(preview.ready()),
        skipped: rows(preview.skipped),
        errors: problems(true),
        warnings: problems(false),
        duplicates: preview
            .duplicates
            .iter()
            .map(|duplicate| RosterDuplicate {
                rows: duplicate.rows.iter().map(|row| number(*row)).collect(),
                code: duplicate.code.as_str().to_owned(),
                reason: duplicate.reason.clone(),
                person: duplicate.person.as_ref().and_then(person),
            })
            .collect(),
        changes: preview
            .changes
            .iter()
            .filter_map(|change| {
                Some(RosterChange {
                    row: number(change.row),
                    person: person(&change.person)?,
                    field: change.field,
                    before: change.before.clone(),
                    after: change.after.clone(),
                })
            })
            .collect(),
        gone: preview.gone.iter().filter_map(person).collect(),
        new_count: count(|standing| matches!(standing, Standing::New | Standing::Enters(_))),
        unchanged_count: count(|standing| matches!(standing, Standing::Unchanged(_))),
        shown_rows: shown_rows(preview),
    }
}

fn shown_problem(preview: &Preview, problem: &Problem) -> RosterProblem {
    let suggestions = problem
        .suggestions
        .iter()
        .map(|suggestion| RosterSuggestion {
            label: suggestion.label.clone(),
            fix: match &suggestion.fix {
                Fix::Text { column, text } => RosterFixValue::Text {
                    column: letter(*column),
                    text: text.clone(),
                },
                Fix::NikUnknown => RosterFixValue::NikUnknown,
                Fix::SkipRow => RosterFixValue::SkipRow,
                Fix::SamePerson => RosterFixValue::SamePerson,
                Fix::DifferentPeople => RosterFixValue::DifferentPeople,
            },
        });
    RosterProblem {
        row: number(problem.row),
        column: problem
            .column
            .map(|column| preview.header.text_of(column).to_owned())
            .unwrap_or_default(),
        code: problem.code.as_str().to_owned(),
        message: problem.message.clone(),
        suggestions: suggestions.collect(),
    }
}

fn columns(preview: &Preview) -> Vec<RosterColumn> {
    let sample = |index: usize, field: Option<RosterField>| {
        let first = preview
            .rows
            .iter()
            .map(|row| preview.sheet.cell(row.row, index))
            .find(|cell| !cell.is_blank());
        first
            .map(|cell| masked(field, &cell.text()))
            .unwrap_or_default()
    };
    let column = |column: &rantang_core::roster::header::Column| RosterColumn {
        letter: letter(column.index),
        header: column.text.clone(),
        field: column.field,
        sample: sample(column.index, column.field),
    };
    preview.header.columns.iter().map(column).collect()
}

/// The rows that problems, duplicates and changes speak of.
fn shown_rows(preview: &Preview) -> Vec<RosterRowView> {
    let spoken_of: BTreeSet<usize> = preview
        .problems
        .iter()
        .map(|problem| problem.row)
        .chain(
            preview
                .duplicates
                .iter()
                .flat_map(|duplicate| duplicate.rows.iter().copied()),
        )
        .chain(preview.changes.iter().map(|change| change.row))
        .collect();
    let cells = |row: usize| {
        let columns = preview.header.columns.iter();
        let cell = columns.map(|column| {
            let text = masked(column.field, &preview.sheet.cell(row, column.index).text());
            (letter(column.index), text)
        });
        cell.filter(|(_, text)| !text.is_empty()).collect()
    };
    spoken_of
        .into_iter()
        .map(|row| RosterRowView {
            row: number(row),
            cells: cells(row),
        })
        .collect()
}

/// NIK and No. KK never whole, in whatever column somebody typed them.
fn masked(field: Option<RosterField>, text: &str) -> String {
    let text = text.trim();
    let is_number = matches!(field, Some(RosterField::Nik | RosterField::Kk));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if is_number && 9 <= digits && !text.chars().any(char::is_alphabetic) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return mask(&digits);
    }
    if digits < 16 {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        shown.push_str(&if run.len() < 13 {
            run.clone()
        } else {
            mask(&run)
        });
        run.clear();
        if c != '\0' {
            shown.push(c);
        }
    }
    shown
}

fn shown_person(person: &KnownPerson) -> RosterPerson {
    let place = match (person.rt, person.rw) {
        (Some(rt), Some(rw)) => format!("RT {rt} RW {rw}"),
        (None, Some(rw)) => format!("RW {rw}"),
        _ => String::new(),
    };
    RosterPerson {
        id: person.id,
        name: person.name.clone(),
        place,
    }
}

/// Rows as the office counts them.
fn number(row: usize) -> u32 {
    rows(row + 1)
}

/// Files are bounded far below what a `u32` holds.
fn rows(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

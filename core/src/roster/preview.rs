//! What a roster would do, before it does anything.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::changes::Change;
use super::duplicates::Duplicate;
use super::entry::Entry;
use super::field::RosterField;
use super::header::{self, Header};
use super::known::KnownPerson;
use super::layout::{Layout, RowKind, Section};
use super::nik_cell;
use super::problem::{Code, Fix, Problem, Suggestion};
use super::reader::Reader;
use super::settle;
use super::sheet::{Cell, Sheet};
use crate::areas::Kelurahan;

/// What a person chose, and what surrounds the file.
pub struct Request<'a> {
    pub sheet: Sheet,
    /// By column from 0; columns not named keep what was recognised.
    pub columns: BTreeMap<usize, Option<RosterField>>,
    /// By row from 0.
    pub fixes: Vec<(usize, Fix)>,
    pub known: &'a [KnownPerson],
    /// For rows that name no kelurahan; beats what the title says.
    pub kelurahan: Option<&'static Kelurahan>,
    /// The user's own, where neither row nor title nor choice says one.
    pub home: Option<&'static Kelurahan>,
    pub today: NaiveDate,
}

/// The file as it would enter. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// With the mends in it.
    pub sheet: Sheet,
    pub header: Header,
    /// Every row that is about a person, but for those that somebody chose to skip.
    pub rows: Vec<Row>,
    /// Empty rows, headings, subtotals, signatures, and rows skipped by choice.
    pub skipped: usize,
    pub problems: Vec<Problem>,
    pub duplicates: Vec<Duplicate>,
    pub changes: Vec<Change>,
    /// Enrolled in the kelurahan of this file, and not in it.
    pub gone: Vec<Uuid>,
    /// Rows that somebody said are other people than those they are like.
    pub apart: Vec<(usize, Other)>,
}

/// Whom a row was taken for and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    Row(usize),
    Person(Uuid),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub row: usize,
    pub entry: Entry,
    pub standing: Standing,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// Known, and the file says nothing else.
    Unchanged(Uuid),
    /// Known, and the file says something else: enters where it is accepted.
    Changed(Uuid),
    /// Known, and enters the current period.
    Enters(Uuid),
    /// Has an error.
    Broken,
    /// Probably somebody who is there already; waits for a decision.
    Twin,
}

impl Standing {
    /// Whether the row can enter as it is, or is in already.
    pub fn is_ready(self) -> bool {
        !matches!(self, Self::Broken | Self::Twin)
    }
}

impl Preview {
    pub fn ready(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| row.standing.is_ready())
            .count()
    }

    pub fn new_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.standing == Standing::New)
    }
}

/// No row names the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no row of the sheet names its columns")]
pub struct NoHeader;

/// Reads a sheet and holds it against the people already known. `progress` is told how many rows of
/// how many were looked at.
pub fn preview(
    request: Request<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Preview, NoHeader> {
    let Request {
        mut sheet,
        columns,
        fixes,
        known,
        kelurahan,
        home,
        today,
    } = request;
    sheet.spread_merges();
    let mut header = header::find(&sheet).ok_or(NoHeader)?;
    header.reassign(&columns);
    let mut choices: BTreeMap<usize, BTreeSet<Choice>> = BTreeMap::new();
    for (row, fix) in fixes {
        match fix {
            Fix::Text { column, text } => write_cell(&mut sheet, &header, row, column, text),
            Fix::NikUnknown => _ = choices.entry(row).or_default().insert(Choice::NikUnknown),
            Fix::SkipRow => _ = choices.entry(row).or_default().insert(Choice::Skip),
            Fix::SamePerson => _ = choices.entry(row).or_default().insert(Choice::Same),
            Fix::DifferentPeople => _ = choices.entry(row).or_default().insert(Choice::Different),
        }
    }
    let mut layout = Layout::new(&sheet, &header);
    let title = layout.title();
    let nik = header.column(RosterField::Nik);
    let niks_are_cut = nik.is_some_and(|column| {
        let rows = header.first_data_row..sheet.rows.len();
        nik_cell::looks_cut(rows.map(|row| sheet.cell(row, column.index)))
    });
    let reader = Reader {
        sheet: &sheet,
        header: &header,
        title,
        chosen: kelurahan,
        home,
        today,
        niks_are_cut,
    };
    let chose = |row: usize, choice| choices.get(&row).is_some_and(|all| all.contains(&choice));
    let total = sheet.rows.len();
    let (mut rows, mut problems, mut skipped) = (Vec::new(), Vec::new(), 0);
    let mut section = Section::default();
    for row in header.first_data_row..total {
        progress(row, total);
        match layout.kind(row) {
            RowKind::Skipped => skipped += 1,
            RowKind::Heading(heading) => {
                skipped += 1;
                section = below(section, heading);
            }
            RowKind::Person if chose(row, Choice::Skip) => skipped += 1,
            RowKind::Person => {
                let (entry, found) = reader.read(row, section, chose(row, Choice::NikUnknown));
                let broken = found.iter().any(|problem| problem.code.is_error());
                let standing = if broken {
                    Standing::Broken
                } else {
                    Standing::New
                };
                rows.push(Row {
                    row,
                    entry,
                    standing,
                });
                problems.extend(found);
            }
        }
    }
    suggest_rw(&rows, &mut problems);
    let same = |row: usize| chose(row, Choice::Same);
    let different = |row: usize| chose(row, Choice::Different);
    let settled = settle::settle(rows, known, &same, &different);
    progress(total, total);
    problems.retain(|problem| !settled.dropped.contains(&problem.row));
    problems.extend(settled.problems);
    problems.sort_by_key(|problem| (problem.row, problem.column));
    Ok(Preview {
        rows: settled.rows,
        skipped: skipped + settled.dropped.len(),
        problems,
        duplicates: settled.duplicates,
        changes: settled.changes,
        gone: settled.gone,
        apart: settled.apart,
        sheet,
        header,
    })
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    NikUnknown,
    Skip,
    Same,
    Different,
}

/// Only cells of the table can be mended.
fn write_cell(sheet: &mut Sheet, header: &Header, row: usize, column: usize, text: String) {
    let width = sheet.width();
    if let Some(cells) = sheet
        .rows
        .get_mut(row)
        .filter(|_| header.first_data_row <= row && column < width)
    {
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        cells[column] = if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        };
    }
}

/// A heading within a heading: what it does not say stays, what lies below it ends.
fn below(outer: Section, heading: Section) -> Section {
    let rw = heading
        .rw
        .or(outer.rw.filter(|_| heading.kelurahan.is_none()));
    let kelurahan = heading.kelurahan.or(outer.kelurahan);
    Section {
        rt: heading.rt,
        rw,
        kelurahan,
    }
}

/// An RW that is not there is often that of the rows around.
fn suggest_rw(rows: &[Row], problems: &mut [Problem]) {
    let places: BTreeMap<usize, usize> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.row, at))
        .collect();
    for problem in problems
        .iter_mut()
        .filter(|problem| problem.code == Code::RtRwMissing)
    {
        let Some((column, at)) = problem.column.zip(places.get(&problem.row).copied()) else {
            continue;
        };
        let entry = &rows[at].entry;
        let (Some(rt), None) = (entry.rt, entry.rw) else {
            continue;
        };
        let above = at.checked_sub(1).and_then(|above| rows[above].entry.rw);
        let under = rows.get(at + 1).and_then(|row| row.entry.rw);
        if let (Some(one), Some(other)) = (above, under)
            && one == other
        {
            problem.message = format!("RW belum ada. Baris di atas dan di bawahnya RW {one}.");
        }
        let mut near: Vec<_> = above.into_iter().chain(under).collect();
        near.dedup();
        problem
            .suggestions
            .extend(near.into_iter().map(|rw| Suggestion {
                label: format!("Pakai RW {rw}"),
                fix: Fix::Text {
                    column,
                    text: format!("RT {rt} RW {rw}"),
                },
            }));
    }
}

//! What the importer says, compared with what the generator meant.

use std::collections::{BTreeMap, BTreeSet};

use rantang_core::{
    identity::BirthPrecision,
    roster::{
        entry::Entry,
        preview::{Preview, Row},
    },
};
use rantang_tests::roster_generator::{Expected, ExpectedPerson, Problem};
use serde::Deserialize;

/// `import recipients --json`, as far as it is compared; offices' scripts read the same shape.
#[derive(Debug, Deserialize)]
pub struct Report {
    rows: usize,
    ready: usize,
    errors: Vec<Said>,
    warnings: Vec<Said>,
    duplicates: Vec<SaidTwice>,
}

#[derive(Debug, Deserialize)]
struct Said {
    row: u32,
    column: String,
    code: String,
    message: String,
}

#[derive(Debug, Deserialize)]
struct SaidTwice {
    rows: Vec<u32>,
    code: String,
    reason: String,
}

/// All differences between the report and what was meant; none when they agree.
pub fn differences(expected: &Expected, report: &Report) -> Vec<String> {
    let mut found = Vec::new();
    if report.rows != expected.rows {
        found.push(format!("{} rows, expected {}", report.rows, expected.rows));
    }
    if report.ready != expected.ready {
        found.push(format!(
            "{} ready, expected {}",
            report.ready, expected.ready
        ));
    }
    compare(
        &mut found,
        "error",
        &said(&report.errors),
        &meant(&expected.errors),
    );
    // What else is doubtful in a row that cannot enter, or has entered already, is not compared.
    let ready: BTreeSet<u32> = expected.people.iter().map(|person| person.row).collect();
    let warnings = said(&report.warnings)
        .into_iter()
        .filter(|(row, _)| ready.contains(row));
    compare(
        &mut found,
        "warning",
        &warnings.collect(),
        &meant(&expected.warnings),
    );

    let duplicates: BTreeSet<_> = expected
        .duplicates
        .iter()
        .map(|twice| (twice.rows.clone(), twice.code))
        .collect();
    let mut said_twice: BTreeSet<_> = report
        .duplicates
        .iter()
        .map(|twice| (twice.rows.clone(), twice.code.as_str()))
        .collect();
    // Twins by NIK may be said to be alike in name too.
    let by_nik: BTreeSet<_> = duplicates
        .iter()
        .filter(|(_, code)| *code == "same_nik")
        .collect();
    said_twice.retain(|(rows, code)| {
        *code == "same_nik" || !by_nik.iter().any(|(twins, _)| twins == rows)
    });
    compare(&mut found, "duplicate", &said_twice, &duplicates);

    for said in report.errors.iter().chain(&report.warnings) {
        if said.message.trim().is_empty() {
            found.push(format!("row {} says nothing about {}", said.row, said.code));
        }
        if said.column.trim().is_empty() && !said.code.ends_with("_missing") {
            found.push(format!(
                "row {} names no column for {}",
                said.row, said.code
            ));
        }
    }
    for twice in &report.duplicates {
        if twice.reason.trim().is_empty() {
            found.push(format!("rows {:?} say nothing", twice.rows));
        }
    }
    found
}

/// All differences between the people who would come in and those that were meant to.
pub fn differences_of_people(expected: &Expected, preview: &Preview) -> Vec<String> {
    let meant: BTreeMap<u32, String> = expected
        .people
        .iter()
        .map(|person| (person.row, expected_line(person)))
        .collect();
    let ready = preview.rows.iter().filter(|row| row.standing.is_ready());
    let came: BTreeMap<u32, String> = ready.map(|row| (number(row), line(&row.entry))).collect();
    let rows: BTreeSet<u32> = meant.keys().chain(came.keys()).copied().collect();
    rows.into_iter()
        .filter_map(|row| match (meant.get(&row), came.get(&row)) {
            (Some(meant), Some(came)) if meant == came => None,
            (Some(meant), Some(came)) => Some(format!("row {row}: {came}, expected {meant}")),
            (Some(meant), None) => Some(format!("row {row} does not come in: {meant}")),
            (None, came) => Some(format!("row {row} comes in: {came:?}")),
        })
        .collect()
}

/// As the office counts.
fn number(row: &Row) -> u32 {
    u32::try_from(row.row).expect("a generated roster is short") + 1
}

fn expected_line(person: &ExpectedPerson) -> String {
    let nik = person.nik.as_deref().unwrap_or_default();
    let birth = person.birth_date.as_deref().unwrap_or_default();
    let precision = person.birth_date_precision.unwrap_or_default();
    [
        &person.name,
        nik,
        birth,
        precision,
        &person.kelurahan_code,
        &person.rw,
        &person.rt,
    ]
    .join(" | ")
}

fn line(entry: &Entry) -> String {
    let nik = entry.nik.as_ref().map_or("", |nik| nik.as_str());
    let (birth, precision) = match entry.birth {
        None => (String::new(), ""),
        Some(birth) => match birth.precision() {
            BirthPrecision::Day => (birth.date().format("%Y-%m-%d").to_string(), "day"),
            BirthPrecision::Month => (birth.date().format("%Y-%m").to_string(), "month"),
            BirthPrecision::Year => (birth.date().format("%Y").to_string(), "year"),
        },
    };
    let kelurahan = entry.kelurahan.map_or("", |kelurahan| kelurahan.code);
    let rw = entry.rw.map(|rw| rw.to_string()).unwrap_or_default();
    let rt = entry.rt.map(|rt| rt.to_string()).unwrap_or_default();
    [&entry.name, nik, &birth, precision, kelurahan, &rw, &rt].join(" | ")
}

fn said(problems: &[Said]) -> BTreeSet<(u32, &str)> {
    problems
        .iter()
        .map(|problem| (problem.row, problem.code.as_str()))
        .collect()
}

fn meant(problems: &[Problem]) -> BTreeSet<(u32, &str)> {
    problems
        .iter()
        .map(|problem| (problem.row, problem.code))
        .collect()
}

fn compare<T: Ord + std::fmt::Debug>(
    found: &mut Vec<String>,
    what: &str,
    said: &BTreeSet<T>,
    meant: &BTreeSet<T>,
) {
    found.extend(
        said.difference(meant)
            .map(|one| format!("{what} not expected: {one:?}")),
    );
    found.extend(
        meant
            .difference(said)
            .map(|one| format!("{what} not said: {one:?}")),
    );
}

/// As screens and lists show a NIK: the first and the last four digits.
pub fn masked(nik: &str) -> String {
    format!("{}••••••••{}", &nik[..4], &nik[12..])
}

//! What must come out of a generated file, in the words of the importer's report.

use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Expected {
    pub seed: u64,
    pub format: String,
    /// For `--kelurahan`: rows that name none belong here.
    pub kelurahan_code: String,
    /// Rows that speak of a person, whether they can enter or not.
    pub rows: usize,
    pub ready: usize,
    pub errors: Vec<Problem>,
    pub warnings: Vec<Problem>,
    pub duplicates: Vec<Duplicate>,
    /// Those of the ready rows, in the order of the file.
    pub people: Vec<ExpectedPerson>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// As the office sees it: the first row of the sheet is 1.
    pub row: u32,
    pub code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Duplicate {
    pub rows: Vec<u32>,
    pub code: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ExpectedPerson {
    pub row: u32,
    /// As in the file, with white space collapsed.
    pub name: String,
    pub nik: Option<String>,
    /// As much of `YYYY-MM-DD` as is known.
    pub birth_date: Option<String>,
    pub birth_date_precision: Option<&'static str>,
    pub kelurahan_code: String,
    pub rw: String,
    pub rt: String,
}

//! The document that `import recipients --json` prints. Its shape is fixed: scripts of offices read it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file::FileProblem;
use super::view::{RosterPreviewView, RosterProblem};

/// `{"rows", "ready", "errors", "warnings", "duplicates", "columns"}`; rows as the office counts them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RosterReport {
    pub rows: u32,
    pub ready: u32,
    pub errors: Vec<ReportProblem>,
    pub warnings: Vec<ReportProblem>,
    pub duplicates: Vec<ReportDuplicate>,
    /// By the code of a field: the header as the file has it.
    pub columns: BTreeMap<&'static str, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportProblem {
    /// 0: the whole file.
    pub row: u32,
    /// The header of the column; empty: the whole row.
    pub column: String,
    pub code: String,
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportDuplicate {
    pub rows: Vec<u32>,
    /// "same_nik" or "similar_name".
    pub code: String,
    pub reason: String,
    /// The twin in the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

impl RosterReport {
    pub fn of(view: &RosterPreviewView) -> Self {
        let problems = |problems: &[RosterProblem]| problems.iter().map(problem).collect();
        let columns = view.columns.iter();
        Self {
            rows: view.rows,
            ready: view.ready,
            errors: problems(&view.errors),
            warnings: problems(&view.warnings),
            duplicates: view
                .duplicates
                .iter()
                .map(|duplicate| ReportDuplicate {
                    rows: duplicate.rows.clone(),
                    code: duplicate.code.clone(),
                    reason: duplicate.reason.clone(),
                    person: duplicate
                        .person
                        .as_ref()
                        .map(|person| person.id.to_string()),
                })
                .collect(),
            columns: columns
                .filter_map(|column| Some((column.field?.code(), column.header.clone())))
                .collect(),
        }
    }

    /// A file that is refused as a whole is a report of one error.
    pub fn refused(problem: FileProblem) -> Self {
        let error = ReportProblem {
            row: 0,
            column: String::new(),
            code: problem.code().to_owned(),
            message: problem.message().to_owned(),
        };
        Self {
            rows: 0,
            ready: 0,
            errors: vec![error],
            warnings: Vec::new(),
            duplicates: Vec::new(),
            columns: BTreeMap::new(),
        }
    }

    /// 0 where at least one row is ready; 2 where nothing of the file can enter.
    pub fn exit_code(&self) -> u8 {
        if 0 < self.ready { 0 } else { 2 }
    }
}

fn problem(problem: &RosterProblem) -> ReportProblem {
    ReportProblem {
        row: problem.row,
        column: problem.column.clone(),
        code: problem.code.clone(),
        message: problem.message.clone(),
    }
}

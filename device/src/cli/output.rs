//! How an answer is printed, and with which code the process ends.

use std::io::{self, Write};
use std::process::ExitCode;

use serde::Serialize;
use serde_json::{Value, json};

use crate::command::{ErrorCode, Failure};

pub const NO_CONNECTION: u8 = 3;
const IN_USE: u8 = 4;
const FAILED: u8 = 1;
const WRONG_ARGUMENTS: u8 = 2;

/// What a command has to say, for scripts and for people.
pub struct Answer {
    pub document: Value,
    /// Without a final line break.
    pub words: String,
    pub exit: u8,
}

impl Answer {
    pub fn done(document: Value, words: impl Into<String>) -> Self {
        Self {
            document,
            words: words.into(),
            exit: 0,
        }
    }
}

/// A view as `--json` prints it.
pub fn document(view: &impl Serialize) -> Value {
    serde_json::to_value(view).unwrap_or(Value::Null)
}

pub fn print(answer: Answer, json: bool) -> ExitCode {
    let written = if json {
        write_document(&answer.document)
    } else if answer.words.is_empty() {
        Ok(())
    } else {
        writeln!(io::stdout().lock(), "{}", answer.words)
    };
    match written {
        Ok(()) => ExitCode::from(answer.exit),
        // Whoever read us has gone; there is nobody left to tell.
        Err(_) => ExitCode::from(FAILED),
    }
}

pub fn print_failure(failure: &Failure, json: bool) -> ExitCode {
    let code = failure.code.code();
    if json {
        let document = json!({ "error": { "code": code, "message": failure.message } });
        drop(write_document(&document));
    }
    drop(writeln!(io::stderr(), "{} ({code})", failure.message));
    ExitCode::from(exit_of(failure.code))
}

fn write_document(document: &Value) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, document)?;
    writeln!(out)
}

fn exit_of(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::NoSignal | ErrorCode::ServerBusy => NO_CONNECTION,
        ErrorCode::StoreInUse => IN_USE,
        ErrorCode::BadRequest => WRONG_ARGUMENTS,
        _ => FAILED,
    }
}

/// Columns of text, aligned by their widest cell.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells = row.iter().zip(&widths);
            let line: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            line.join("  ").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

//! `report monthly`.

use std::fs::OpenOptions;
use std::io::Write;

use serde_json::json;

use super::args_visits::{MonthlyArgs, ReportCommand};
use super::output::{Answer, document, table};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::report::{ReportFile, ReportMonthly, handlers};
use crate::store::sql;

pub fn report(device: &Device, command: &ReportCommand) -> Result<Answer, Failure> {
    let ReportCommand::Monthly(args) = command;
    let (view, file) = match &args.out {
        Some(_) => {
            let asked = ReportFile {
                month: args.month.clone(),
                psm_id: args.psm,
                format: args.format.into(),
            };
            let (view, bytes) = handlers::bytes(device, &asked)?;
            (view, Some(bytes))
        }
        None => {
            let asked = ReportMonthly {
                month: args.month.clone(),
                psm_id: args.psm,
            };
            (handlers::monthly(device, &asked)?, None)
        }
    };
    if let Some(bytes) = &file {
        write(args, bytes)?;
    }
    let mut shown = document(&view);
    shown["file"] = json!(args.out);
    let rows: Vec<Vec<String>> = view
        .sums
        .iter()
        .map(|sum| vec![sql::code(&sum.what), sum.count.to_string()])
        .collect();
    let written = match &args.out {
        Some(out) => format!("\nTersimpan di {}.", out.display()),
        None => String::new(),
    };
    let words = format!(
        "{}, {}\n{}{written}",
        view.psm.name,
        view.month,
        table(&rows)
    );
    Ok(Answer::done(shown, words))
}

/// A file that is there already may be the one that somebody signed.
fn write(args: &MonthlyArgs, bytes: &[u8]) -> Result<(), Failure> {
    let Some(out) = &args.out else {
        return Ok(());
    };
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(out)
        .and_then(|mut it| it.write_all(bytes).and_then(|()| it.sync_all()));
    written.map_err(|error| {
        Failure::new(
            ErrorCode::FileUnreadable,
            format!("File {} tidak bisa ditulis: {error}.", out.display()),
        )
    })
}

//! `import recipients`.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::ImportArgs;
use super::output::{Answer, table};
use crate::command::{ErrorCode, Failure};
use crate::device::Device;
use crate::roster::handlers::{Import, Imported, import};
use crate::roster::report::ReportProblem;

/// So many problems are told in words; with `--json` all are.
const PROBLEMS_SHOWN: usize = 20;

pub fn recipients(device: &Device, args: &ImportArgs) -> Result<Answer, Failure> {
    let bytes = std::fs::read(&args.file).map_err(|error| {
        Failure::new(
            ErrorCode::FileUnreadable,
            format!("File {} tidak bisa dibuka: {error}.", args.file.display()),
        )
    })?;
    let name = args.file.file_name().unwrap_or(args.file.as_os_str());
    let options = Import {
        kelurahan: args.kelurahan.clone(),
        dry_run: args.dry_run,
    };
    let bar = progress_bar();
    let imported = import(
        device,
        &name.to_string_lossy(),
        &bytes,
        &options,
        &mut |done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        },
    )?;
    bar.finish_and_clear();
    let document =
        serde_json::to_value(&imported.report).map_err(|error| Failure::internal(&error))?;
    Ok(Answer {
        words: words(&imported),
        exit: imported.report.exit_code(),
        document,
    })
}

fn progress_bar() -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} baris")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn words(imported: &Imported) -> String {
    let report = &imported.report;
    let mut lines = vec![format!(
        "{} baris; {} siap, {} salah, {} perlu diperhatikan, {} mungkin ganda.",
        report.rows,
        report.ready,
        report.errors.len(),
        report.warnings.len(),
        report.duplicates.len()
    )];
    let problems: Vec<&ReportProblem> = report.errors.iter().chain(&report.warnings).collect();
    let shown: Vec<Vec<String>> = problems
        .iter()
        .take(PROBLEMS_SHOWN)
        .map(|problem| {
            let place = match problem.row {
                0 => String::new(),
                row => format!("baris {row}"),
            };
            vec![place, problem.column.clone(), problem.message.clone()]
        })
        .collect();
    if !shown.is_empty() {
        lines.push(table(&shown));
    }
    if PROBLEMS_SHOWN < problems.len() {
        lines.push(format!(
            "… dan {} lagi; --json menyebut semuanya.",
            problems.len() - PROBLEMS_SHOWN
        ));
    }
    lines.push(match &imported.written {
        Some(written) => format!(
            "Tersimpan: {} baru; {} sudah ada dan tetap seperti semula.",
            written.added, written.unchanged
        ),
        None => "Tidak ada yang disimpan.".to_owned(),
    });
    lines.join("\n")
}

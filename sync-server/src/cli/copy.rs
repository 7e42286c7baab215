//! `rantang-server copy`.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::database_of;
use super::report::{CliError, CliResult, Report};
use crate::copy::{CopyError, copy};
use crate::store::postgres::ImportError;
use crate::store::sqlite::COPIED_FILE;

/// Move the records of a data directory into an empty PostgreSQL database.
///
/// End the server first. Everything stays as it is, so that devices notice a pause and no more.
/// What was written is read back and checked against its log; only then is rantang.db renamed to
/// rantang.db.copied. The key stays in the directory. Afterwards serve with --database-url.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server copy --data ./office --to postgres://rantang:PASSWORD@localhost/rantang
  rantang-server serve --data ./office --database-url postgres://rantang:PASSWORD@localhost/rantang")]
pub struct Copy {
    /// The data directory: database and key of one server.
    #[arg(long, value_name = "DIR", env = "RANTANG_DATA")]
    data: PathBuf,
    /// The database to fill. The variable keeps the password off the command line.
    #[arg(
        long,
        value_name = "URL",
        env = "RANTANG_DATABASE_URL",
        hide_env_values = true
    )]
    to: String,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

pub async fn run(args: Copy) -> CliResult {
    let to = database_of(&args.to)?;
    let copied = copy(&args.data, &to).await?;
    let audit = &copied.audit;
    let mut text = format!(
        "{} rows are in the {to}: {} operations in {} logs, {} people.",
        copied.rows, audit.operations, audit.logs, audit.persons
    );
    if audit.ok {
        text.push_str(&format!(
            "\nEverything agrees. {} was kept as {COPIED_FILE}.\nNext: rantang-server serve --data {0} --database-url …",
            args.data.display()
        ));
    } else {
        for finding in &audit.findings {
            text.push_str("\n  ");
            text.push_str(finding);
        }
        text.push_str(
            "\nSomething does not agree, in the source as well: run check on it. The source is as it was; empty the database before another try.",
        );
    }
    let mut report = Report::new(text, json!(copied));
    report.is_bad = !audit.ok;
    Ok(report)
}

impl From<CopyError> for CliError {
    fn from(error: CopyError) -> Self {
        let message = error.to_string();
        match error {
            CopyError::Office(error) => error.into(),
            CopyError::Store(error) | CopyError::Import(ImportError::Store(error)) => error.into(),
            CopyError::Import(ImportError::NotEmpty) => Self::refused("not_empty", message),
            CopyError::Import(ImportError::Differs { .. } | ImportError::Ended) => {
                Self::failed("copy_failed", message)
            }
        }
    }
}

//! `rantang-server check`.

use clap::Args;
use serde_json::json;

use super::Common;
use super::report::{CliResult, Report};
use crate::audit::audit;
use crate::backup::health;
use crate::office::Office;

/// Verify the data: every chain is whole, and the stored rows are what the log says.
///
/// Exit code 1 where something does not agree, or records of more than seven days are in no backup. May be run beside a serving server.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server check --data ./office")]
pub struct Check {
    #[command(flatten)]
    pub common: Common,
}

pub async fn run(args: Check) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let audit = audit(&*office.store).await?;
    let mut text = format!(
        "{} operations in {} logs, {} rows of {} people; {} held, {} quarantined.",
        audit.operations, audit.logs, audit.rows, audit.persons, audit.held, audit.quarantined
    );
    for finding in &audit.findings {
        text.push_str("\n  ");
        text.push_str(finding);
    }
    text.push_str(if audit.findings.is_empty() {
        "\nEverything agrees."
    } else {
        "\nSomething does not agree: keep a copy of the data and restore a backup."
    });
    let health = health(&*office.store, office.clock.now_ms()).await?;
    let warning = health.warning().filter(|_| !office.server.is_demo);
    if let Some(warning) = &warning {
        text.push_str(&format!("\nNOT SAFE: {warning}"));
    }
    let is_bad = !audit.findings.is_empty() || warning.is_some();
    let mut document = json!(audit);
    document["backup"] = json!(health);
    let mut report = Report::new(text, document);
    report.is_bad = is_bad;
    Ok(report)
}

//! `rantang-server backup`, `backup-keys`, `restore`, `durable`, `restored`, `restore-report`, `verify-code`.

use std::path::PathBuf;

use clap::Args;
use rantang_core::sync::code::Code;
use rantang_core::time::WIB_OFFSET_MS;
use serde_json::json;

use super::Common;
use super::report::{CliError, CliResult, Report, wib};
use crate::backup::{self, BackupError, KeysBackup, Saved};
use crate::clock::{Clock, SystemClock};
use crate::codes::find;
use crate::office::Office;

const KEYS_MISSING: &str = "\nThe keys have no backup of their own, and without them this one is worth nothing: run rantang-server backup-keys FOLDER, and keep that folder elsewhere.";

/// Back the records up, beside a serving server: a copy of one moment, verified before it counts.
///
/// Makes a folder with the database, a manifest of what it holds, and the server's signature. What it
/// holds is durable from then on. The keys are not in it: back them up once with backup-keys.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server backup --data ./office /mnt/backups")]
pub struct Backup {
    #[command(flatten)]
    pub common: Common,
    /// The folder to make; in one that exists a new one is made.
    into: PathBuf,
}

pub async fn make(args: Backup) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let made = backup::make(&office, &args.into).await?;
    let mut text = format!(
        "{} operations of {} logs are in {}, verified.",
        made.operations,
        made.manifest.logs.len(),
        made.folder.display()
    );
    if 0 < made.photos.all {
        let Saved { all, new, lost } = made.photos;
        text.push_str(&format!(
            " {all} photos lie beside it, {new} of them new, {lost} lost."
        ));
    }
    let keys_saved = made.keys == KeysBackup::Saved;
    if !keys_saved {
        text.push_str(KEYS_MISSING);
    }
    Ok(Report::new(
        text,
        json!({
            "folder": made.folder,
            "operations": made.operations,
            "logs": made.manifest.logs.len(),
            "made_ms": made.manifest.made_ms,
            "keys_saved": keys_saved,
            "photos": made.photos.all,
            "photos_new": made.photos.new,
        }),
    ))
}

/// Back the keys up: the server's identity and the key that opens sealed records.
///
/// Keep them apart from the backups of the records, and as safe as the office's own seal.
#[derive(Args)]
#[command(
    after_help = "Example:\n  rantang-server backup-keys --data ./office /mnt/safe/rantang-keys"
)]
pub struct BackupKeys {
    #[command(flatten)]
    pub common: Common,
    /// The folder to make.
    into: PathBuf,
}

pub async fn save_keys(args: BackupKeys) -> CliResult {
    let site = args.common.site()?;
    backup::save_keys(&site.data, &args.into)?;
    let text = format!("The keys are in {}.", args.into.display());
    Ok(Report::new(text, json!({"folder": args.into})))
}

/// Make a new data directory of a backup and the keys, for a server that lost its own.
///
/// Devices notice at their next hello, push again what is missing with the receipts that they kept,
/// and fetch everything anew. See restore-report for what is still missing.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server restore /mnt/backups/rantang-2026-11-24-02.00 --keys /mnt/safe/rantang-keys --data ./office")]
pub struct Restore {
    /// The folder that backup made.
    backup: PathBuf,
    /// The folder that backup-keys made.
    #[arg(long, value_name = "FOLDER")]
    keys: PathBuf,
    /// The data directory to make; it must not exist.
    #[arg(long, value_name = "DIR", env = "RANTANG_DATA")]
    data: PathBuf,
    /// Print one JSON document instead of text.
    #[arg(long)]
    pub json: bool,
}

pub async fn restore(args: Restore) -> CliResult {
    let now_ms = SystemClock.now_ms();
    let restored = backup::restore(&args.backup, &args.keys, &args.data, now_ms).await?;
    let photos = match restored.photos.missing {
        0 => String::new(),
        missing => {
            format!(" {missing} photos are missing: devices that have them send them again.")
        }
    };
    let text = format!(
        "{} operations of {} are restored in {}.{photos}\nNext: serve it; devices bring back what came later. rantang-server restore-report says what is missing.",
        restored.operations,
        wib(restored.manifest.made_ms),
        args.data.display()
    );
    Ok(Report::new(
        text,
        json!({
            "data": args.data,
            "operations": restored.operations,
            "backup_ms": restored.manifest.made_ms,
            "epoch": restored.epoch,
            "photos": restored.photos.here,
            "photos_missing": restored.photos.missing,
        }),
    ))
}

/// Say that a backup made with other tools (those of PostgreSQL) was verified: what had arrived by
/// its beginning is durable.
#[derive(Args)]
#[command(after_help = "\
Example:
  rantang-server durable --data ./office --database-url postgres://… --through '2026-11-24 02:00'")]
pub struct Durable {
    #[command(flatten)]
    pub common: Common,
    /// When the backup began, in Jakarta: 'YYYY-MM-DD HH:MM'.
    #[arg(long, value_name = "TIME")]
    through: String,
}

pub async fn durable(args: Durable) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let through_ms = moment(&args.through)?;
    if office.clock.now_ms() < through_ms {
        return Err(CliError::refused(
            "time_ahead",
            "--through lies ahead: give the time at which the backup began",
        ));
    }
    let marks = office.store.arrived_by(through_ms).await?;
    let logs = marks.len();
    office.store.mark_durable(marks, through_ms).await?;
    let text = format!(
        "What had arrived by {} is durable: {logs} logs.",
        wib(through_ms)
    );
    Ok(Report::new(
        text,
        json!({"through_ms": through_ms, "logs": logs}),
    ))
}

/// Say that the database came back from a backup of other tools: raises the epoch, so that every
/// device compares and fetches anew.
///
/// Without it the server finds out by the first device that knows more.
#[derive(Args)]
pub struct Restored {
    #[command(flatten)]
    pub common: Common,
}

pub async fn restored(args: Restored) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let epoch = office.store.begin_anew(None, office.clock.now_ms()).await?;
    let text = format!("Epoch {epoch} begins: devices bring back what is missing.");
    Ok(Report::new(text, json!({"epoch": epoch})))
}

/// Say what a restored or rolled-back server still lacks: of each log how much devices were told that
/// is safe, and which devices have not said hello since.
///
/// Exit code 1 while something is missing.
#[derive(Args)]
pub struct RestoreReport {
    #[command(flatten)]
    pub common: Common,
}

pub async fn report(args: RestoreReport) -> CliResult {
    let office = Office::open_now(args.common.site()?).await?;
    let Some(told) = office.store.restoration().await? else {
        let text = "This server was never restored.";
        return Ok(Report::new(text, json!({"restored": false})));
    };
    let name = |device| {
        let found = told.devices.iter().find(|it| it.device == device);
        found.map_or_else(|| format!("{device}"), |it| it.name.clone())
    };
    let lacking: Vec<_> = told
        .logs
        .iter()
        .filter(|it| it.present < it.promised)
        .collect();
    let silent: Vec<_> = told
        .devices
        .iter()
        .filter(|it| !it.revoked && it.contact_ms.is_none_or(|at| at < told.restored_ms))
        .collect();
    let mut text = format!("Restored {}.", wib(told.restored_ms));
    for it in &lacking {
        text.push_str(&format!(
            "\n  {}: {} of {} operations are here.",
            name(it.device),
            it.present,
            it.promised
        ));
    }
    for it in &silent {
        text.push_str(&format!("\n  {} has not said hello since.", it.name));
    }
    let is_whole = lacking.is_empty() && silent.is_empty();
    if is_whole {
        text.push_str("\nEvery device has spoken, and nothing that it was promised is missing.");
    }
    let logs: Vec<_> = told
        .logs
        .iter()
        .map(|it| json!({"replica": it.replica, "device": it.device, "promised": it.promised, "present": it.present}))
        .collect();
    let silent: Vec<_> = silent
        .iter()
        .map(|it| json!({"device": it.device, "name": it.name}))
        .collect();
    let mut report = Report::new(
        text,
        json!({
            "restored": true,
            "restored_ms": told.restored_ms,
            "backup_ms": told.backup_ms,
            "logs": logs,
            "silent": silent,
            "whole": is_whole,
        }),
    );
    report.is_bad = !is_whole;
    Ok(report)
}

/// Verify the code that a courier reads out ("K7QF-2M9P"): whose records are safe here, and how many.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server verify-code --data ./office K7QF-2M9P")]
pub struct VerifyCode {
    #[command(flatten)]
    pub common: Common,
    code: String,
}

pub async fn verify_code(args: VerifyCode) -> CliResult {
    let code = Code::parse(&args.code)
        .map_err(|error| CliError::refused("code_unreadable", error.to_string()))?;
    let office = Office::open_now(args.common.site()?).await?;
    let Some(found) = find(&*office.store, &office.notary(), code).await? else {
        return Err(CliError::refused(
            "code_unknown",
            format!("{code} stands for nothing that this server holds: ask for it again"),
        ));
    };
    let backed_up = if found.is_durable {
        " and in a backup"
    } else {
        ""
    };
    let text = format!(
        "{code}: {} records of {} are here{backed_up}; the last came {}.",
        found.records,
        found.device_name,
        wib(found.received_ms)
    );
    Ok(Report::new(text, json!(found)))
}

fn moment(text: &str) -> Result<i64, CliError> {
    let read = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M");
    let read = read.map_err(|_| {
        CliError::refused(
            "time_unreadable",
            "--through is a time in Jakarta like '2026-11-24 02:00'",
        )
    })?;
    Ok(read.and_utc().timestamp_millis() - WIB_OFFSET_MS)
}

impl From<BackupError> for CliError {
    fn from(error: BackupError) -> Self {
        let message = error.to_string();
        match error {
            BackupError::Exists(_) => Self::refused("exists", message),
            BackupError::NotEmbedded => Self::refused("not_embedded", message),
            BackupError::NotABackup(..) => Self::refused("not_a_backup", message),
            BackupError::OtherKeys(_) => Self::refused("other_keys", message),
            BackupError::Unsound(_) => Self::failed("unsound", message),
            BackupError::Office(error) => error.into(),
            BackupError::Store(error) => error.into(),
            BackupError::Failed(error) => error.into(),
        }
    }
}

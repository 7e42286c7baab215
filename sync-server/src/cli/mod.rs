//! The command line `rantang-server`.
//!
//! Exit codes: 0 done, 1 failed, 2 refused or not understood. With `--json` one document on
//! standard output and nothing else there; explanations and logs go to standard error.

mod backup;
mod check;
mod copy;
mod demo;
mod device;
mod form;
mod init;
mod invite;
mod keys;
mod period;
mod report;
mod serve;
mod user;
mod user_change;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::media::MediaPlace;
use crate::site::Site;
use crate::store::postgres::{DatabaseAddress, InvalidAddress};
use report::{CliError, CliResult};

const AFTER_HELP: &str = "\
First steps:
  rantang-server init --data ./office --area 31.71.08.1002
  rantang-server period set --data ./office --first 2026-01-01 --last 2026-12-31
  rantang-server user add --data ./office --name 'Ratna Dewi' --call-name 'Bu Ratna' --role koordinator
  rantang-server invite --data ./office --user 'Bu Ratna' --url http://192.168.1.10:4710
  rantang-server serve --data ./office --listen 0.0.0.0:4710

Or a day to try things on:
  rantang-server demo --data ./demo && rantang-server serve --data ./demo

Exit codes: 0 done, 1 failed, 2 refused or not understood.";

/// The sync server of Rantang: takes in what couriers and coordinators record, and gives each
/// device what its user may see.
#[derive(Parser)]
#[command(name = "rantang-server", version, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Init),
    Serve(serve::Serve),
    #[command(subcommand)]
    User(user::User),
    #[command(subcommand)]
    Period(period::Period),
    Invite(invite::Invite),
    #[command(subcommand)]
    Device(device::Device),
    #[command(subcommand)]
    Form(form::Forms),
    Demo(demo::Demo),
    Check(check::Check),
    Copy(copy::Copy),
    Backup(backup::Backup),
    BackupKeys(backup::BackupKeys),
    Restore(backup::Restore),
    Restored(backup::Restored),
    RestoreReport(backup::RestoreReport),
    Durable(backup::Durable),
    VerifyCode(backup::VerifyCode),
    NewSealingKey(keys::NewSealingKey),
}

/// What every command takes.
#[derive(Args)]
struct Common {
    /// The data directory: database and key of one server.
    #[arg(long, value_name = "DIR", env = "RANTANG_DATA")]
    data: PathBuf,
    /// Keep the records in this PostgreSQL database instead of the directory's own:
    /// postgres://USER:PASSWORD@HOST/DATABASE. The variable keeps the password off the command line.
    #[arg(
        long,
        value_name = "URL",
        env = "RANTANG_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// Keep the bytes of photos here instead of the data directory: in a folder that all processes of the
    /// server share, or in a bucket that speaks S3, s3://BUCKET/PREFIX. Its keys come from the
    /// environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT.
    #[arg(long, value_name = "DIR|URL", env = "RANTANG_PHOTOS")]
    photos: Option<MediaPlace>,
    /// Print one JSON document instead of text.
    #[arg(long)]
    json: bool,
}

impl Common {
    fn site(&self) -> Result<Site, CliError> {
        let database = self.database_url.as_deref().map(database_of).transpose()?;
        Ok(Site {
            data: self.data.clone(),
            database,
            photos: self.photos.clone(),
        })
    }
}

/// Clap would repeat what it cannot parse, and with it the password.
fn database_of(url: &str) -> Result<DatabaseAddress, CliError> {
    let address: Result<DatabaseAddress, InvalidAddress> = url.parse();
    address.map_err(|error| CliError::refused("database_url_invalid", error.to_string()))
}

/// Parses the command line, runs it, and reports.
pub async fn main() -> ExitCode {
    // Clap itself ends with 2 where it does not understand, with 0 after --help.
    let cli = Cli::parse();
    let (json, result) = match cli.command {
        Command::Init(args) => (args.common.json, init::run(args).await),
        Command::Serve(args) => (args.common.json, serve::run(args).await),
        Command::User(user::User::Add(args)) => (args.common.json, user::add(args).await),
        Command::User(user::User::List(args)) => (args.common.json, user_change::list(args).await),
        Command::User(user::User::Edit(args)) => (args.common.json, user_change::edit(args).await),
        Command::User(user::User::Disable(args)) => {
            (args.common.json, user_change::disable(args).await)
        }
        Command::Period(period::Period::Set(args)) => (args.common.json, period::set(args).await),
        Command::Invite(args) => (args.common.json, invite::run(args).await),
        Command::Device(device::Device::List(args)) => (args.common.json, device::list(args).await),
        Command::Form(form::Forms::Add(args)) => (args.common.json, form::add(args).await),
        Command::Demo(args) => (args.common.json, demo::run(args).await),
        Command::Check(args) => (args.common.json, check::run(args).await),
        Command::Copy(args) => (args.json, copy::run(args).await),
        Command::Backup(args) => (args.common.json, backup::make(args).await),
        Command::BackupKeys(args) => (args.common.json, backup::save_keys(args).await),
        Command::Restore(args) => (args.json, backup::restore(args).await),
        Command::Restored(args) => (args.common.json, backup::restored(args).await),
        Command::RestoreReport(args) => (args.common.json, backup::report(args).await),
        Command::Durable(args) => (args.common.json, backup::durable(args).await),
        Command::NewSealingKey(args) => (args.common.json, keys::renew_sealing(args).await),
        Command::VerifyCode(args) => (args.common.json, backup::verify_code(args).await),
    };
    finish(json, result)
}

fn finish(json: bool, result: CliResult) -> ExitCode {
    match result {
        Ok(report) => report.print(json),
        Err(error) => error.print(json),
    }
}

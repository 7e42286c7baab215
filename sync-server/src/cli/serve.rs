//! `rantang-server serve`.

use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde_json::Value;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::Common;
use super::report::{CliError, CliResult, Report};
use crate::agreement;
use crate::backup::health;
use crate::clock::Clock;
use crate::http::serve;
use crate::media::MediaStore;
use crate::media::sweep::{Swept, sweep};
use crate::office::Office;
use crate::store::CentralStore;

/// Where a server listens when nothing else is said; the same port that invitations name.
pub const LISTEN: &str = "127.0.0.1:4710";

/// Serve devices until Ctrl-C or SIGTERM; calls under way are finished first.
///
/// One process serves a data directory at a time, any number a PostgreSQL database. Other commands
/// may be used beside it.
/// RUST_LOG=debug says more.
#[derive(Args)]
#[command(after_help = "Example:\n  rantang-server serve --data ./office --listen 0.0.0.0:4710")]
pub struct Serve {
    #[command(flatten)]
    pub common: Common,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR:PORT", default_value = LISTEN)]
    listen: SocketAddr,
    /// How log lines on standard error look.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,
}

/// Who was away for longer begins from a snapshot.
const REMOVALS_KEPT_MS: i64 = 60 * 24 * 3_600_000;
const DAY: Duration = Duration::from_secs(24 * 3_600);

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

pub async fn run(args: Serve) -> CliResult {
    log_to_stderr(args.log);
    let office = Office::open_now(args.common.site()?).await?;
    let lock = office.lock_for_serving()?;
    let settled = office.store.retry_set_aside().await?;
    if 0 < settled {
        tracing::info!(settled, "operations that had waited have their effect now");
    }
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        CliError::failed(
            "cannot_listen",
            format!(
                "cannot listen on {}: {error}; choose another with --listen",
                args.listen
            ),
        )
    })?;
    let address = listener
        .local_addr()
        .context("the listener has no address")?;
    if args.common.json {
        println!("{}", serde_json::json!({"listening": address.to_string()}));
    } else {
        println!("Serving http://{address}; Ctrl-C ends.");
    }
    tracing::info!(%address, server = %office.server.server, "serving");
    let keeping_house = tokio::spawn(keep_house(office.store.clone(), office.clock.clone()));
    let watching = tokio::spawn(watch_backups(office.store.clone(), office.clock.clone()));
    let sweeping = tokio::spawn(sweep_daily(
        office.store.clone(),
        office.media().clone(),
        office.clock.clone(),
    ));
    serve(office.app(), listener).await?;
    keeping_house.abort();
    sweeping.abort();
    watching.abort();
    drop(lock);
    tracing::info!("ended");
    // The one document was printed when listening began.
    Ok(Report::new("", Value::Null).already_printed())
}

/// After a start, which may follow a crash, and every day: what scopes count is what their rows make,
/// and removals that every phone must have seen are forgotten.
async fn keep_house(store: Arc<dyn CentralStore>, clock: Arc<dyn Clock>) {
    let mut days = tokio::time::interval(DAY);
    loop {
        days.tick().await;
        if let Err(error) = agreement::count_all(&*store).await {
            tracing::error!(%error, "the scopes were not counted");
        }
        let before_ms = clock.now_ms() - REMOVALS_KEPT_MS;
        match store.compact(before_ms).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "old removals were forgotten"),
            Err(error) => tracing::error!(%error, "old removals were not forgotten"),
        }
    }
}

/// At a start and every day: photos that were taken away, and uploads that nobody continued.
async fn sweep_daily(store: Arc<dyn CentralStore>, media: MediaStore, clock: Arc<dyn Clock>) {
    let mut days = tokio::time::interval(DAY);
    loop {
        days.tick().await;
        match sweep(&*store, &media, clock.now_ms()).await {
            Ok(swept) if swept == Swept::default() => {}
            Ok(Swept { expired, withdrawn }) => {
                tracing::info!(expired, withdrawn, "photos that nobody needs are gone");
            }
            Err(error) => tracing::error!(%error, "photos that nobody needs are still here"),
        }
    }
}

/// At a start and every day: whether what arrived is in a backup.
async fn watch_backups(store: Arc<dyn CentralStore>, clock: Arc<dyn Clock>) {
    let mut days = tokio::time::interval(DAY);
    loop {
        days.tick().await;
        match health(&*store, clock.now_ms()).await {
            Ok(health) => {
                if let Some(warning) = health.warning() {
                    tracing::warn!(open_days = health.open_days, "{warning}");
                }
            }
            Err(error) => tracing::error!(%error, "the backups were not looked at"),
        }
    }
}

fn log_to_stderr(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match format {
        LogFormat::Text => builder.with_target(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}

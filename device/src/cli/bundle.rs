//! `bundle`: records that go by hand.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::Answer;
use crate::bundle::carry::{Answered, Carried, carry};
use crate::bundle::handlers;
use crate::command::{ErrorCode, Failure};
use crate::device::Device;

#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Seal all that is unsent into a file that only the server can open.
    ///
    /// The records stay here, and unsent, until the server has answered: by line, or by a file that
    /// `bundle deliver --answers` wrote. Handing the same records on twice does no harm.
    Export {
        /// Must not exist yet.
        file: PathBuf,
    },
    /// Hand a file of another device to the server; needs a connection, and reads nothing of it.
    Deliver(DeliverArgs),
    /// Take in what the server answered to a file of this device.
    Receipt { file: PathBuf },
}

#[derive(Debug, Args)]
pub struct DeliverArgs {
    pub file: PathBuf,
    /// Where to write the server's answers, for the devices that recorded; must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

pub async fn bundle(device: &Arc<Device>, command: &BundleCommand) -> Result<Answer, Failure> {
    match command {
        BundleCommand::Export { file } => export(device, file),
        BundleCommand::Deliver(args) => deliver(device, args).await,
        BundleCommand::Receipt { file } => receipt(device, file).await,
    }
}

fn export(device: &Device, file: &Path) -> Result<Answer, Failure> {
    let sealed = handlers::sealed(device)?;
    write(file, &sealed.bytes)?;
    Ok(Answer::done(
        json!({"records": sealed.records, "bytes": sealed.bytes.len(), "file": file}),
        format!(
            "{} catatan tersegel di {}. Serahkan berkas itu kepada siapa saja yang punya sambungan; \
             hanya server yang bisa membukanya. Catatan tetap ada di sini sampai server menjawab.",
            sealed.records,
            file.display()
        ),
    ))
}

async fn deliver(device: &Arc<Device>, args: &DeliverArgs) -> Result<Answer, Failure> {
    let Carried::Delivered(delivered) = carry(device, &read(&args.file)?).await? else {
        return Err(other_way("rantang-device bundle receipt"));
    };
    if let Some(file) = &args.answers {
        write(file, &handlers::answers_file(device, &delivered)?)?;
    }
    let document = json!({
        "records": delivered.records,
        "ranges": delivered.answers.len(),
        "refused": delivered.refused,
        "left": delivered.left,
        "answers": args.answers,
    });
    let words = format!(
        "{} catatan sudah di server; {} bagian ditolak, {} bagian belum sempat.",
        delivered.records, delivered.refused, delivered.left
    );
    Ok(Answer {
        exit: if delivered.left == 0 {
            0
        } else {
            super::output::NO_CONNECTION
        },
        ..Answer::done(document, words)
    })
}

async fn receipt(device: &Arc<Device>, file: &Path) -> Result<Answer, Failure> {
    let Carried::Answered(Answered { records, others }) = carry(device, &read(file)?).await? else {
        return Err(other_way("rantang-device bundle deliver"));
    };
    Ok(Answer::done(
        json!({"records": records, "others": others}),
        format!(
            "Nasib {records} catatan sekarang diketahui; {others} jawaban untuk perangkat lain."
        ),
    ))
}

fn other_way(command: &str) -> Failure {
    Failure::new(
        ErrorCode::FileUnreadable,
        format!("Berkas ini berjalan ke arah lain. Pakai: {command}."),
    )
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| {
        Failure::new(
            ErrorCode::FileUnreadable,
            format!("File {} tidak bisa dibuka: {error}.", file.display()),
        )
    })
}

/// A file that is there already may be the only copy of somebody's morning: it is not replaced.
fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)
        .and_then(|mut it| it.write_all(bytes).and_then(|()| it.sync_all()));
    written.map_err(|error| {
        Failure::new(
            ErrorCode::FileUnreadable,
            format!("File {} tidak bisa ditulis: {error}.", file.display()),
        )
    })
}

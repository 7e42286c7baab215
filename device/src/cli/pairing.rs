//! `pair` and `sync`.

use std::sync::Arc;

use serde_json::json;

use super::output::{Answer, NO_CONNECTION};
use crate::command::Failure;
use crate::device::Device;
use crate::relay::forward::{Forwarded, forward};
use crate::session::{self, Pair};
use crate::store::sql;
use crate::sync::view::SyncProblem;
use crate::sync::{self, worker};

/// Pairs, and fetches the first lists at once, so that the device is of use.
pub async fn pair(device: &Arc<Device>, invitation: &str) -> Result<Answer, Failure> {
    let args = Pair {
        invitation: invitation.to_owned(),
    };
    let session = session::pair(device, args).await?;
    let (report, _) = worker::attempt(device).await;
    let Some(user) = session.user else {
        return Err(crate::store::Error::NotPaired.into());
    };
    let words = format!(
        "Perangkat ini milik {} ({}). {} data diterima.",
        user.full_name, user.kelurahan_name, report.pulled
    );
    let document = json!({
        "user": {
            "id": user.id,
            "full_name": user.full_name,
            "call_name": user.call_name,
            "roles": user.roles,
            "kelurahan_code": user.kelurahan_code,
        },
        "pulled": report.pulled,
    });
    Ok(Answer::done(document, words))
}

pub async fn sync(device: &Arc<Device>) -> Result<Answer, Failure> {
    let (mut report, _) = worker::attempt(device).await;
    let mut forwarded = Forwarded::default();
    if report.problem.is_none() {
        forwarded = forward(device).await?;
        if 0 < forwarded.records {
            // What phones handed over here comes back as rows.
            let (after, _) = worker::attempt(device).await;
            report.pulled += after.pulled;
        }
    }
    let view = sync::status(device)?;
    let problem = report.problem.map(|problem| sql::code(&problem));
    let words = match report.problem {
        None => format!(
            "{} catatan terkirim, {} data diterima. Belum terkirim: {}. Perlu dicek: {}.",
            report.pushed, report.pulled, view.unsent, view.needs_review
        ),
        Some(problem) => format!(
            "{} Belum terkirim: {}; semuanya tersimpan di sini.",
            explained(problem),
            view.unsent
        ),
    };
    let exit = match report.problem {
        None => 0,
        Some(SyncProblem::NoSignal | SyncProblem::ServerBusy) => NO_CONNECTION,
        Some(_) => 1,
    };
    Ok(Answer {
        document: json!({
            "pushed": report.pushed,
            "pulled": report.pulled,
            "forwarded": forwarded.records,
            "pending": view.unsent,
            "needs_review": view.needs_review,
            "problem": problem,
            "last_sent_at_ms": view.last_sent_at_ms,
            "last_pulled_at_ms": view.last_pulled_at_ms,
        }),
        words,
        exit,
    })
}

fn explained(problem: SyncProblem) -> &'static str {
    match problem {
        SyncProblem::NoSignal => "Server tidak terjangkau. Coba lagi kalau ada sinyal.",
        SyncProblem::ServerBusy => "Server sedang sibuk. Coba lagi sebentar lagi.",
        SyncProblem::AppOutdated => "Server memakai versi lain. Perbarui aplikasi ini.",
        SyncProblem::ServerOutdated => "Server belum diperbarui. Hubungi pengelola.",
        SyncProblem::NotPaired => "Perangkat ini belum dipasangkan. Jalankan pair dulu.",
        SyncProblem::UnknownDevice => {
            "Server kantor dipulihkan dari cadangan lama dan belum mengenal perangkat ini. \
             Minta undangan baru, lalu jalankan pair sekali lagi."
        }
        SyncProblem::Refused => "Server menolak perangkat ini. Hubungi koordinator.",
        SyncProblem::ListsDiffer => {
            "Daftar di sini tidak sama dengan di kantor. Catatan Anda aman. Hubungi koordinator."
        }
        SyncProblem::Internal => "Ada yang salah di aplikasi. Lihat catatan kesalahan di atas.",
    }
}

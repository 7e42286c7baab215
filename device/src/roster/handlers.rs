//! The commands of the roster: look at a file, let it enter; and both at once for the command line.

use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::areas::{self, Kelurahan};
use rantang_core::ids::PeriodId;
use rantang_core::roster::known::KnownPerson;
use rantang_core::roster::preview::Preview;
use rusqlite::Connection;
use uuid::Uuid;

use super::commands::{RosterCommit, RosterPreview};
use super::drafts::{Accepted, drafts};
use super::file::FileProblem;
use super::preview::{Chosen, view};
use super::report::RosterReport;
use super::store::known_people;
use super::view::{RosterCommitView, RosterPreviewView};
use crate::command::{ErrorCode, Failure};
use crate::day::period_of;
use crate::device::{Device, author};
use crate::platform::mint_uuid;

/// The preview that can be committed: the last one.
#[derive(Debug, Default)]
pub struct LastPreview(Mutex<Option<(Uuid, Chosen)>>);

impl LastPreview {
    fn keep(&self, id: Uuid, chosen: Chosen) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, chosen));
    }

    fn get(&self, id: Uuid) -> Option<Chosen> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref()
            .filter(|(kept, _)| *kept == id)
            .map(|(_, chosen)| chosen.clone())
    }

    fn forget(&self, id: Uuid) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        _ = kept.take_if(|(kept, _)| *kept == id);
    }
}

pub fn preview(device: &Device, args: RosterPreview) -> Result<RosterPreviewView, Failure> {
    let bytes = STANDARD
        .decode(args.bytes_base64)
        .map_err(Failure::bad_request)?;
    let mut chosen = Chosen::from_bytes(&args.file_name, &bytes, args.sheet.as_deref())?;
    chosen.columns = args.columns;
    chosen.fixes = args.fixes;
    chosen.kelurahan_code = args.kelurahan_code;
    let id = mint_uuid(&*device.platform.random);
    let shown = device.read(|db| {
        let (preview, known) = look(device, db, &chosen, &mut |_, _| {})?;
        Ok::<_, Failure>(view(id, &chosen, &preview, &known))
    })?;
    device.last_preview.keep(id, chosen);
    Ok(shown)
}

pub fn commit(device: &Device, args: RosterCommit) -> Result<RosterCommitView, Failure> {
    let chosen = device
        .last_preview
        .get(args.preview_id)
        .ok_or_else(preview_gone)?;
    let written = write(device, &chosen, &args.accept_changes, &args.accept_gone)?;
    device.last_preview.forget(args.preview_id);
    Ok(written)
}

/// How the command line imports.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Code or name, for rows that name none.
    pub kelurahan: Option<String>,
    /// Look only.
    pub dry_run: bool,
}

/// What an import found and wrote.
#[derive(Clone, Debug)]
pub struct Imported {
    pub report: RosterReport,
    /// `None`: nothing was to be written.
    pub written: Option<RosterCommitView>,
}

/// Looks at a file and lets new people enter, in one transaction. People already here stay as they
/// are: what the file says otherwise of them is for a coordinator to accept on the screen.
///
/// A file that is refused as a whole is a report, not an error.
pub fn import(
    device: &Device,
    file_name: &str,
    bytes: &[u8],
    options: &Import,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Imported, Failure> {
    let refused = |problem| Imported {
        report: RosterReport::refused(problem),
        written: None,
    };
    let mut chosen = match Chosen::from_bytes(file_name, bytes, None) {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(refused(problem)),
    };
    if let Some(text) = &options.kelurahan {
        let kelurahan = areas::find(text).ok_or_else(|| {
            Failure::bad_request(format!(
                "kelurahan {text} tidak ada di DKI Jakarta; contoh: 31.71.08.1002"
            ))
        })?;
        chosen.kelurahan_code = Some(kelurahan.code.to_owned());
    }
    let looked = device.read(|db| {
        let (home, period, today) = surroundings(device, db)?;
        let known = known_people(db, period)?;
        let preview = chosen.preview(&known, home, today, progress);
        Ok::<_, Failure>(preview.map(|preview| view(Uuid::nil(), &chosen, &preview, &known)))
    })?;
    let report = match looked {
        Ok(view) => RosterReport::of(&view),
        Err(problem) => return Ok(refused(problem)),
    };
    let enters = !options.dry_run && 0 < report.ready;
    let written = enters
        .then(|| write(device, &chosen, &[], &[]))
        .transpose()?;
    Ok(Imported { report, written })
}

/// Looks again inside the transaction, so that what is written fits what is there by now.
fn write(
    device: &Device,
    chosen: &Chosen,
    changes: &[u32],
    gone: &[Uuid],
) -> Result<RosterCommitView, Failure> {
    let mut written = None;
    device.record_with(|db| {
        let (preview, _) = look(device, db, chosen, &mut |_, _| {})?;
        let (_, period, today) = surroundings(device, db)?;
        let file_name = &chosen.file_name;
        let accepted = Accepted {
            changes,
            gone,
            file_name,
            period,
            kelurahan: author(db)?.area,
            today,
        };
        let (drafts, done) = drafts(db, &preview, &accepted, || {
            mint_uuid(&*device.platform.random)
        })?;
        written = Some(done);
        Ok::<_, Failure>(drafts)
    })?;
    written.ok_or_else(preview_gone)
}

fn look(
    device: &Device,
    db: &Connection,
    chosen: &Chosen,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Preview, Vec<KnownPerson>), Failure> {
    let (home, period, today) = surroundings(device, db)?;
    let known = known_people(db, period)?;
    let preview = chosen.preview(&known, home, today, progress)?;
    Ok((preview, known))
}

type Surroundings = (
    Option<&'static Kelurahan>,
    Option<PeriodId>,
    chrono::NaiveDate,
);

/// The user's kelurahan, the period that people enter, and today.
fn surroundings(device: &Device, db: &Connection) -> Result<Surroundings, Failure> {
    let area = author(db)?.area;
    let today = device.today(db)?;
    let period = period_of(db, &area, today)?.map(|(id, _)| id);
    Ok((areas::by_code(area.as_str()), period, today))
}

fn preview_gone() -> Failure {
    Failure::new(
        ErrorCode::PreviewGone,
        "Pratinjau ini sudah tidak ada. Belum ada yang disimpan. Pilih berkasnya sekali lagi.",
    )
}

impl From<FileProblem> for Failure {
    fn from(problem: FileProblem) -> Self {
        let code = match problem {
            FileProblem::Empty => ErrorCode::FileEmpty,
            FileProblem::TooLarge => ErrorCode::FileTooLarge,
            FileProblem::TooManyRows => ErrorCode::FileTooManyRows,
            FileProblem::Password => ErrorCode::FilePassword,
            FileProblem::Broken => ErrorCode::FileBroken,
            FileProblem::WrongType => ErrorCode::FileType,
            FileProblem::SheetMissing => ErrorCode::SheetMissing,
            FileProblem::HeaderMissing => ErrorCode::HeaderMissing,
        };
        Self::new(code, problem.message())
    }
}

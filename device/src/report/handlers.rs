//! The commands of the monthly report.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::commands::{ReportFile, ReportFormat, ReportMonthly};
use super::view::MonthlyView;
use super::{collect, pdf, pictures, xlsx};
use crate::command::Failure;
use crate::device::Device;
use crate::recap::view::FileView;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn monthly(device: &Device, args: &ReportMonthly) -> Result<MonthlyView, Failure> {
    device.read(|db| collect::monthly(device, db, args.month.as_deref(), args.psm_id))
}

pub fn file(device: &Device, args: &ReportFile) -> Result<FileView, Failure> {
    let (view, bytes) = bytes(device, args)?;
    let (ending, media_type) = match args.format {
        ReportFormat::Pdf => ("pdf", "application/pdf"),
        ReportFormat::Xlsx => ("xlsx", XLSX),
    };
    Ok(FileView {
        name: format!(
            "laporan-psm-{}-{}.{ending}",
            view.month,
            plain(&view.psm.name)
        ),
        media_type: media_type.to_owned(),
        bytes_base64: STANDARD.encode(bytes),
    })
}

/// The file, with what it shows.
pub fn bytes(device: &Device, args: &ReportFile) -> Result<(MonthlyView, Vec<u8>), Failure> {
    let asked = ReportMonthly {
        month: args.month.clone(),
        psm_id: args.psm_id,
    };
    let view = monthly(device, &asked)?;
    let pictures = device.read(|db| pictures::of(device, db, &view.rows))?;
    let bytes = match args.format {
        ReportFormat::Pdf => {
            pdf::pdf(&view, &pictures).map_err(|error| Failure::internal(&error))?
        }
        ReportFormat::Xlsx => {
            xlsx::xlsx(&view, &pictures).map_err(|error| Failure::internal(&error))?
        }
    };
    Ok((view, bytes))
}

/// "Bu Lastri" as part of a file name.
fn plain(name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

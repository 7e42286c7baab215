//! A roster of ten thousand rows on the coordinator's device.

use anyhow::{Context, Result, anyhow, ensure};
use rantang_device::Device;
use rantang_device::roster::handlers::{Import, Imported, import};
use rantang_device::store;
use rust_xlsxwriter::Workbook;

use crate::invented::{define_period, roster_row};
use crate::measure::{Times, ms, row};
use crate::office::Office;

const ROWS: u32 = 10_000;
const HEADER: [&str; 6] = ["No", "Nama Lansia", "Tgl Lahir", "RT/RW", "Gang", "Patokan"];
const ROUNDS: usize = 3;

pub fn measure() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let office = Office::open(&directory.path().join("office"))?;
    let (device, _) = office.device(&directory.path().join("device"))?;
    let today = device.read::<_, store::Error>(|db| device.today(db))?;
    define_period(&device, today)?;
    let file = workbook()?;

    let mut previews = Times::default();
    for _ in 0..ROUNDS {
        previews.run(|| look(&device, &file, true))?;
    }
    let mut commits = Times::default();
    let imported = commits.run(|| look(&device, &file, false))?;
    let written = imported.written.context("the import wrote")?.added;
    let mut again = Times::default();
    again.run(|| look(&device, &file, true))?;
    row(
        &format!("preview of a roster of {ROWS} rows (XLSX)"),
        "a few seconds",
        &ms(previews.median()),
    );
    let measured = format!("{} ({written} people)", ms(commits.median()));
    row("preview and import of it in one transaction", "", &measured);
    let measured = ms(again.median());
    row(
        "preview of the same file against those people",
        "a few seconds",
        &measured,
    );
    Ok(())
}

fn look(device: &Device, file: &[u8], dry_run: bool) -> Result<Imported> {
    let options = Import {
        kelurahan: Some(crate::invented::AREA.to_owned()),
        dry_run,
    };
    let imported = import(device, "roster.xlsx", file, &options, &mut |_, _| {})
        .map_err(|failure| anyhow!("the import failed: {failure:?}"))?;
    let report = &imported.report;
    ensure!(
        report.rows == ROWS && report.errors.is_empty(),
        "the roster was not understood: {} rows, {} errors",
        report.rows,
        report.errors.len()
    );
    Ok(imported)
}

fn workbook() -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in HEADER.iter().enumerate() {
        sheet.write(0, column as u16, *title)?;
    }
    for number in 0..ROWS {
        sheet.write(number + 1, 0, number + 1)?;
        for (column, text) in roster_row(number.into()).iter().enumerate() {
            sheet.write(number + 1, column as u16 + 1, text)?;
        }
    }
    Ok(book.save_to_buffer()?)
}

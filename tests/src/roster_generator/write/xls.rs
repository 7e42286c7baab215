//! Excel's format up to 2003: BIFF8 records in a compound file.
//!
//! Only what a roster needs: sheets, labels, numbers, dates and merged cells. Record numbers and
//! layouts are those of the specification MS-XLS.

use std::io::{Cursor, Write as _};

use cfb::{CompoundFile, Version};

use crate::roster_generator::{
    dates::serial,
    sheet::{Cell, Sheet},
};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CODE_PAGE: u16 = 0x0042;
const WINDOW1: u16 = 0x003D;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const LABEL: u16 = 0x0204;
const NUMBER: u16 = 0x0203;
const MERGED_CELLS: u16 = 0x00E5;
const WINDOW2: u16 = 0x023E;

/// The first fifteen formats belong to styles, the next is the cells' default.
const XF_GENERAL: u16 = 15;
const XF_DATE: u16 = 16;
/// The first number that a file may give to a format of its own.
const FORMAT_DATE: u16 = 164;

pub fn xls(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?
        .write_all(&workbook(sheets))?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let bodies: Vec<Vec<u8>> = sheets.iter().map(worksheet).collect();
    // The globals name the place of each sheet; their length does not depend on it.
    let mut start = globals(sheets, &vec![0; sheets.len()]).len();
    let mut starts = Vec::new();
    for body in &bodies {
        starts.push(u32::try_from(start).expect("a roster is small"));
        start += body.len();
    }
    let mut stream = globals(sheets, &starts);
    stream.extend(bodies.into_iter().flatten());
    stream
}

fn globals(sheets: &[Sheet], starts: &[u32]) -> Vec<u8> {
    let mut stream = Vec::new();
    begin(&mut stream, 0x0005);
    // UTF-16.
    record(&mut stream, CODE_PAGE, &0x04B0_u16.to_le_bytes());
    record(
        &mut stream,
        WINDOW1,
        &words(&[0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 0x258]),
    );
    for _ in 0..4 {
        let mut font = words(&[200, 0, 0x7FFF, 400, 0, 0, 0]);
        font.extend(short_text("Arial"));
        record(&mut stream, FONT, &font);
    }
    let mut format = words(&[FORMAT_DATE]);
    format.extend(text("dd/mm/yyyy"));
    record(&mut stream, FORMAT, &format);
    for index in 0..=XF_DATE {
        let number_format = if index == XF_DATE { FORMAT_DATE } else { 0 };
        let kind = if index < XF_GENERAL { 0xFFF5 } else { 0x0001 };
        record(
            &mut stream,
            XF,
            &words(&[0, number_format, kind, 0x0020, 0, 0, 0, 0, 0, 0x20C0]),
        );
    }
    for (sheet, start) in sheets.iter().zip(starts) {
        let mut bound = start.to_le_bytes().to_vec();
        bound.extend([0, 0]);
        bound.extend(short_text(&sheet.name));
        record(&mut stream, BOUND_SHEET, &bound);
    }
    record(&mut stream, EOF, &[]);
    stream
}

fn worksheet(sheet: &Sheet) -> Vec<u8> {
    let mut stream = Vec::new();
    begin(&mut stream, 0x0010);
    let rows = u32::try_from(sheet.rows.len()).expect("a roster is short");
    let columns = u16::try_from(sheet.width()).expect("a roster is narrow");
    let mut dimensions = 0_u32.to_le_bytes().to_vec();
    dimensions.extend(rows.to_le_bytes());
    dimensions.extend(words(&[0, columns, 0]));
    record(&mut stream, DIMENSIONS, &dimensions);
    for (row, cells) in (0..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(&mut stream, row, column, cell);
        }
    }
    record(
        &mut stream,
        WINDOW2,
        &words(&[0x06B6, 0, 0, 0x40, 0, 0, 0, 0, 0]),
    );
    if !sheet.merges.is_empty() {
        let mut merged = words(&[u16::try_from(sheet.merges.len()).expect("few cells are merged")]);
        for merge in &sheet.merges {
            let row = |row: u32| u16::try_from(row).expect("a roster is short");
            merged.extend(words(&[
                row(merge.first.0),
                row(merge.last.0),
                merge.first.1,
                merge.last.1,
            ]));
        }
        record(&mut stream, MERGED_CELLS, &merged);
    }
    record(&mut stream, EOF, &[]);
    stream
}

fn write_cell(stream: &mut Vec<u8>, row: u16, column: u16, cell: &Cell) {
    let number = |format: u16, number: f64| {
        let mut body = words(&[row, column, format]);
        body.extend(number.to_le_bytes());
        body
    };
    match cell {
        Cell::Empty => {}
        Cell::Text(label) => {
            let mut body = words(&[row, column, XF_GENERAL]);
            body.extend(text(label));
            record(stream, LABEL, &body);
        }
        Cell::Number(value) => record(stream, NUMBER, &number(XF_GENERAL, *value)),
        Cell::Date(date) => record(stream, NUMBER, &number(XF_DATE, serial(*date))),
    }
}

/// The beginning of a part: 5 for the globals, 16 for a sheet.
fn begin(stream: &mut Vec<u8>, part: u16) {
    record(
        stream,
        BOF,
        &words(&[0x0600, part, 0x0DBB, 0x07CC, 0x00C1, 0, 0x0006, 0]),
    );
}

fn record(stream: &mut Vec<u8>, kind: u16, body: &[u8]) {
    let length = u16::try_from(body.len()).expect("records of this writer are short");
    stream.extend(words(&[kind, length]));
    stream.extend(body);
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Length in two bytes, then the mark for UTF-16, then the text.
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = words(&[u16::try_from(units.len()).expect("a cell is short")]);
    bytes.push(1);
    bytes.extend(words(&units));
    bytes
}

/// As [`text`], with the length in one byte.
fn short_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = vec![u8::try_from(units.len()).expect("a name is short"), 1];
    bytes.extend(words(&units));
    bytes
}

//! LibreOffice's format, with the padding that LibreOffice writes around the used cells.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::roster_generator::sheet::{Cell, Merge, Sheet};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"#;
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>"#;
const TAIL: &str = "</office:spreadsheet></office:body></office:document-content>";

const ROWS_MAX: usize = 1_048_576;
const COLUMNS_MAX: usize = 1_024;

pub fn ods(sheets: &[Sheet]) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let packed = stored.compression_method(CompressionMethod::Deflated);
    zip.start_file("mimetype", stored)?;
    zip.write_all(MIMETYPE.as_bytes())?;
    zip.start_file("META-INF/manifest.xml", packed)?;
    zip.write_all(MANIFEST.as_bytes())?;
    zip.start_file("content.xml", packed)?;
    zip.write_all(content(sheets)?.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

fn content(sheets: &[Sheet]) -> Result<String, std::fmt::Error> {
    let mut xml = HEAD.to_owned();
    for sheet in sheets {
        write!(xml, r#"<table:table table:name="{}">"#, escape(&sheet.name))?;
        for (row, cells) in (0..).zip(&sheet.rows) {
            write_row(&mut xml, sheet, row, cells)?;
        }
        let rest = ROWS_MAX - sheet.rows.len();
        write!(
            xml,
            r#"<table:table-row table:number-rows-repeated="{rest}"><table:table-cell table:number-columns-repeated="{COLUMNS_MAX}"/></table:table-row></table:table>"#
        )?;
    }
    xml.push_str(TAIL);
    Ok(xml)
}

fn write_row(xml: &mut String, sheet: &Sheet, row: u32, cells: &[Cell]) -> std::fmt::Result {
    xml.push_str("<table:table-row>");
    for (column, cell) in (0..).zip(cells) {
        let begun = sheet
            .merges
            .iter()
            .find(|merge| merge.first == (row, column));
        if begun.is_none() && sheet.merges.iter().any(|merge| covers(merge, row, column)) {
            xml.push_str("<table:covered-table-cell/>");
        } else {
            write_cell(xml, cell, begun)?;
        }
    }
    let rest = COLUMNS_MAX - cells.len();
    write!(
        xml,
        r#"<table:table-cell table:number-columns-repeated="{rest}"/></table:table-row>"#
    )
}

fn covers(merge: &Merge, row: u32, column: u16) -> bool {
    (merge.first.0..=merge.last.0).contains(&row)
        && (merge.first.1..=merge.last.1).contains(&column)
}

fn write_cell(xml: &mut String, cell: &Cell, begun: Option<&Merge>) -> std::fmt::Result {
    xml.push_str("<table:table-cell");
    if let Some(Merge { first, last }) = begun {
        let (rows, columns) = (last.0 - first.0 + 1, last.1 - first.1 + 1);
        write!(
            xml,
            r#" table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}""#
        )?;
    }
    match cell {
        Cell::Empty => xml.push_str("/>"),
        Cell::Text(text) => {
            xml.push_str(r#" office:value-type="string">"#);
            for line in text.split('\n') {
                write!(xml, "<text:p>{}</text:p>", spaced(&escape(line)))?;
            }
            xml.push_str("</table:table-cell>");
        }
        Cell::Number(number) => write!(
            xml,
            r#" office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        )?,
        Cell::Date(date) => write!(
            xml,
            r#" office:value-type="date" office:date-value="{date}"><text:p>{}</text:p></table:table-cell>"#,
            date.format("%d/%m/%y")
        )?,
    }
    Ok(())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// More than one space in a row, and those at the ends, would be lost as XML.
fn spaced(text: &str) -> String {
    let text = text.replace("  ", r#" <text:s text:c="1"/>"#);
    let text = text
        .strip_prefix(' ')
        .map_or(text.clone(), |rest| format!("<text:s/>{rest}"));
    text.strip_suffix(' ')
        .map_or(text.clone(), |rest| format!("{rest}<text:s/>"))
}

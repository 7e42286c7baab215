//! Which cells of an ODS are joined: calamine does not tell.

use std::collections::HashMap;
use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rantang_core::roster::sheet::Merge;
use zip::ZipArchive;

use super::{COLUMNS_MAX, ROWS_MAX};

/// By the name of the sheet. What cannot be read is left out: cells are worth reading without it.
pub(super) fn read(bytes: &[u8]) -> HashMap<String, Vec<Merge>> {
    let mut found = HashMap::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return found;
    };
    let Ok(part) = archive.by_name("content.xml") else {
        return found;
    };
    let mut xml = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut sheet, mut row, mut column) = (String::new(), 0_usize, 0_usize);
    let mut row_repeats = 1;
    loop {
        buffer.clear();
        let (element, is_whole) = match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => (element, false),
            Ok(Event::Empty(element)) => (element, true),
            Ok(Event::End(element)) if element.name().as_ref() == "table:table-row" => {
                row += row_repeats;
                continue;
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => continue,
        };
        match element.name().as_ref() {
            "table:table" => {
                sheet = attribute(&element, "table:name").unwrap_or_default();
                row = 0;
            }
            "table:table-row" => {
                row_repeats = count(&element, "table:number-rows-repeated");
                column = 0;
                if is_whole {
                    row += row_repeats;
                }
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let wide = count(&element, "table:number-columns-spanned");
                let tall = count(&element, "table:number-rows-spanned");
                if (1 < wide || 1 < tall) && row < ROWS_MAX && column < COLUMNS_MAX {
                    let bottom = row + tall.min(ROWS_MAX) - 1;
                    let right = column + wide.min(COLUMNS_MAX) - 1;
                    let merges: &mut Vec<Merge> = found.entry(sheet.clone()).or_default();
                    merges.push(Merge {
                        top: row,
                        left: column,
                        bottom,
                        right,
                    });
                }
                column += count(&element, "table:number-columns-repeated");
            }
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.to_string())
}

/// At least 1, as the format has it where nothing is said.
fn count(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
        .clamp(1, 1 << 20)
}

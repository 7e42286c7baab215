//! What kind of file it is, by its first bytes and its parts.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::FileProblem;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xls,
    Ods,
    Text,
}

/// Unpacked, a list of 50,000 people is far below it; a bomb is far above.
const UNPACKED_MAX: u64 = 400 * 1024 * 1024;

pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, FileProblem> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zipped(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return compound(bytes);
    }
    if is_text(bytes) {
        Ok(Kind::Text)
    } else {
        Err(FileProblem::WrongType)
    }
}

fn zipped(bytes: &[u8]) -> Result<Kind, FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::Broken)?;
    let mut unpacked = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| FileProblem::Broken)?;
        if part.encrypted() {
            return Err(FileProblem::Password);
        }
        unpacked = unpacked.saturating_add(part.size());
    }
    if UNPACKED_MAX < unpacked {
        return Err(FileProblem::TooLarge);
    }
    let has = |name: &str| {
        archive
            .file_names()
            .flatten()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    if has("xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if !has("content.xml") || !part(&mut archive, "mimetype").contains("opendocument.spreadsheet") {
        return Err(FileProblem::WrongType);
    }
    if part(&mut archive, "META-INF/manifest.xml").contains("encryption-data") {
        return Err(FileProblem::Password);
    }
    Ok(Kind::Ods)
}

/// The text of a small part; empty where there is none.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> String {
    let mut text = String::new();
    if let Ok(part) = archive.by_name(name) {
        // What does not read as text has nothing to say here.
        _ = part.take(1024 * 1024).read_to_string(&mut text);
    }
    text
}

/// The format that Office used before 2007, and in which it wraps what a password protects.
fn compound(bytes: &[u8]) -> Result<Kind, FileProblem> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if has("EncryptedPackage") {
        Err(FileProblem::Password)
    } else if has("Workbook") || has("Book") {
        Ok(Kind::Xls)
    } else if bytes.len() < 4096 {
        Err(FileProblem::Broken)
    } else {
        Err(FileProblem::WrongType)
    }
}

/// Text has no control characters, in UTF-16 none beside the zeros of its letters.
fn is_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64 * 1024)];
    let wide = start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]);
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    let is_control =
        |byte: &&u8| **byte < 0x20 && !matches!(**byte, 0 | b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if wide || start.len() / 3 < zeros {
        return start.iter().filter(is_control).count() <= start.len() / 20;
    }
    let head: String = start
        .iter()
        .take(512)
        .map(|byte| char::from(*byte).to_ascii_lowercase())
        .collect();
    let head = head.trim_start_matches(|c: char| !c.is_ascii() || c.is_whitespace());
    let is_other = ["<!doctype", "<html", "<?xml", "<table", "{\\rtf", "%pdf"]
        .iter()
        .any(|start| head.starts_with(start));
    zeros == 0 && !is_other && !start.iter().any(|byte| is_control(&byte))
}

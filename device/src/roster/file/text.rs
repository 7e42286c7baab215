//! Tables as text: whatever the separator, whatever the encoding.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rantang_core::roster::header;
use rantang_core::roster::sheet::{Cell, Sheet};

use super::{BookSheet, FileProblem, put};

const SEPARATORS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Enough rows to see the header and some people.
const SAMPLE_ROWS: usize = 80;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<BookSheet>, FileProblem> {
    let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let (declared, text) = declared_separator(&text);
    if text
        .chars()
        .all(|c| c.is_whitespace() || ";,|\"".contains(c))
    {
        return Err(FileProblem::Empty);
    }
    let separator = match declared {
        Some(separator) => separator,
        None => likeliest_separator(text),
    };
    let rows = rows(text, separator, usize::MAX)?;
    let sheet = Sheet {
        name: "CSV".into(),
        rows,
        merges: Vec::new(),
    };
    Ok(vec![BookSheet {
        sheet,
        is_hidden: false,
    }])
}

/// By the mark at the start, else UTF-8 where it is valid, else what Windows wrote in this country.
fn decode(bytes: &[u8]) -> String {
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let encoding = if std::str::from_utf8(bytes).is_ok() && zeros(0) + zeros(1) == 0 {
        UTF_8
    } else if bytes.len() / 6 < zeros(1) {
        UTF_16LE
    } else if bytes.len() / 6 < zeros(0) {
        UTF_16BE
    } else {
        WINDOWS_1252
    };
    encoding.decode(bytes).0.into_owned()
}

/// "sep=;" in the first line, which Excel obeys and does not show.
fn declared_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first
        .trim_matches('"')
        .to_lowercase()
        .strip_prefix("sep=")
        .map(str::as_bytes)
    {
        Some([separator]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The separator under which a header is found that says most, else the most columns.
fn likeliest_separator(text: &str) -> u8 {
    let worth = |separator: &u8| {
        let rows = rows(text, *separator, SAMPLE_ROWS).unwrap_or_default();
        let columns: usize = rows.iter().map(Vec::len).sum();
        let sheet = Sheet {
            rows,
            ..Sheet::default()
        };
        (
            header::find(&sheet).map_or(0, |header| header.score()),
            columns,
        )
    };
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(worth)
        .unwrap_or(b',')
}

/// Rows count as a spreadsheet program counts them: an empty line is a row, a line break within
/// quotes is none.
fn rows(text: &str, separator: u8, limit: usize) -> Result<Vec<Vec<Cell>>, FileProblem> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    let mut byte = 0;
    while row < limit
        && reader
            .read_record(&mut record)
            .map_err(|_| FileProblem::Broken)?
    {
        // The reader drops empty lines; they are the line breaks between two records.
        let start = byte
            + text.as_bytes()[byte..]
                .iter()
                .take_while(|b| **b == b'\n')
                .count();
        row += start - byte;
        for (column, field) in record.iter().enumerate() {
            put(&mut rows, row, column, Cell::Text(plain(field).to_owned()))?;
        }
        row += 1;
        byte = usize::try_from(reader.position().byte())
            .unwrap_or(text.len())
            .min(text.len());
    }
    Ok(rows)
}

/// "=\"0012\"", with which programs keep Excel from making a number of it.
fn plain(field: &str) -> &str {
    let formula = field
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    formula.unwrap_or(field)
}

//! Files in all the forms in which offices send them, and some that are none. All NIKs are invented.

use std::io::{Cursor, Write};

use rantang_core::roster::sheet::Cell;
use rust_xlsxwriter::{Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Book, FileProblem};

fn texts(bytes: &[u8]) -> Vec<Vec<String>> {
    let book = Book::read(bytes).unwrap();
    let sheet = book.choose(None).unwrap();
    sheet
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::text).collect())
        .collect()
}

const TABLE: &str = "DAFTAR LANSIA\n\nNama;NIK;RT/RW;Patokan\nSumiati;'3171084211460001;4/6;\"Dekat pos;\npintu biru\"\n";

#[test]
fn a_text_table_is_read_with_any_usual_separator() {
    let expected = texts(TABLE.as_bytes());
    assert_eq!(
        expected[3],
        [
            "Sumiati",
            "'3171084211460001",
            "4/6",
            "Dekat pos;\npintu biru"
        ]
    );
    assert_eq!(expected[2][0], "Nama");
    for separator in [",", "\t", "|"] {
        let quoted = TABLE.replace("\"Dekat pos;", "\"Dekat pos\u{1}");
        let text = quoted.replace(';', separator).replace('\u{1}', ";");
        assert_eq!(texts(text.as_bytes()), expected, "{separator:?}");
    }
    assert_eq!(
        texts(format!("sep=;\r\n{}", TABLE.replace('\n', "\r\n")).as_bytes())[3][0],
        "Sumiati"
    );
}

#[test]
fn a_text_table_is_read_in_any_usual_encoding() {
    let table = TABLE.replace("Sumiati", "Rosé");
    let expected = texts(table.as_bytes());
    let with_mark: Vec<u8> = [&b"\xEF\xBB\xBF"[..], table.as_bytes()].concat();
    let little: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = table.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows: Vec<u8> = table
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [
        with_mark,
        [vec![0xFF, 0xFE], little.clone()].concat(),
        little,
        [vec![0xFE, 0xFF], big].concat(),
        windows,
    ] {
        assert_eq!(texts(&bytes), expected);
    }
}

#[test]
fn empty_lines_of_a_text_table_count_as_rows() {
    let rows = texts(b"\n\nNama,RT/RW\n\n\nSumiati,4/6\n");
    assert_eq!(rows[2], ["Nama", "RT/RW"]);
    assert_eq!(rows[5], ["Sumiati", "4/6"]);
}

#[test]
fn a_number_kept_as_text_by_a_formula_is_its_text() {
    let rows = texts(b"Nama,NIK\nSumiati,\"=\"\"3171084211460001\"\"\"\nKarto,=\"0042\"\n");
    assert_eq!(rows[1][1], "3171084211460001");
    assert_eq!(rows[2][1], "0042");
}

#[test]
fn the_sheet_that_looks_like_a_roster_is_chosen() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Sampul")
        .unwrap()
        .write(0, 0, "Laporan")
        .unwrap();
    let data = book.add_worksheet().set_name("Data").unwrap();
    for (column, text) in ["Nama", "NIK", "RT/RW"].into_iter().enumerate() {
        data.write(3, u16::try_from(column).unwrap(), text).unwrap();
    }
    data.write(4, 0, "Sumiati").unwrap();
    data.write(4, 1, 3_171_084_211_460_001_u64).unwrap();
    data.merge_range(4, 2, 5, 2, "4/6", &Format::new()).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let book = Book::read(&bytes).unwrap();
    assert_eq!(book.names(), ["Sampul", "Data"]);
    let sheet = book.choose(None).unwrap();
    assert_eq!(sheet.name, "Data");
    assert_eq!(sheet.cell(4, 1), &Cell::Number(3_171_084_211_460_001.0));
    assert_eq!(sheet.merges.len(), 1);
    assert_eq!(
        book.choose(Some("Rekap")).unwrap_err(),
        FileProblem::SheetMissing
    );
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

#[test]
fn joined_cells_of_an_ods_are_known() {
    let cell = |text: &str, spans: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {spans}><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let covered = "<table:covered-table-cell/>";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"Data\">\
         <table:table-row>{}{}</table:table-row><table:table-row>{}{}</table:table-row>\
         <table:table-row>{}{covered}</table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        cell("Nama", ""),
        cell("RT/RW", ""),
        cell("Sumiati", ""),
        cell("4/6", "table:number-rows-spanned=\"2\""),
        cell("Karto", ""),
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"m\"/>";
    let bytes = zipped(&[
        ("mimetype", ODS_TYPE),
        ("content.xml", &content),
        ("META-INF/manifest.xml", manifest),
    ]);
    let book = Book::read(&bytes).unwrap();
    let mut sheet = book.choose(None).unwrap().clone();
    sheet.spread_merges();
    assert_eq!(sheet.cell(2, 1), &Cell::Text("4/6".into()));
}

#[test]
fn each_file_that_is_none_is_refused_with_its_reason() {
    let compound = |name: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(vec![0; 6000]);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "Nama").unwrap();
    let whole = book.save_to_buffer().unwrap();
    let encrypted = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let cases: Vec<(&str, Vec<u8>, FileProblem)> = vec![
        ("nothing", Vec::new(), FileProblem::Empty),
        ("blank lines", b"\n \n;;;\n".to_vec(), FileProblem::Empty),
        (
            "an empty book",
            Workbook::new().save_to_buffer().unwrap(),
            FileProblem::Empty,
        ),
        (
            "a huge file",
            vec![b'a'; super::BYTES_MAX + 1],
            FileProblem::TooLarge,
        ),
        (
            "too many rows",
            "Nama\n".repeat(super::ROWS_MAX + 1).into_bytes(),
            FileProblem::TooManyRows,
        ),
        (
            "an encrypted XLSX",
            compound("EncryptedPackage"),
            FileProblem::Password,
        ),
        (
            "an encrypted ODS",
            zipped(&[
                ("mimetype", ODS_TYPE),
                ("content.xml", ""),
                ("META-INF/manifest.xml", encrypted),
            ]),
            FileProblem::Password,
        ),
        (
            "half an XLSX",
            whole[..whole.len() / 2].to_vec(),
            FileProblem::Broken,
        ),
        ("an XLS of zeros", compound("Workbook"), FileProblem::Broken),
        (
            "an XLSX without sheets",
            zipped(&[("xl/workbook.xml", "<nothing")]),
            FileProblem::Broken,
        ),
        (
            "a letter",
            zipped(&[("word/document.xml", "<w/>")]),
            FileProblem::WrongType,
        ),
        (
            "an old letter",
            compound("WordDocument"),
            FileProblem::WrongType,
        ),
        (
            "a PDF",
            b"%PDF-1.7\n%\xE2\xE3".to_vec(),
            FileProblem::WrongType,
        ),
        (
            "a picture",
            b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(),
            FileProblem::WrongType,
        ),
        (
            "a web page",
            b"<html><table><tr><td>Nama".to_vec(),
            FileProblem::WrongType,
        ),
    ];
    for (what, bytes, problem) in cases {
        assert_eq!(Book::read(&bytes).err(), Some(problem), "{what}");
    }
}

#[test]
fn every_refusal_says_that_nothing_was_saved() {
    for problem in FileProblem::ALL {
        assert!(
            problem.message().contains("Belum ada yang disimpan."),
            "{}",
            problem.code()
        );
    }
}

#[test]
fn no_cut_of_a_file_breaks_the_reader() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..20 {
        sheet.write(row, 0, format!("Nama {row}")).unwrap();
    }
    let whole = book.save_to_buffer().unwrap();
    for length in (0..whole.len()).step_by(97) {
        _ = Book::read(&whole[..length]);
        let mut bent = whole.clone();
        bent[length] ^= 0xFF;
        _ = Book::read(&bent);
    }
}

//! Text files, as different as the programs and settings that export them.

use crate::roster_generator::{
    dice::Dice,
    sheet::{Cell, Sheet},
};

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16,
    Windows1252,
}

pub fn csv(dice: &mut Dice, sheet: &Sheet) -> Vec<u8> {
    let separator = dice.pick(&[',', ';', ';', '\t', '|']);
    let line_end = dice.pick(&["\r\n", "\r\n", "\n"]);
    // Spreadsheets write all separators in every line, other programs stop at the last value.
    let padded = dice.chance(60);
    let quotes_all = dice.chance(15);
    let encoding = dice.pick(&[
        Encoding::Utf8,
        Encoding::Utf8WithMark,
        Encoding::Utf16,
        Encoding::Windows1252,
    ]);

    let mut text = String::new();
    for row in &sheet.rows {
        let used = row
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        let columns = if padded { sheet.width() } else { used };
        let values: Vec<String> = (0..columns)
            .map(|column| quoted(&value(row.get(column)), separator, quotes_all))
            .collect();
        text.push_str(&values.join(&separator.to_string()));
        text.push_str(line_end);
    }
    encode(&text, encoding)
}

/// What a spreadsheet shows in the cell is what it exports.
fn value(cell: Option<&Cell>) -> String {
    match cell {
        None | Some(Cell::Empty) => String::new(),
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Number(number)) => number.to_string(),
        Some(Cell::Date(date)) => date.format("%d/%m/%Y").to_string(),
    }
}

fn quoted(value: &str, separator: char, always: bool) -> String {
    if always && !value.is_empty() || value.contains([separator, '"']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
        Encoding::Utf16 => format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        Encoding::Windows1252 => text.chars().map(in_windows_1252).collect(),
    }
}

fn in_windows_1252(letter: char) -> u8 {
    match letter {
        '\u{2019}' => 0x92,
        _ => u8::try_from(letter).expect("the generator writes Latin letters"),
    }
}

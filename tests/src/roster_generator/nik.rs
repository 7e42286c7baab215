//! NIKs, all invented: how they are built, written down and spoilt.
//!
//! Source of the structure: PP 40/2019 (place of first registration, day of birth with 40 added
//! for women, month, year, serial).

use chrono::{Datelike, NaiveDate};

use super::{dice::Dice, names::Sex, sheet::Cell};

/// Of the kecamatan that the lists of this generator belong to.
pub const AREA_HERE: &str = "317108";
/// Elsewhere in Jakarta, in Java and in Sumatra: many came to the city later in life.
const AREAS_ELSEWHERE: &[&str] = &["317106", "317409", "330212", "331405", "350104", "120703"];
/// No province ever had these codes.
const AREAS_UNKNOWN: &[&str] = &["107108", "477108", "997108"];

pub fn area_elsewhere(dice: &mut Dice) -> &'static str {
    dice.pick(AREAS_ELSEWHERE)
}

/// A NIK that nobody else in the file has: the serial is counted up, and never ends in 0, so that
/// written as a number it is what it says.
pub fn compose(area: &str, birth: NaiveDate, sex: Sex, count: u32) -> String {
    let day = birth.day() + if sex == Sex::Woman { 40 } else { 0 };
    let serial = count / 9 * 10 + count % 9 + 1;
    format!(
        "{area}{day:02}{:02}{:02}{serial:04}",
        birth.month(),
        birth.year() % 100
    )
}

/// A correct NIK in one of the ways in which it can still be read in full.
pub fn readable_cell(dice: &mut Dice, nik: &str) -> Cell {
    let groups = |separator: &str| {
        format!(
            "{}{separator}{}{separator}{}{separator}{}",
            &nik[..4],
            &nik[4..8],
            &nik[8..12],
            &nik[12..]
        )
    };
    match dice.between(0, 11) {
        0 => Cell::Number(as_number(nik)),
        1 => Cell::text(format!("'{nik}")),
        2 => Cell::text(groups(" ")),
        3 => Cell::text(groups(".")),
        4 => Cell::text(format!("{}.{}.{}", &nik[..6], &nik[6..12], &nik[12..])),
        5 => Cell::text(groups("-")),
        6 => Cell::text(format!(" {nik} ")),
        7 => Cell::text(format!("\u{a0}{nik}")),
        8 => Cell::text(format!("`{nik}")),
        _ => Cell::text(nik),
    }
}

/// The last digits are gone: a spreadsheet keeps 15 of a number, and shows fewer.
pub fn rounded_cell(dice: &mut Dice, nik: &str, numbers_are_text: bool) -> Cell {
    let shown = format!("{:.5e}", as_number(nik));
    let (digits, _) = shown
        .split_once('e')
        .expect("a number in scientific notation");
    match dice.between(0, 3) {
        0 => Cell::text(format!("{}E+15", digits.replace('.', ","))),
        1 => Cell::text(format!("{digits}E+15")),
        2 if !numbers_are_text => Cell::Number(as_number(&format!("{}0000", &nik[..12]))),
        _ if !numbers_are_text => Cell::Number(as_number(&format!("{}0", &nik[..15]))),
        _ => Cell::text(format!("{}e+15", digits.replace('.', ","))),
    }
}

/// One digit forgotten, one or two too many.
pub fn wrong_length_cell(dice: &mut Dice, nik: &str) -> Cell {
    match dice.between(0, 3) {
        0 => Cell::Number(as_number(&nik[..15])),
        1 => Cell::text(format!("{nik}7")),
        2 => Cell::text(&nik[..13]),
        _ => Cell::text(&nik[..15]),
    }
}

/// Sixteen digits that no office ever gave out.
pub fn invalid_cell(dice: &mut Dice, nik: &str) -> Cell {
    let replaced =
        |from: usize, with: &str| format!("{}{with}{}", &nik[..from], &nik[from + with.len()..]);
    let text = match dice.between(0, 3) {
        0 => replaced(0, dice.pick(AREAS_UNKNOWN)),
        1 => replaced(6, dice.pick(&["00", "32", "40", "72", "99"])),
        2 => replaced(8, dice.pick(&["00", "13", "31"])),
        _ => replaced(12, "0000"),
    };
    Cell::Text(text)
}

/// Nobody knows it, or there is none.
pub fn missing_cell(dice: &mut Dice) -> Cell {
    dice.pick(&[
        Cell::Empty,
        Cell::Empty,
        Cell::text("-"),
        Cell::text("belum punya"),
        Cell::text("tidak tahu"),
    ])
}

fn as_number(digits: &str) -> f64 {
    digits.parse().expect("a NIK is digits")
}

//! Birth dates, in all the ways in which clerks and spreadsheets write them.

use chrono::{Datelike, NaiveDate};

use super::{dice::Dice, sheet::Cell};

/// How much of a birth date somebody knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Month,
    Year,
}

impl Precision {
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The part of `YYYY-MM-DD` that is known.
    pub fn known_part(self, date: NaiveDate) -> String {
        let format = match self {
            Self::Day => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        };
        date.format(format).to_string()
    }
}

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const MONTHS_SHORT: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];

/// One way of writing a whole date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    Slashes,
    SlashesWithoutZeros,
    Dashes,
    Dots,
    DashesShortYear,
    SlashesShortYear,
    Iso,
    LongMonth,
    ShortMonth,
    DashedMonth,
    DateCell,
    Serial,
}

pub const NOTATIONS: &[Notation] = &[
    Notation::Slashes,
    Notation::SlashesWithoutZeros,
    Notation::Dashes,
    Notation::Dots,
    Notation::DashesShortYear,
    Notation::SlashesShortYear,
    Notation::Iso,
    Notation::LongMonth,
    Notation::ShortMonth,
    Notation::DashedMonth,
    Notation::DateCell,
    Notation::Serial,
];

/// Old enough for the programme; late enough that two digits of the year say which century.
pub fn draw(dice: &mut Dice) -> NaiveDate {
    let year = i32::try_from(dice.between(1931, 1962)).expect("a year is small");
    let date = NaiveDate::from_ymd_opt(year, dice.between(1, 12), dice.between(1, 28));
    date.expect("every month has 28 days")
}

pub fn day_cell(notation: Notation, date: NaiveDate) -> Cell {
    let (day, month, year) = (date.day(), date.month(), date.year());
    let text = match notation {
        Notation::Slashes => format!("{day:02}/{month:02}/{year}"),
        Notation::SlashesWithoutZeros => format!("{day}/{month}/{year}"),
        Notation::Dashes => format!("{day:02}-{month:02}-{year}"),
        Notation::Dots => format!("{day:02}.{month:02}.{year}"),
        Notation::DashesShortYear => format!("{day:02}-{month:02}-{:02}", year % 100),
        Notation::SlashesShortYear => format!("{day:02}/{month:02}/{:02}", year % 100),
        Notation::Iso => format!("{year}-{month:02}-{day:02}"),
        Notation::LongMonth => format!("{day} {} {year}", MONTHS[date.month0() as usize]),
        Notation::ShortMonth => format!("{day:02} {} {year}", MONTHS_SHORT[date.month0() as usize]),
        Notation::DashedMonth => {
            format!("{day:02}-{}-{year}", MONTHS_SHORT[date.month0() as usize])
        }
        Notation::DateCell => return Cell::Date(date),
        Notation::Serial => return Cell::Number(serial(date)),
    };
    Cell::Text(text)
}

pub fn month_cell(dice: &mut Dice, date: NaiveDate) -> Cell {
    let month = MONTHS[date.month0() as usize];
    Cell::text(match dice.between(0, 2) {
        0 => format!("{:02}/{}", date.month(), date.year()),
        1 => format!("{} {}", month.to_uppercase(), date.year()),
        _ => format!("{month} {}", date.year()),
    })
}

pub fn year_cell(dice: &mut Dice, date: NaiveDate) -> Cell {
    if dice.chance(50) {
        Cell::Number(f64::from(date.year()))
    } else {
        Cell::text(date.year().to_string())
    }
}

/// A day that does not exist or has not come.
pub fn impossible_cell(dice: &mut Dice) -> Cell {
    Cell::text(dice.pick(&[
        "31/02/1941",
        "30-02-1938",
        "32/12/1941",
        "15/13/1944",
        "1941-02-30",
        "31/12/2041",
        "31 Pebruari 1940",
    ]))
}

/// Days since the spreadsheets' day 0, 30 December 1899.
pub fn serial(date: NaiveDate) -> f64 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).expect("that day was");
    let days = date.signed_duration_since(zero).num_days();
    f64::from(i32::try_from(days).expect("a life is short"))
}

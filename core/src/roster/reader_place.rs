//! RT and RW of a row: in one column, in two, under a heading, in the address, or turned into a date.

use chrono::{Datelike, Days, NaiveDate};

use super::field::RosterField;
use super::problem::{Code, Fix, Suggestion};
use super::reader::Reading;
use super::sheet::Cell;
use super::words;
use crate::identity::rt_rw_text::{self, Order, RtRwText};
use crate::places::{Rt, Rw};

pub(super) fn read(reading: &mut Reading<'_>) {
    let mut found = (None, None);
    for field in [RosterField::RtRw, RosterField::Rt, RosterField::Rw] {
        if !read_column(reading, field, &mut found) {
            return;
        }
    }
    let (mut rt, mut rw) = found;
    if rt.is_none() || rw.is_none() {
        let (address_rt, address_rw) =
            rt_rw_text::in_address(&reading.cell(RosterField::Address).text());
        let title = reading.reader.title;
        rt = rt.or(address_rt).or(reading.section.rt).or(title.rt);
        rw = rw.or(address_rw).or(reading.section.rw).or(title.rw);
    }
    reading.entry.rt = rt;
    reading.entry.rw = rw;
    let message = match (rt, rw) {
        (Some(_), Some(_)) => return,
        (None, None) => words::RT_RW_NONE,
        (Some(_), None) => "RW belum ada. Tulis RW-nya.",
        (None, Some(_)) => "RT belum ada. Tulis RT-nya.",
    };
    let field = missing_field(reading, rt.is_none());
    reading.report(Some(field), Code::RtRwMissing, message, Vec::new());
}

/// The column in which the missing part belongs.
pub(super) fn missing_field(reading: &Reading<'_>, rt_is_missing: bool) -> RosterField {
    let own = if rt_is_missing {
        RosterField::Rt
    } else {
        RosterField::Rw
    };
    let has = |field| reading.column(field).is_some();
    [own, RosterField::RtRw, RosterField::Rt, RosterField::Rw]
        .into_iter()
        .find(|field| has(*field))
        .unwrap_or(own)
}

/// Reads one column into `found`; `false`: it could not be read, and that is reported.
fn read_column(
    reading: &mut Reading<'_>,
    field: RosterField,
    found: &mut (Option<Rt>, Option<Rw>),
) -> bool {
    let Some(column) = reading.reader.header.column(field) else {
        return true;
    };
    let rw_first = column.rw_first || field == RosterField::Rw;
    let order = if rw_first {
        Order::RwFirst
    } else {
        Order::RtFirst
    };
    let text = match reading.cell(field) {
        Cell::Date(date) => {
            return from_date(reading, field, date.day(), date.month(), order, found);
        }
        Cell::Number(number) if let Some(date) = day_count(*number) => {
            return from_date(reading, field, date.day(), date.month(), order, found);
        }
        Cell::Number(number) if number.fract() != 0.0 => {
            // 4.7, which may have been 4/7, 4/70 or 04.07.
            reading.report(
                Some(field),
                Code::RtRwInvalid,
                words::RT_RW_UNREADABLE,
                Vec::new(),
            );
            return false;
        }
        cell => cell.text(),
    };
    match rt_rw_text::parse(&text, order) {
        RtRwText::Nothing => true,
        RtRwText::Found { rt, rw } => {
            found.0 = found.0.or(rt);
            found.1 = found.1.or(rw);
            true
        }
        RtRwText::Unreadable => match day_and_month(&text) {
            Some((day, month)) => from_date(reading, field, day, month, order, found),
            None => {
                reading.report(
                    Some(field),
                    Code::RtRwInvalid,
                    words::RT_RW_UNREADABLE,
                    Vec::new(),
                );
                false
            }
        },
    }
}

/// "4/7" typed into a spreadsheet becomes 4 July, or 7 April where it is set to English: only where
/// both are the same number is it known what was typed.
fn from_date(
    reading: &mut Reading<'_>,
    field: RosterField,
    day: u32,
    month: u32,
    order: Order,
    found: &mut (Option<Rt>, Option<Rw>),
) -> bool {
    let small = |number: u32| u16::try_from(number).ok();
    let (Some(day), Some(month)) = (small(day), small(month)) else {
        return true;
    };
    if field == RosterField::RtRw && day == month {
        *found = (Rt::new(day).ok(), Rw::new(month).ok());
        return true;
    }
    let column = reading.column(field);
    let suggestions = [(day, month), (month, day)]
        .into_iter()
        .filter_map(|(first, second)| {
            let (rt, rw) = match order {
                Order::RtFirst => (first, second),
                Order::RwFirst => (second, first),
            };
            let (rt, rw) = (Rt::new(rt).ok()?, Rw::new(rw).ok()?);
            let fix = Fix::Text {
                column: column?,
                text: format!("RT {rt} RW {rw}"),
            };
            Some(Suggestion {
                label: format!("Pakai RT {rt} RW {rw}"),
                fix,
            })
        });
    let suggestions = suggestions.collect();
    reading.report(
        Some(field),
        Code::RtRwInvalid,
        words::RT_RW_DATE,
        suggestions,
    );
    false
}

/// A date that lost its format: the days since 1900, for the years in which lists are written.
fn day_count(number: f64) -> Option<NaiveDate> {
    let recent = (36_526.0..73_050.0).contains(&number) && number.fract() == 0.0;
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    recent
        .then(|| first.checked_add_days(Days::new(number as u64)))
        .flatten()
}

/// "4-Jul", "04 Juli", "Jul-04": how a date of a spreadsheet looks in a text file.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb", "peb"],
        &["mar"],
        &["apr"],
        &["may", "mei"],
        &["jun"],
        &["jul"],
        &["aug", "agu", "ags", "agt"],
        &["sep"],
        &["oct", "okt"],
        &["nov", "nop"],
        &["dec", "des"],
    ];
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let letters: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let month = MONTHS
        .iter()
        .position(|names| names.iter().any(|name| letters.starts_with(name)))?;
    let day: u32 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some((day, u32::try_from(month).ok()? + 1))
}

//! NIK, the sixteen digits of a KTP: `PPKKCC DDMMYY SSSS`.
//!
//! `PPKKCC` is the place of the *first* registration, women have 40 added to the day, and the number
//! is never corrected, not even where its birth date is wrong (PP 40/2019 ps. 30(2)). So a NIK that
//! cannot exist is refused, and one that disagrees with other papers is only remarked upon.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Sex;
use super::birth::Birth;
use crate::people::BirthPrecision;

/// Sixteen digits that can be a NIK. Shows itself masked, also to logs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nik(String);

/// Why sixteen digits, or what should be them, cannot be a NIK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNik {
    #[error("not 16 digits but {digits}")]
    Length { digits: usize },
    #[error("something other than digits")]
    NotDigits,
    #[error("no province has the code {code}")]
    Province { code: u8 },
    #[error("no day {day}")]
    Day { day: u8 },
    #[error("no month {month}")]
    Month { month: u8 },
    #[error("the month {month} has no day {day}")]
    Date { day: u8, month: u8 },
    #[error("the serial 0000 is never issued")]
    Serial,
}

/// Codes of provinces (Kemendagri), as they stand at the head of a NIK.
const PROVINCES: [u8; 38] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65,
    71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96,
];

impl Nik {
    pub const DIGITS: usize = 16;

    /// Takes exactly sixteen digits; spaces, dots, dashes and an apostrophe around them are dropped.
    pub fn parse(text: &str) -> Result<Self, InvalidNik> {
        let digits = sixteen_digits(text)?;
        let two = |at: usize| {
            digits.as_bytes()[at..at + 2]
                .iter()
                .fold(0, |n, d| n * 10 + (d - b'0'))
        };
        if !PROVINCES.contains(&two(0)) {
            return Err(InvalidNik::Province { code: two(0) });
        }
        let (day, month) = (two(6), two(8));
        let real_day = if 40 < day { day - 40 } else { day };
        if !(1..=31).contains(&real_day) {
            return Err(InvalidNik::Day { day });
        }
        if !(1..=12).contains(&month) {
            return Err(InvalidNik::Month { month });
        }
        // 2000 was a leap year: 29 February is let through whatever the year, the century is unknown.
        if NaiveDate::from_ymd_opt(2000, month.into(), real_day.into()).is_none() {
            return Err(InvalidNik::Date {
                day: real_day,
                month,
            });
        }
        if digits.ends_with("0000") {
            return Err(InvalidNik::Serial);
        }
        Ok(Self(digits))
    }

    /// The whole number. For the identity register and for comparing; never for a screen or a log.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// "3171••••••••0003".
    pub fn masked(&self) -> String {
        mask(&self.0)
    }

    /// `PPKKCC` with dots, like the codes of the area table: "31.71.08".
    pub fn kecamatan_code(&self) -> String {
        format!("{}.{}.{}", &self.0[0..2], &self.0[2..4], &self.0[4..6])
    }

    pub fn sex(&self) -> Sex {
        if 40 < self.two(6) {
            Sex::Female
        } else {
            Sex::Male
        }
    }

    /// Day of the month, without the 40 that is added for women.
    pub fn birth_day(&self) -> u8 {
        let day = self.two(6);
        if 40 < day { day - 40 } else { day }
    }

    pub fn birth_month(&self) -> u8 {
        self.two(8)
    }

    /// The year's last two digits. The number cannot tell 1926 from 2026.
    pub fn birth_year_in_century(&self) -> u8 {
        self.two(10)
    }

    /// Whether the birth date in the number and `birth` can be one, as far as `birth` is known.
    pub fn agrees_with(&self, birth: &Birth) -> bool {
        use chrono::Datelike;
        let year = birth.date().year().rem_euclid(100) == i32::from(self.birth_year_in_century());
        let month = birth.date().month() == u32::from(self.birth_month());
        let day = birth.date().day() == u32::from(self.birth_day());
        match birth.precision() {
            BirthPrecision::Day => year && month && day,
            BirthPrecision::Month => year && month,
            BirthPrecision::Year => year,
        }
    }

    fn two(&self, at: usize) -> u8 {
        self.0.as_bytes()[at..at + 2]
            .iter()
            .fold(0, |n, d| n * 10 + (d - b'0'))
    }
}

/// Sixteen digits out of what was typed: shared by NIK and No. KK, which are written alike.
pub(super) fn sixteen_digits(text: &str) -> Result<String, InvalidNik> {
    let mut digits = String::with_capacity(Nik::DIGITS);
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '\u{feff}' | '\t' | '.' | '-' | '\'' | '`' | '’' | '‘' | '"' | '_' =>
                {}
            _ => return Err(InvalidNik::NotDigits),
        }
    }
    if digits.len() != Nik::DIGITS {
        return Err(InvalidNik::Length {
            digits: digits.len(),
        });
    }
    Ok(digits)
}

/// Hides the digits that name somebody: all but the first and the last four.
pub fn mask(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    if chars.len() < 9 {
        return "•".repeat(chars.len());
    }
    let last = chars.len() - 4;
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| if (4..last).contains(&at) { '•' } else { *c })
        .collect()
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}

impl TryFrom<String> for Nik {
    type Error = InvalidNik;

    fn try_from(text: String) -> Result<Self, InvalidNik> {
        Self::parse(&text)
    }
}

impl From<Nik> for String {
    fn from(nik: Nik) -> Self {
        nik.0
    }
}

#[cfg(test)]
mod tests {
    //! All NIKs are invented.

    // Every NIK here is invented.
    use super::*;

    #[test]
    fn a_nik_is_read_however_an_office_spaces_it() {
        for text in [
            "3171084107510002",
            "'3171084107510002",
            " 3171 0841 0751 0002 ",
            "31.71.08.410751.0002",
        ] {
            assert_eq!(
                Nik::parse(text).unwrap().as_str(),
                "3171084107510002",
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_that_no_office_can_have_issued_are_refused_with_the_reason() {
        let cases = [
            ("317108410751000", InvalidNik::Length { digits: 15 }),
            ("31710841075100022", InvalidNik::Length { digits: 17 }),
            ("3,17108E+15", InvalidNik::NotDigits),
            ("9971084107510002", InvalidNik::Province { code: 99 }),
            ("3171080007510002", InvalidNik::Day { day: 0 }),
            ("3171083207510002", InvalidNik::Day { day: 32 }),
            ("3171087207510002", InvalidNik::Day { day: 72 }),
            ("3171084113510002", InvalidNik::Month { month: 13 }),
            ("3171083102510002", InvalidNik::Date { day: 31, month: 2 }),
            ("3171084107510000", InvalidNik::Serial),
        ];
        for (text, reason) in cases {
            assert_eq!(Nik::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_womans_day_is_forty_higher_and_the_century_is_not_guessed() {
        let nik = Nik::parse("3171084107510002").unwrap();
        assert_eq!(nik.sex(), Sex::Female);
        assert_eq!(
            (
                nik.birth_day(),
                nik.birth_month(),
                nik.birth_year_in_century()
            ),
            (1, 7, 51)
        );
        let born = |y, m, d| Birth::on(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert!(nik.agrees_with(&born(1951, 7, 1)));
        assert!(!nik.agrees_with(&born(1951, 7, 2)));
        assert!(nik.agrees_with(&Birth::in_year(1951).unwrap()));
        assert!(!nik.agrees_with(&Birth::in_year(1952).unwrap()));
    }

    #[test]
    fn a_nik_shows_itself_masked_even_to_a_log() {
        let nik = Nik::parse("3171084107510002").unwrap();
        assert_eq!(nik.masked(), "3171••••••••0002");
        assert!(!format!("{nik:?}").contains("4107510"));
    }
}

//! When somebody was born, as precisely as it is known.

use chrono::{Datelike, NaiveDate};

use crate::people::BirthPrecision;

/// A birth date. What is not known stands at its first: 1946 alone is kept as 1 January 1946.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birth {
    date: NaiveDate,
    precision: BirthPrecision,
}

impl Birth {
    pub fn on(date: NaiveDate) -> Self {
        Self {
            date,
            precision: BirthPrecision::Day,
        }
    }

    /// `None`: no such month.
    pub fn in_month(year: i32, month: u32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, month, 1)?;
        Some(Self {
            date,
            precision: BirthPrecision::Month,
        })
    }

    /// `None`: outside what a calendar holds.
    pub fn in_year(year: i32) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(year, 1, 1)?;
        Some(Self {
            date,
            precision: BirthPrecision::Year,
        })
    }

    /// As it was stored. `None`: a date outside what a calendar holds.
    pub fn known_as(date: NaiveDate, precision: BirthPrecision) -> Option<Self> {
        match precision {
            BirthPrecision::Day => Some(Self::on(date)),
            BirthPrecision::Month => Self::in_month(date.year(), date.month()),
            BirthPrecision::Year => Self::in_year(date.year()),
        }
    }

    pub fn date(&self) -> NaiveDate {
        self.date
    }

    pub fn precision(&self) -> BirthPrecision {
        self.precision
    }

    pub fn year(&self) -> i32 {
        self.date.year()
    }

    /// Whether both can be said of one person, as far as each is known.
    ///
    /// A year that comes from an age may be off by one, so two years next to each other agree where
    /// at least one is all that is known.
    pub fn agrees_with(&self, other: &Self) -> bool {
        match self.precision.max(other.precision) {
            BirthPrecision::Day => self.date == other.date,
            BirthPrecision::Month => {
                self.year() == other.year() && self.date.month() == other.date.month()
            }
            BirthPrecision::Year => (self.year() - other.year()).abs() <= 1,
        }
    }

    /// The days that offices write when only the year is known: 31 December before 2004, 1 July
    /// since (Permendagri 19/2010). Two people who share one have little in common.
    pub fn is_stand_in(&self) -> bool {
        self.precision != BirthPrecision::Day
            || matches!(
                (self.date.month(), self.date.day()),
                (12, 31) | (7, 1) | (1, 1)
            )
    }

    /// "01/07/1951", "07/1951" or "1951".
    pub fn shown(&self) -> String {
        match self.precision {
            BirthPrecision::Day => self.date.format("%d/%m/%Y").to_string(),
            BirthPrecision::Month => self.date.format("%m/%Y").to_string(),
            BirthPrecision::Year => self.date.format("%Y").to_string(),
        }
    }
}

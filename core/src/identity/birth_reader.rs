//! From the numbers of a birth date to a day that can be.

use chrono::{Datelike, NaiveDate};

use super::birth::Birth;
use super::birth_text::{OLDEST, WrongBirth, WrongReason, YOUNGEST};
use super::birth_words::number;

pub(super) struct Reader {
    pub(super) today: NaiveDate,
    pub(super) age: Option<i32>,
}

impl Reader {
    pub(super) fn numbers(&self, day: &str, month: &str, year: &str) -> Result<Birth, WrongBirth> {
        match (number(day), number(month)) {
            (0, 0) => self
                .year(year)
                .and_then(|y| self.checked(Birth::in_year(y))),
            (0, month) => self.month(month, year),
            (_, month) => self.date(day, month, year),
        }
    }

    pub(super) fn month(&self, month: u32, year: &str) -> Result<Birth, WrongBirth> {
        if !(1..=12).contains(&month) {
            return Err(self.wrong(WrongReason::NoSuchMonth { month }, year));
        }
        let year = self.year(year)?;
        self.checked(Birth::in_month(year, month))
    }

    pub(super) fn date(&self, day: &str, month: u32, year: &str) -> Result<Birth, WrongBirth> {
        let full_year = self.year(year)?;
        let day = number(day);
        let on = |day| NaiveDate::from_ymd_opt(full_year, month, day).map(Birth::on);
        if let Some(birth) = on(day) {
            return plausible(birth, self.today);
        }
        if (41..=71).contains(&day) && on(day - 40).is_some() {
            let mut wrong = self.wrong(WrongReason::DayFromNik { day }, year);
            wrong.suggestions.splice(0..0, on(day - 40));
            return Err(wrong);
        }
        if 12 < month {
            let mut wrong = self.wrong(WrongReason::NoSuchMonth { month }, year);
            // 12/31/1941: month first, as an English spreadsheet writes it.
            wrong.suggestions.splice(
                0..0,
                NaiveDate::from_ymd_opt(full_year, day, month).map(Birth::on),
            );
            return Err(wrong);
        }
        let reason = match day {
            1..=31 if 0 < month => WrongReason::NotInCalendar { day, month },
            _ if month == 0 => WrongReason::NoSuchMonth { month },
            _ => WrongReason::NoSuchDay { day },
        };
        let mut wrong = self.wrong(reason, year);
        wrong
            .suggestions
            .splice(0..0, Birth::in_month(full_year, month));
        Err(wrong)
    }

    /// One number alone. Five digits are a spreadsheet's day count, longer ones a date run together.
    pub(super) fn single(&self, text: &str) -> Result<Birth, WrongBirth> {
        match text.len() {
            4 => {
                let value = number(text);
                if (1800..=2200).contains(&value) {
                    self.year(text)
                        .and_then(|year| self.checked(Birth::in_year(year)))
                } else {
                    self.serial(value)
                }
            }
            5 => self.serial(number(text)),
            6 => self.numbers(&text[0..2], &text[2..4], &text[4..6]),
            7 => self.numbers(&text[0..1], &text[1..3], &text[3..7]),
            8 if (1800..=2200).contains(&number(&text[4..8])) => {
                self.numbers(&text[0..2], &text[2..4], &text[4..8])
            }
            8 => self.numbers(&text[6..8], &text[4..6], &text[0..4]),
            _ => Err(WrongBirth {
                reason: WrongReason::Unreadable,
                suggestions: Vec::new(),
            }),
        }
    }

    /// Day 1 is 1 January 1900; the leap day that 1900 did not have is counted from day 61 on.
    pub(super) fn serial(&self, days: u32) -> Result<Birth, WrongBirth> {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30);
        let date = first.and_then(|first| first.checked_add_days(chrono::Days::new(days.into())));
        self.checked(date.map(Birth::on))
    }

    pub(super) fn year(&self, text: &str) -> Result<i32, WrongBirth> {
        let year = i32::try_from(number(text)).unwrap_or(i32::MAX);
        match text.len() {
            4 => Ok(year),
            2 => self.century(year),
            _ => Err(WrongBirth {
                reason: WrongReason::Unreadable,
                suggestions: Vec::new(),
            }),
        }
    }

    /// The elder of the two readings, unless the age says otherwise or nobody is that old.
    pub(super) fn century(&self, two_digits: i32) -> Result<i32, WrongBirth> {
        let both = [1900 + two_digits, 2000 + two_digits];
        if let Some(age) = self.age {
            let by_age = both
                .into_iter()
                .find(|year| (self.today.year() - year - age).abs() <= 3);
            if let Some(year) = by_age {
                return Ok(year);
            }
        }
        if self.today.year() - both[0] <= OLDEST - 5 {
            return Ok(both[0]);
        }
        let suggestions = both
            .into_iter()
            .filter(|y| *y <= self.today.year())
            .filter_map(Birth::in_year)
            .collect();
        Err(WrongBirth {
            reason: WrongReason::Century { year: two_digits },
            suggestions,
        })
    }

    pub(super) fn checked(&self, birth: Option<Birth>) -> Result<Birth, WrongBirth> {
        match birth {
            Some(birth) => plausible(birth, self.today),
            None => Err(WrongBirth {
                reason: WrongReason::Unreadable,
                suggestions: Vec::new(),
            }),
        }
    }

    /// With the year alone as a way out, where the year makes sense.
    pub(super) fn wrong(&self, reason: WrongReason, year: &str) -> WrongBirth {
        let suggestions = self
            .year(year)
            .and_then(|year| self.checked(Birth::in_year(year)))
            .into_iter()
            .collect();
        WrongBirth {
            reason,
            suggestions,
        }
    }
}

pub(super) fn plausible(birth: Birth, today: NaiveDate) -> Result<Birth, WrongBirth> {
    let year = birth.year();
    let age = today.year() - year;
    let reason = if today < birth.date() {
        WrongReason::Future { year }
    } else if OLDEST < age {
        WrongReason::TooOld { year }
    } else if age < YOUNGEST {
        WrongReason::TooYoung { year }
    } else {
        return Ok(birth);
    };
    // 31-12-28 typed into a spreadsheet becomes 2028.
    let earlier = birth
        .date()
        .with_year(year - 100)
        .filter(|date| today.year() - date.year() <= OLDEST - 5);
    let suggestions = if age < YOUNGEST {
        earlier.map(Birth::on).into_iter().collect()
    } else {
        Vec::new()
    };
    Err(WrongBirth {
        reason,
        suggestions,
    })
}

//! Birth dates as offices write them: "31/12/1941", "31-12-41", "Jakarta, 31 Des 1941", "1941".

use chrono::{Datelike, NaiveDate};

use super::birth::Birth;
use super::birth_reader::{Reader, plausible};
use super::birth_words::{Token, age_of, is_nothing, month_of, place_of, tokens, without_time};
use super::name::collapse;

/// Older than anybody is; a date before it is a slip.
pub(super) const OLDEST: i32 = 120;
/// Programmes for elders know nobody younger; a date after it is a wrong century.
pub(super) const YOUNGEST: i32 = 18;

/// What a cell says about a birth.
#[derive(Clone, Debug, PartialEq)]
pub enum BirthText {
    Nothing,
    Known {
        birth: Birth,
        /// What stands before the date, as in "Jakarta, 31-12-1941".
        place: Option<String>,
    },
    /// "78 th": an age, not a date.
    Age(i32),
    /// No number at all.
    Place(String),
    Wrong(WrongBirth),
}

/// A date that cannot be, and what may have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongBirth {
    pub reason: WrongReason,
    pub suggestions: Vec<Birth>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongReason {
    /// The day of a woman's NIK, with its 40, taken for a day of the month.
    DayFromNik {
        day: u32,
    },
    NoSuchDay {
        day: u32,
    },
    NoSuchMonth {
        month: u32,
    },
    /// 31 February.
    NotInCalendar {
        day: u32,
        month: u32,
    },
    Future {
        year: i32,
    },
    TooOld {
        year: i32,
    },
    TooYoung {
        year: i32,
    },
    /// Two digits of a year that no living elder was born in, in either century.
    Century {
        year: i32,
    },
    Unreadable,
}

/// Reads a cell of text. `today` bounds what can be; `age`, where the list has one, tells the century.
pub fn parse(text: &str, today: NaiveDate, age: Option<i32>) -> BirthText {
    let text = collapse(text);
    let text = without_time(text.trim_start_matches(['\'', '’', '`']));
    let tokens = tokens(text);
    let numbers: Vec<&str> = tokens
        .iter()
        .filter_map(|t| {
            if let Token::Number(n) = t {
                Some(*n)
            } else {
                None
            }
        })
        .collect();
    let words: Vec<String> = tokens
        .iter()
        .filter_map(|t| {
            if let Token::Word(w) = t {
                Some(w.to_lowercase())
            } else {
                None
            }
        })
        .collect();
    if numbers.is_empty() {
        let place = place_of(text);
        return if place.is_empty() || is_nothing(&words) {
            BirthText::Nothing
        } else {
            BirthText::Place(place)
        };
    }
    if let Some(age) = age_of(&numbers, &words) {
        return BirthText::Age(age);
    }
    let months: Vec<u32> = words.iter().filter_map(|word| month_of(word)).collect();
    let reader = Reader { today, age };
    let decade = words.iter().any(|word| word == "an");
    let read = match (numbers.as_slice(), months.as_slice()) {
        ([year], []) if decade => Err(reader.wrong(WrongReason::Unreadable, year)),
        ([day, year], [month]) => reader.date(day, *month, year),
        ([year], [month]) if year.len() == 4 => reader.month(*month, year),
        ([year, month, day], []) if year.len() == 4 => reader.numbers(day, month, year),
        ([day, month, year], []) => reader.numbers(day, month, year),
        ([month, year], []) if year.len() == 4 => reader.numbers("0", month, year),
        ([year, month], []) if year.len() == 4 => reader.numbers("0", month, year),
        ([one], []) => reader.single(one),
        _ => Err(WrongBirth {
            reason: WrongReason::Unreadable,
            suggestions: Vec::new(),
        }),
    };
    match read {
        Ok(birth) => {
            let place = place_of(text);
            BirthText::Known {
                birth,
                place: (!place.is_empty()).then_some(place),
            }
        }
        Err(wrong) => BirthText::Wrong(wrong),
    }
}

/// A date cell or a serial number of a spreadsheet (1900 system): bounded like a written date.
pub fn from_date(date: NaiveDate, today: NaiveDate) -> Result<Birth, WrongBirth> {
    plausible(Birth::on(date), today)
}

/// A number cell: a year, an age, a serial day, or a date written without separators.
pub fn from_number(number: f64, today: NaiveDate, age: Option<i32>) -> BirthText {
    let whole = number.trunc();
    if !(1.0..=99_999_999.0).contains(&whole) {
        return BirthText::Wrong(WrongBirth {
            reason: WrongReason::Unreadable,
            suggestions: Vec::new(),
        });
    }
    parse(&format!("{whole}"), today, age)
}

/// The year that an age points at; kept as a year, since the birthday is not known.
pub fn from_age(age: i32, today: NaiveDate) -> Option<Birth> {
    (YOUNGEST..=OLDEST)
        .contains(&age)
        .then(|| Birth::in_year(today.year() - age))
        .flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::BirthPrecision;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn read(text: &str) -> BirthText {
        parse(text, today(), None)
    }

    #[test]
    fn a_date_is_read_in_every_way_that_offices_write_it() {
        let same = [
            "31/12/1941",
            "31-12-41",
            "31.12.1941",
            "1941-12-31",
            "31 Desember 1941",
            "31 Des 41",
            "31-Dec-41",
            "Jakarta, 31-12-1941",
            "Jakarta / 31 Des 1941",
            "Rabu, 31 Desember 1941",
            "'31/12/1941",
            "31121941",
            "19411231",
            "311241",
            "1941-12-31T00:00:00",
            "31/12/1941 0:00:00",
            " 31 / 12 / 1941 ",
            "15341",
            "31 / 12 / 41",
        ];
        for text in same {
            match read(text) {
                BirthText::Known { birth, .. } => assert_eq!(birth.shown(), "31/12/1941", "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_year_or_a_month_alone_stays_as_vague_as_it_is() {
        for text in [
            "1941",
            "th 1941",
            "± 1941",
            "00/00/1941",
            "xx-xx-1941",
            "--/--/1941",
            "tahun 1941",
        ] {
            let expected = BirthText::Known {
                birth: Birth::in_year(1941).unwrap(),
                place: None,
            };
            assert_eq!(read(text), expected, "{text}");
        }
        for text in ["Juli 1951", "07/1951", "00-07-1951"] {
            let expected = BirthText::Known {
                birth: Birth::in_month(1951, 7).unwrap(),
                place: None,
            };
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("78 th"), BirthText::Age(78));
        assert_eq!(read("78"), BirthText::Age(78));
    }

    #[test]
    fn the_place_before_a_date_is_kept_apart() {
        let BirthText::Known { place, .. } = read("Tanjung Pinang, 1 Juli 1951") else {
            panic!("not read")
        };
        assert_eq!(place.as_deref(), Some("Tanjung Pinang"));
        assert_eq!(read("Jakarta"), BirthText::Place("Jakarta".into()));
        for text in ["", "-", "tidak tahu", "tdk ada", "XX"] {
            assert_eq!(read(text), BirthText::Nothing, "{text}");
        }
    }

    #[test]
    fn two_digits_of_a_year_belong_to_an_elder() {
        let year = |text: &str, age| match parse(text, today(), age) {
            BirthText::Known { birth, .. } => Some(birth.year()),
            _ => None,
        };
        assert_eq!(year("31-12-41", None), Some(1941));
        assert_eq!(year("31-12-20", None), Some(1920));
        assert_eq!(year("31-12-05", None), None);
        assert_eq!(year("31-12-05", Some(21)), Some(2005));
    }

    #[test]
    fn a_date_that_cannot_be_names_the_reason_and_what_was_probably_meant() {
        let cases = [
            (
                "41-07-51",
                WrongReason::DayFromNik { day: 41 },
                vec!["01/07/1951", "1951"],
            ),
            (
                "31/02/1944",
                WrongReason::NotInCalendar { day: 31, month: 2 },
                vec!["02/1944", "1944"],
            ),
            (
                "12/31/1941",
                WrongReason::NoSuchMonth { month: 31 },
                vec!["31/12/1941", "1941"],
            ),
            (
                "32/01/1940",
                WrongReason::NoSuchDay { day: 32 },
                vec!["01/1940", "1940"],
            ),
            (
                "31/12/2041",
                WrongReason::Future { year: 2041 },
                vec!["31/12/1941"],
            ),
            ("31/12/1841", WrongReason::TooOld { year: 1841 }, vec![]),
            ("1940-an", WrongReason::Unreadable, vec!["1940"]),
            ("1/2/3/4", WrongReason::Unreadable, vec![]),
        ];
        for (text, reason, shown) in cases {
            let BirthText::Wrong(wrong) = read(text) else {
                panic!("{text}: {:?}", read(text))
            };
            assert_eq!(wrong.reason, reason, "{text}");
            assert_eq!(
                wrong
                    .suggestions
                    .iter()
                    .map(Birth::shown)
                    .collect::<Vec<_>>(),
                shown,
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_day_of_an_elders_life_is_read_back(days in 5_000_u64..39_000, style in 0_usize..5) {
            let date = NaiveDate::from_ymd_opt(1905, 1, 1).unwrap() + chrono::Days::new(days);
            prop_assume!(date.year() <= 2005);
            let format = ["%d/%m/%Y", "%Y-%m-%d", "%-d-%-m-%Y", "Jakarta, %d.%m.%Y", "%d%m%Y"][style];
            let text = date.format(format).to_string();
            match read(&text) {
                BirthText::Known { birth, .. } => {
                    prop_assert_eq!(birth.date(), date);
                    prop_assert_eq!(birth.precision(), BirthPrecision::Day);
                }
                other => prop_assert!(false, "{}: {:?}", text, other),
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,30}", number in any::<f64>()) {
            read(&text);
            from_number(number, today(), None);
        }
    }
}

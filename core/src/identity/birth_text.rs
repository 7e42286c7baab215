//! Birth dates as offices write them: "31/12/1941", "31-12-41", "Jakarta, 31 Des 1941", "1941".

use chrono::{Datelike, NaiveDate};

use super::birth::Birth;
use super::name::collapse;

/// Older than anybody is; a date before it is a slip.
const OLDEST: i32 = 120;
/// Programmes for elders know nobody younger; a date after it is a wrong century.
const YOUNGEST: i32 = 18;

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

struct Reader {
    today: NaiveDate,
    age: Option<i32>,
}

impl Reader {
    fn numbers(&self, day: &str, month: &str, year: &str) -> Result<Birth, WrongBirth> {
        match (number(day), number(month)) {
            (0, 0) => self
                .year(year)
                .and_then(|y| self.checked(Birth::in_year(y))),
            (0, month) => self.month(month, year),
            (_, month) => self.date(day, month, year),
        }
    }

    fn month(&self, month: u32, year: &str) -> Result<Birth, WrongBirth> {
        if !(1..=12).contains(&month) {
            return Err(self.wrong(WrongReason::NoSuchMonth { month }, year));
        }
        let year = self.year(year)?;
        self.checked(Birth::in_month(year, month))
    }

    fn date(&self, day: &str, month: u32, year: &str) -> Result<Birth, WrongBirth> {
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
    fn single(&self, text: &str) -> Result<Birth, WrongBirth> {
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
    fn serial(&self, days: u32) -> Result<Birth, WrongBirth> {
        let first = NaiveDate::from_ymd_opt(1899, 12, 30);
        let date = first.and_then(|first| first.checked_add_days(chrono::Days::new(days.into())));
        self.checked(date.map(Birth::on))
    }

    fn year(&self, text: &str) -> Result<i32, WrongBirth> {
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
    fn century(&self, two_digits: i32) -> Result<i32, WrongBirth> {
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

    fn checked(&self, birth: Option<Birth>) -> Result<Birth, WrongBirth> {
        match birth {
            Some(birth) => plausible(birth, self.today),
            None => Err(WrongBirth {
                reason: WrongReason::Unreadable,
                suggestions: Vec::new(),
            }),
        }
    }

    /// With the year alone as a way out, where the year makes sense.
    fn wrong(&self, reason: WrongReason, year: &str) -> WrongBirth {
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

fn plausible(birth: Birth, today: NaiveDate) -> Result<Birth, WrongBirth> {
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

enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let kind = |c: char| {
        if c.is_ascii_digit() {
            1
        } else {
            i32::from(c.is_alphabetic()) * 2
        }
    };
    let mut before = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let now = kind(c);
        if now != before {
            match before {
                1 => found.push(Token::Number(&text[start..at])),
                2 => found.push(Token::Word(&text[start..at])),
                _ => {}
            }
            start = at;
            before = now;
        }
    }
    found
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// "1941-12-31T00:00:00" and "31/12/1941 0:00" without their time.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let hours = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    match hours.strip_suffix(['T', ' ']) {
        Some(date) if date.contains(|c: char| c.is_ascii_digit()) => date.trim_end(),
        _ => text,
    }
}

fn age_of(numbers: &[&str], words: &[String]) -> Option<i32> {
    let [number] = numbers else { return None };
    let says_age = |word: &String| {
        matches!(
            word.as_str(),
            "umur" | "usia" | "th" | "thn" | "tahun" | "yo"
        )
    };
    let bare = words.is_empty();
    if 3 < number.len() || !(bare || words.iter().any(says_age)) {
        return None;
    }
    // "41" alone could be a year as well as an age; from 45 on nobody on such a list was born in it.
    let age: i32 = number.parse().ok()?;
    (45..=OLDEST).contains(&age).then_some(age)
}

fn is_nothing(words: &[String]) -> bool {
    const NOTHING: &[&str] = &[
        "tidak",
        "tdk",
        "ada",
        "tahu",
        "tau",
        "belum",
        "blm",
        "lupa",
        "kosong",
        "xx",
        "x",
        "na",
        "n",
        "a",
        "nihil",
        "diketahui",
        "jelas",
        "null",
        "none",
        "ref",
        "value",
    ];
    words.iter().all(|word| NOTHING.contains(&word.as_str()))
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["januari", "january", "jan"],
        &["februari", "pebruari", "february", "feb", "peb"],
        &["maret", "march", "mar", "mrt"],
        &["april", "apr"],
        &["mei", "may"],
        &["juni", "june", "jun"],
        &["juli", "july", "jul"],
        &[
            "agustus", "august", "agu", "ags", "agt", "agst", "aug", "agus",
        ],
        &["september", "sept", "sep"],
        &["oktober", "october", "okt", "oct"],
        &["november", "nopember", "nov", "nop"],
        &["desember", "december", "des", "dec"],
    ];
    MONTHS
        .iter()
        .position(|names| names.contains(&word))
        .and_then(|at| u32::try_from(at + 1).ok())
}

/// What stands before the first number, without months, weekdays and fillers.
fn place_of(text: &str) -> String {
    const FILLERS: &[&str] = &[
        "tahun",
        "thn",
        "th",
        "kira",
        "sekitar",
        "lahir",
        "tgl",
        "tanggal",
        "senin",
        "selasa",
        "rabu",
        "kamis",
        "jumat",
        "sabtu",
        "minggu",
        "xx",
        "x",
        "circa",
        "sktr",
        "perkiraan",
    ];
    let before = text
        .split(|c: char| c.is_ascii_digit())
        .next()
        .unwrap_or_default();
    let words: Vec<&str> = before
        .split(|c: char| c.is_whitespace() || ",/-:;(".contains(c))
        .filter(|word| {
            let plain = word.to_lowercase();
            let plain = plain.trim_matches(|c: char| !c.is_alphabetic());
            !plain.is_empty() && !FILLERS.contains(&plain) && month_of(plain).is_none()
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::birth::BirthPrecision;

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

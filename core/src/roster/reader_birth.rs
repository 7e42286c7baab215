//! The birth of a row: a date in any form, or an age.

use super::field::RosterField;
use super::problem::{Code, Fix, Suggestion};
use super::reader::Reading;
use super::sheet::Cell;
use super::words;
use crate::identity::BirthPrecision;
use crate::identity::birth::Birth;
use crate::identity::birth_text::{self, BirthText, WrongBirth};

impl Reading<'_> {
    /// The birth date, else the age, else nothing but a remark.
    pub(super) fn birth(&mut self) {
        let today = self.reader.today;
        let field = Some(RosterField::BirthDate);
        let age = self.age();
        let read = match self.cell(RosterField::BirthDate) {
            Cell::Date(date) => match birth_text::from_date(*date, today) {
                Ok(birth) => BirthText::Known { birth, place: None },
                Err(wrong) => BirthText::Wrong(wrong),
            },
            Cell::Number(number) => birth_text::from_number(*number, today, age),
            cell => birth_text::parse(&cell.text(), today, age),
        };
        self.entry.birth_place = self.text(RosterField::BirthPlace);
        let from_age = match read {
            BirthText::Known { birth, place } => {
                self.entry.birth = Some(birth);
                if let Some(place) = place.filter(|_| self.entry.birth_place.is_empty()) {
                    self.entry.birth_place = place;
                }
                if birth.precision() == BirthPrecision::Year {
                    self.report(field, Code::BirthYearOnly, words::BIRTH_YEAR, Vec::new());
                }
                return;
            }
            BirthText::Wrong(wrong) => return self.wrong_birth(&wrong),
            BirthText::Age(age) => Some((age, RosterField::BirthDate)),
            BirthText::Place(place) => {
                self.entry.birth_place = place;
                age.map(|age| (age, RosterField::Age))
            }
            BirthText::Nothing => age.map(|age| (age, RosterField::Age)),
        };
        match from_age.and_then(|(age, field)| Some((birth_text::from_age(age, today)?, field))) {
            Some((birth, field)) => {
                self.entry.birth = Some(birth);
                self.report(
                    Some(field),
                    Code::BirthYearOnly,
                    words::BIRTH_FROM_AGE,
                    Vec::new(),
                );
            }
            None => {
                let suggestions = self
                    .birth_of_nik()
                    .into_iter()
                    .filter_map(|birth| self.use_birth(&birth))
                    .collect();
                self.report(field, Code::BirthMissing, words::BIRTH_MISSING, suggestions);
            }
        }
    }

    /// "78", "78 th", 78.
    fn age(&self) -> Option<i32> {
        let text = self.text(RosterField::Age);
        let digits: String = text
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        digits.parse().ok().filter(|age| (1..=130).contains(age))
    }

    fn wrong_birth(&mut self, wrong: &WrongBirth) {
        let mut suggestions: Vec<Suggestion> = wrong
            .suggestions
            .iter()
            .filter_map(|birth| self.use_birth(birth))
            .collect();
        if let Some(column) = self.column(RosterField::BirthDate) {
            let fix = Fix::Text {
                column,
                text: String::new(),
            };
            suggestions.push(Suggestion {
                label: "Tidak tahu tanggal lahir".into(),
                fix,
            });
        }
        self.report(
            Some(RosterField::BirthDate),
            Code::BirthDateInvalid,
            words::birth_wrong(wrong),
            suggestions,
        );
    }

    fn use_birth(&self, birth: &Birth) -> Option<Suggestion> {
        let column = self.column(RosterField::BirthDate)?;
        let fix = Fix::Text {
            column,
            text: birth.shown(),
        };
        Some(Suggestion {
            label: words::use_birth(birth),
            fix,
        })
    }

    /// Only to be offered: the date in a NIK is not always the right one.
    fn birth_of_nik(&self) -> Option<Birth> {
        let nik = self.entry.nik.as_ref()?;
        let text = format!(
            "{:02}/{:02}/{:02}",
            nik.birth_day(),
            nik.birth_month(),
            nik.birth_year_in_century()
        );
        match birth_text::parse(&text, self.reader.today, None) {
            BirthText::Known { birth, .. } => Some(birth),
            _ => None,
        }
    }
}

//! From the cells of one row to a person, with what is wrong.

use chrono::NaiveDate;

use super::entry::Entry;
use super::field::RosterField;
use super::header::Header;
use super::layout::Section;
use super::nik_cell::{self, Digits};
use super::problem::{Code, Fix, Problem, Suggestion};
use super::sheet::{Cell, Sheet};
use super::words;
use crate::areas::{self, Kelurahan};
use crate::identity::Sex;
use crate::identity::birth::{Birth, BirthPrecision};
use crate::identity::birth_text::{self, BirthText, WrongBirth};
use crate::identity::kk::Kk;
use crate::identity::name::{collapse, sex_by_title};
use crate::identity::nik::{InvalidNik, Nik};
use crate::identity::phone::Phone;

pub struct Reader<'a> {
    pub sheet: &'a Sheet,
    pub header: &'a Header,
    pub title: Section,
    /// For rows that name no kelurahan: chosen by a person; beats the title.
    pub chosen: Option<&'static Kelurahan>,
    /// Where the user works; comes last.
    pub home: Option<&'static Kelurahan>,
    pub today: NaiveDate,
}

impl Reader<'_> {
    /// Reads one row under the heading `section`. `nik_unknown`: somebody said so on the screen.
    pub fn read(&self, row: usize, section: Section, nik_unknown: bool) -> (Entry, Vec<Problem>) {
        let mut reading = Reading {
            reader: self,
            row,
            section,
            entry: Entry::default(),
            problems: Vec::new(),
        };
        reading.name();
        reading.nik(nik_unknown);
        reading.kk();
        reading.birth();
        reading.sex();
        reading.rt_rw();
        reading.kelurahan();
        reading.rest();
        reading.compare();
        (reading.entry, reading.problems)
    }
}

pub(super) struct Reading<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) row: usize,
    pub(super) section: Section,
    pub(super) entry: Entry,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    pub(super) fn column(&self, field: RosterField) -> Option<usize> {
        self.reader.header.column(field).map(|column| column.index)
    }

    pub(super) fn cell(&self, field: RosterField) -> &'a Cell {
        let reader = self.reader;
        self.column(field)
            .map_or(&Cell::Empty, |column| reader.sheet.cell(self.row, column))
    }

    /// The text of a field; empty for "-" and the errors of formulas.
    fn text(&self, field: RosterField) -> String {
        let text = collapse(&self.cell(field).text());
        let says_nothing = !text.chars().any(char::is_alphanumeric) || is_formula_error(&text);
        if says_nothing { String::new() } else { text }
    }

    pub(super) fn report(
        &mut self,
        field: Option<RosterField>,
        code: Code,
        message: impl Into<String>,
        suggestions: Vec<Suggestion>,
    ) {
        let column = field.and_then(|field| self.column(field));
        let message = message.into();
        self.problems.push(Problem {
            row: self.row,
            column,
            code,
            message,
            suggestions,
        });
    }

    fn name(&mut self) {
        let name = self
            .text(RosterField::Name)
            .trim_start_matches(['\'', '’', '`'])
            .trim()
            .to_owned();
        if name.chars().any(char::is_alphabetic) {
            self.entry.name = name;
        } else {
            let skip = Suggestion {
                label: "Lewati baris ini".into(),
                fix: Fix::SkipRow,
            };
            self.report(
                Some(RosterField::Name),
                Code::NameMissing,
                words::NAME_MISSING,
                vec![skip],
            );
        }
    }

    fn nik(&mut self, nik_unknown: bool) {
        if nik_unknown {
            return;
        }
        let unknown = || {
            vec![Suggestion {
                label: "Tidak tahu NIK".into(),
                fix: Fix::NikUnknown,
            }]
        };
        let field = Some(RosterField::Nik);
        match nik_cell::read(self.cell(RosterField::Nik)) {
            Digits::Absent { has_none } => {
                self.entry.has_no_nik = has_none;
                self.report(field, Code::NikMissing, words::NIK_MISSING, Vec::new());
            }
            Digits::Lost => self.report(field, Code::NikPrecisionLost, words::NIK_LOST, unknown()),
            Digits::Text(text) => match Nik::parse(&text) {
                Ok(nik) => self.entry.nik = Some(nik),
                Err(reason) => {
                    let code = match reason {
                        InvalidNik::Length { .. } | InvalidNik::NotDigits => Code::NikLength,
                        _ => Code::NikInvalid,
                    };
                    self.report(field, code, words::nik_wrong(reason), unknown());
                }
            },
        }
    }

    fn kk(&mut self) {
        match nik_cell::read(self.cell(RosterField::Kk)) {
            Digits::Absent { .. } => {}
            Digits::Text(text) if let Ok(kk) = Kk::parse(&text) => self.entry.kk = Some(kk),
            Digits::Text(_) | Digits::Lost => {
                self.report(
                    Some(RosterField::Kk),
                    Code::KkInvalid,
                    words::KK_INVALID,
                    Vec::new(),
                );
            }
        }
    }

    fn birth(&mut self) {
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

    fn sex(&mut self) {
        let text = self.text(RosterField::Sex);
        self.entry.sex = Sex::parse(&text);
        self.entry.sex_is_said = self.entry.sex.is_some();
        if !text.is_empty() && self.entry.sex.is_none() {
            self.report(
                Some(RosterField::Sex),
                Code::SexUnreadable,
                words::SEX_UNREADABLE,
                Vec::new(),
            );
        }
    }

    fn kelurahan(&mut self) {
        let field = Some(RosterField::Kelurahan);
        let text = self.text(RosterField::Kelurahan);
        let reader = self.reader;
        self.entry.kelurahan = if text.is_empty() {
            let section = self.section.kelurahan;
            section
                .or(reader.chosen)
                .or(reader.title.kelurahan)
                .or(reader.home)
        } else {
            areas::find(&text)
        };
        if self.entry.kelurahan.is_some() {
            return;
        }
        let message = if text.is_empty() {
            words::KELURAHAN_NONE.to_owned()
        } else {
            format!("Kelurahan “{text}” tidak ada di DKI Jakarta. Tulis nama atau kodenya.")
        };
        let near = areas::suggestions(&text, 3)
            .into_iter()
            .chain(reader.chosen)
            .chain(reader.home);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for kelurahan in near {
            let label = format!("Pakai {}", kelurahan.name);
            if let Some(column) = self.column(RosterField::Kelurahan)
                && suggestions.iter().all(|known| known.label != label)
            {
                let fix = Fix::Text {
                    column,
                    text: kelurahan.name.to_owned(),
                };
                suggestions.push(Suggestion { label, fix });
            }
        }
        self.report(field, Code::KelurahanUnknown, message, suggestions);
    }

    fn rest(&mut self) {
        self.entry.nickname = self.text(RosterField::Nickname);
        self.entry.address = self.text(RosterField::Address);
        self.entry.landmark = self.text(RosterField::Landmark);
        self.entry.contact_name = self.text(RosterField::ContactName);
        self.entry.diet = self.text(RosterField::Diet);
        self.entry.note = self.text(RosterField::Note);
        let phone = self.text(RosterField::Phone);
        if phone.chars().any(|c| c.is_ascii_digit()) {
            // Two numbers in one cell: the first is as good as the second.
            let first = phone
                .split(['/', ',', ';', '&'])
                .find_map(|part| Phone::parse(part).ok());
            self.entry.phone = first.or_else(|| Phone::parse(&phone).ok());
            if self.entry.phone.is_none() {
                self.report(
                    Some(RosterField::Phone),
                    Code::PhoneInvalid,
                    words::PHONE_INVALID,
                    Vec::new(),
                );
            }
        }
    }

    /// The NIK against the rest of the row: remarks only, a NIK is never corrected.
    fn compare(&mut self) {
        let Some(nik) = self.entry.nik.clone() else {
            self.entry.sex = self.entry.sex.or_else(|| sex_by_title(&self.entry.name));
            return;
        };
        if let Some(birth) = self.entry.birth
            && !nik.agrees_with(&birth)
        {
            let message = format!(
                "Di NIK tertulis lahir {:02}-{:02}-{:02}, di daftar {}. Boleh masuk; NIK memang bisa memuat tanggal lain.",
                nik.birth_day(),
                nik.birth_month(),
                nik.birth_year_in_century(),
                words::long(&birth),
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikBirthMismatch,
                message,
                Vec::new(),
            );
        }
        if let Some(sex) = self.entry.sex
            && sex != nik.sex()
        {
            let message = format!(
                "Menurut NIK {}, menurut daftar {}. Boleh masuk; periksa lagi bila sempat.",
                nik.sex().label().to_lowercase(),
                sex.label().to_lowercase(),
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikSexMismatch,
                message,
                Vec::new(),
            );
        }
        if let Some(kelurahan) = self.entry.kelurahan
            && nik.kecamatan_code() != kelurahan.kecamatan_code
        {
            let message = format!(
                "NIK pertama kali terdaftar di luar kecamatan {}. Itu biasa bagi yang pernah pindah.",
                kelurahan.kecamatan,
            );
            self.report(
                Some(RosterField::Nik),
                Code::NikAreaMismatch,
                message,
                Vec::new(),
            );
        }
        self.entry.sex = self
            .entry
            .sex
            .or_else(|| sex_by_title(&self.entry.name))
            .or(Some(nik.sex()));
    }

    fn rt_rw(&mut self) {
        super::reader_place::read(self);
    }
}

/// "#N/A", "#REF!": what a formula leaves behind.
fn is_formula_error(text: &str) -> bool {
    text.starts_with('#')
        && text
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_uppercase() || "/!?0123456789".contains(c))
}

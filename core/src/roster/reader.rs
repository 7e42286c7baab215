//! From the cells of one row to a person, with what is wrong.

use chrono::NaiveDate;

use super::diet;
use super::entry::Entry;
use super::field::RosterField;
use super::header::Header;
use super::layout::Section;
use super::nik_cell::{self, Digits};
use super::problem::{Code, Fix, Problem, Suggestion};
use super::sheet::{Cell, Sheet};
use super::words;
use crate::areas::{self, Kelurahan};
use crate::identity::kk::Kk;
use crate::identity::name::collapse;
use crate::identity::nik::{InvalidNik, Nik};
use crate::identity::phone::Phone;
use crate::identity::{Sex, parse_sex};

/// As `text::Line` and `text::Note` hold.
const LINE_CHARS: usize = 200;
const NOTE_CHARS: usize = 2_000;

pub struct Reader<'a> {
    pub sheet: &'a Sheet,
    pub header: &'a Header,
    pub title: Section,
    /// For rows that name no kelurahan: chosen by a person; beats the title.
    pub chosen: Option<&'static Kelurahan>,
    /// Where the user works; comes last.
    pub home: Option<&'static Kelurahan>,
    pub today: NaiveDate,
    /// See [`nik_cell::looks_cut`].
    pub niks_are_cut: bool,
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
        super::reader_place::read(&mut reading);
        reading.kelurahan();
        reading.rest();
        reading.compare();
        reading.lengths();
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
    pub(super) fn text(&self, field: RosterField) -> String {
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
            Digits::Text(text) if self.reader.niks_are_cut && text.trim_end().ends_with('0') => {
                self.report(field, Code::NikPrecisionLost, words::NIK_LOST, unknown());
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

    fn sex(&mut self) {
        let text = self.text(RosterField::Sex);
        let sheet = self.reader.sheet;
        let ticked = self.reader.header.sex_ticks().and_then(|(men, women)| {
            match (
                sheet.cell(self.row, men).is_blank(),
                sheet.cell(self.row, women).is_blank(),
            ) {
                (false, true) => Some(Sex::Male),
                (true, false) => Some(Sex::Female),
                _ => None,
            }
        });
        self.entry.sex = ticked.or_else(|| parse_sex(&text));
        self.entry.sex_is_said = self.entry.sex.is_some();
        if !text.is_empty() && self.entry.sex.is_none() {
            let message = words::SEX_UNREADABLE;
            self.report(
                Some(RosterField::Sex),
                Code::SexUnreadable,
                message,
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

    /// Refused, not cut: half an address leads to the wrong door.
    fn lengths(&mut self) {
        use RosterField::{Address, ContactName, Diet, Landmark, Name, Nickname, Note};
        for field in [Name, Nickname, Address, ContactName, Landmark, Diet, Note] {
            let max = if matches!(field, Landmark | Diet | Note) {
                NOTE_CHARS
            } else {
                LINE_CHARS
            };
            if max < self.text(field).chars().count() {
                let message = format!("Teksnya lebih dari {max} huruf. Persingkat dulu.");
                self.report(Some(field), Code::TextTooLong, message, Vec::new());
            }
        }
    }

    fn rest(&mut self) {
        self.entry.nickname = self.text(RosterField::Nickname);
        self.entry.address = self.text(RosterField::Address);
        self.entry.landmark = self.text(RosterField::Landmark);
        self.entry.contact_name = self.text(RosterField::ContactName);
        self.entry.diet = diet::parse(&self.text(RosterField::Diet));
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
}

/// "#N/A", "#REF!": what a formula leaves behind.
fn is_formula_error(text: &str) -> bool {
    text.starts_with('#')
        && text
            .chars()
            .skip(1)
            .all(|c| c.is_ascii_uppercase() || "/!?0123456789".contains(c))
}

//! Which rows below the header are people, and which are the office's furniture: groups, subtotals,
//! numbers of columns, signatures.

use super::field::RosterField;
use super::header::Header;
use super::sheet::Sheet;
use crate::areas::{self, Kelurahan};
use crate::identity::name::collapse;
use crate::identity::rt_rw_text::{self, RtRwText};
use crate::places::{Rt, Rw};

/// What a heading says about the rows below it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Section {
    pub rt: Option<Rt>,
    pub rw: Option<Rw>,
    pub kelurahan: Option<&'static Kelurahan>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    Person,
    /// A heading over a group of rows: "RW 07".
    Heading(Section),
    /// Empty, a subtotal, a number row, the header again, a signature.
    Skipped,
}

/// Walks down a sheet; remembers once it has reached the signatures.
pub struct Layout<'a> {
    sheet: &'a Sheet,
    header: &'a Header,
    width: usize,
    in_footer: bool,
}

impl<'a> Layout<'a> {
    pub fn new(sheet: &'a Sheet, header: &'a Header) -> Self {
        Self {
            sheet,
            header,
            width: sheet.width(),
            in_footer: false,
        }
    }

    /// What the rows above the header say: the title names the kelurahan, often the RW.
    pub fn title(&self) -> Section {
        let mut section = Section::default();
        for row in 0..self.header.row {
            let text = self.joined(row);
            let (rt, rw) = rt_rw_text::in_address(&text);
            section.rt = section.rt.or(rt);
            section.rw = section.rw.or(rw);
            section.kelurahan = section.kelurahan.or_else(|| kelurahan_in(&text));
        }
        section
    }

    pub fn kind(&mut self, row: usize) -> RowKind {
        let filled: Vec<usize> = (0..self.width)
            .filter(|column| !self.sheet.cell(row, *column).is_blank())
            .collect();
        let fields: Vec<RosterField> = filled
            .iter()
            .filter_map(|column| self.field(*column))
            .collect();
        if filled.is_empty() || self.repeats_header(row, &filled) || self.is_numbering(row, &filled)
        {
            return RowKind::Skipped;
        }
        if let Some(name) = self.header.column(RosterField::Name)
            && self.sheet.continues(row, name.index)
        {
            return RowKind::Skipped;
        }
        let texts = self.distinct_texts(row);
        let has_number = texts.iter().any(|text| is_long_number(text));
        if !has_number && texts.iter().take(2).any(|text| starts_like(text, TOTALS)) {
            return RowKind::Skipped;
        }
        if texts.len() <= 2
            && let Some(section) = heading(&texts)
        {
            return RowKind::Heading(section);
        }
        let says_little = texts.len() <= 4 && !has_number && !self.names_a_door(row);
        let signs_off = matches!(texts.as_slice(), [text] if is_place_and_date(text));
        if signs_off || (says_little && texts.iter().any(|text| is_signature(text))) {
            self.in_footer = true;
            return RowKind::Skipped;
        }
        if says_little && texts.first().is_some_and(|text| starts_like(text, NOTES)) {
            return RowKind::Skipped;
        }
        let mere_place = fields.iter().all(|field| {
            matches!(
                field,
                RosterField::Kelurahan | RosterField::Rw | RosterField::Sex | RosterField::Note
            )
        });
        if mere_place || (self.in_footer && fields.len() < 3) {
            return RowKind::Skipped;
        }
        RowKind::Person
    }

    fn field(&self, column: usize) -> Option<RosterField> {
        self.header
            .columns
            .iter()
            .find(|known| known.index == column)
            .and_then(|known| known.field)
    }

    /// Whether RT or RW can be read in their columns.
    fn names_a_door(&self, row: usize) -> bool {
        [RosterField::RtRw, RosterField::Rt, RosterField::Rw]
            .into_iter()
            .any(|field| {
                self.header.column(field).is_some_and(|column| {
                    let text = self.sheet.cell(row, column.index).text();
                    let read = rt_rw_text::parse(&text, rt_rw_text::Order::RtFirst);
                    matches!(read, RtRwText::Found { .. })
                })
            })
    }

    fn joined(&self, row: usize) -> String {
        self.distinct_texts(row).join(" ")
    }

    /// Texts of the row, a joined cell once.
    fn distinct_texts(&self, row: usize) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        for cell in self.sheet.rows.get(row).into_iter().flatten() {
            let text = collapse(&cell.text());
            if !text.is_empty() && texts.last() != Some(&text) {
                texts.push(text);
            }
        }
        texts
    }

    /// Printed again at the head of a page.
    fn repeats_header(&self, row: usize, filled: &[usize]) -> bool {
        let same = self
            .header
            .columns
            .iter()
            .filter(|column| {
                collapse(&self.sheet.cell(row, column.index).text())
                    .eq_ignore_ascii_case(&column.text)
            })
            .count();
        2 <= same && filled.len() <= same * 2
    }

    /// "1 2 3 4 5" under the header.
    fn is_numbering(&self, row: usize, filled: &[usize]) -> bool {
        let number = |column: &usize| {
            let text = self.sheet.cell(row, *column).text();
            text.trim_matches(|c: char| !c.is_ascii_digit())
                .parse::<i64>()
                .ok()
                .filter(|_| {
                    text.chars()
                        .all(|c| c.is_ascii_digit() || " ().".contains(c))
                })
        };
        let numbers: Option<Vec<i64>> = filled.iter().map(number).collect();
        numbers.is_some_and(|n| 3 <= n.len() && n.windows(2).all(|pair| pair[1] == pair[0] + 1))
    }
}

const TOTALS: &[&str] = &[
    "jumlah",
    "jml",
    "total",
    "subtotal",
    "sub total",
    "sub jumlah",
    "grand total",
    "rekap",
];
const NOTES: &[&str] = &[
    "catatan",
    "keterangan",
    "ket:",
    "ket :",
    "*",
    "sumber",
    "dicetak",
    "halaman",
    "nb",
    "data per",
];

/// Whether `text` begins with one of `words`, and the word ends there.
fn starts_like(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    words.iter().any(|word| {
        text.strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || word.ends_with('*'))
    })
}

/// A NIK, right or wrong, but not the number of an official.
fn is_long_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    16 <= digits && !text.to_lowercase().starts_with("nip")
}

fn is_signature(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "mengetahui",
        "menyetujui",
        "disetujui",
        "lurah",
        "camat",
        "ketua",
        "koordinator",
        "nip",
        "hormat kami",
        "tertanda",
        "ttd",
        "dibuat oleh",
        "diperiksa",
        "kepala",
        "sekretaris",
        "bendahara",
        "yang membuat",
        "pembuat daftar",
        "a.n.",
        "an. lurah",
        "petugas pendata",
        "pendamping",
    ];
    let lower = text.to_lowercase();
    let dotted = 5 <= lower.chars().filter(|c| "._…".contains(*c)).count()
        && lower.chars().all(|c| "._…() ".contains(c));
    dotted || starts_like(&lower, WORDS)
}

/// "Tanah Tinggi, 24 November 2026", as it stands alone above signatures. Beside a name it is where
/// and when somebody was born.
fn is_place_and_date(text: &str) -> bool {
    text.split_once(',').is_some_and(|(place, date)| {
        let is_place = |letter: char| letter.is_alphabetic() || letter.is_whitespace();
        let mut numbers = date.split(|letter: char| !letter.is_ascii_digit());
        place.chars().all(is_place) && numbers.any(|number| number.len() == 4)
    })
}

fn heading(texts: &[String]) -> Option<Section> {
    let text = texts.join(" ");
    let lower = text.to_lowercase();
    let first = lower
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    if !matches!(
        first,
        "rt" | "rw" | "rtrw" | "kelurahan" | "kel" | "wilayah"
    ) {
        return None;
    }
    let (rt, rw) = rt_rw_text::in_address(&text);
    let kelurahan = kelurahan_in(&text);
    (rt.is_some() || rw.is_some() || kelurahan.is_some()).then_some(Section { rt, rw, kelurahan })
}

/// The kelurahan after the word: "KELURAHAN KAMPUNG RAWA TAHUN 2026".
fn kelurahan_in(text: &str) -> Option<&'static Kelurahan> {
    let lower = text.to_lowercase();
    let at = lower.find("kelurahan").map(|at| at + 9).or_else(|| {
        let at = lower.find("kel.").map(|at| at + 4);
        at.or_else(|| {
            lower
                .find("kel ")
                .filter(|at| *at == 0 || lower.as_bytes()[at - 1] == b' ')
                .map(|at| at + 4)
        })
    })?;
    let words: Vec<&str> = lower[at..]
        .split(|c: char| c.is_whitespace() || ":,;-".contains(c))
        .filter(|w| !w.is_empty())
        .collect();
    (1..=words.len().min(4))
        .rev()
        .find_map(|count| areas::find(&words[..count].join(" ")))
}

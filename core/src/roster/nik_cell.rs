//! Sixteen digits in a spreadsheet, where they are seldom left alone.
//!
//! Excel keeps fifteen digits of a number: a NIK typed as one ends in 0 ever after, and a narrow
//! column saved as CSV leaves "3,17108E+15". What was there cannot be told any more, and a digit that
//! is guessed makes somebody else of a person. So these are reported, never mended.

use super::sheet::Cell;

/// What a cell for a NIK or a No. KK holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Digits {
    /// Nothing, or words to that effect.
    Absent { has_none: bool },
    /// To be parsed; separators are still in it.
    Text(String),
    /// A number whose last digits the spreadsheet has thrown away.
    Lost,
}

/// Integers above it are not exact in a spreadsheet's numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub fn read(cell: &Cell) -> Digits {
    match cell {
        Cell::Empty => Digits::Absent { has_none: false },
        Cell::Number(number) => from_number(*number),
        Cell::Text(text) => from_text(text),
        Cell::Date(_) | Cell::Bool(_) => Digits::Text(cell.text()),
    }
}

/// Whether a column of whole numbers was cut before it became text: one NIK in ten ends in 0, so where
/// nearly all do, a spreadsheet did it.
pub fn looks_cut<'a>(cells: impl Iterator<Item = &'a Cell>) -> bool {
    let (mut whole, mut ending_in_zero) = (0_usize, 0_usize);
    for cell in cells {
        if let Digits::Text(text) = read(cell) {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if digits.len() == 16 {
                whole += 1;
                ending_in_zero += usize::from(digits.ends_with('0'));
            }
        }
    }
    5 <= whole && whole * 8 <= ending_in_zero * 10
}

fn from_number(number: f64) -> Digits {
    if number == 0.0 {
        return Digits::Absent { has_none: false };
    }
    if EXACT <= number || (1e15 <= number && number % 10.0 == 0.0) {
        return Digits::Lost;
    }
    Digits::Text(Cell::Number(number).text())
}

fn from_text(text: &str) -> Digits {
    let text = text.trim().trim_start_matches(['\'', '’', '`']).trim();
    let letters: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.bytes().all(|digit| digit == b'0') {
        let has_none = matches!(
            letters.as_str(),
            "belumpunya"
                | "blmpunya"
                | "belumada"
                | "blmada"
                | "tidakpunya"
                | "tdkpunya"
                | "belumpunyaktp"
                | "blmpunyaktp"
                | "belumadaktp"
                | "tidakpunyaktp"
                | "belumktp"
                | "blmktp"
                | "tidakada"
                | "tdkada"
        );
        // "#######" is what a column too narrow for its number shows.
        if 3 < text.len() && text.bytes().all(|b| b == b'#') {
            return Digits::Lost;
        }
        if digits.is_empty() && !letters.is_empty() && !has_none && !is_unknown(&letters) {
            return Digits::Text(text.to_owned());
        }
        return Digits::Absent { has_none };
    }
    if letters == "e" {
        return scientific(text);
    }
    let whole = text
        .strip_suffix(".0")
        .or_else(|| text.strip_suffix(",0"))
        .or_else(|| text.strip_suffix(".00"));
    if let Some(whole) = whole.or_else(|| text.strip_suffix(",00")) {
        return written_number(whole);
    }
    if is_grouped(text) {
        return written_number(text);
    }
    let unlabelled = text.trim_start_matches(|c: char| c.is_alphabetic() || " .:-".contains(c));
    let label: String = letters.chars().take(4).collect();
    if matches!(label.as_str(), "nik" | "ktp" | "kk" | "no" | "nokk") {
        return Digits::Text(unlabelled.to_owned());
    }
    Digits::Text(text.to_owned())
}

fn is_unknown(letters: &str) -> bool {
    matches!(
        letters,
        "tidaktahu"
            | "tdktahu"
            | "tidakdiketahui"
            | "lupa"
            | "hilang"
            | "ktphilang"
            | "x"
            | "xx"
            | "na"
            | "kosong"
            | "belumtahu"
            | "blmtahu"
            | "nihil"
            | "null"
            | "none"
            | "ref"
            | "value"
            | "menyusul"
            | "tidakjelas"
    )
}

/// "3,17108E+15": whole only where all sixteen digits are written out.
fn scientific(text: &str) -> Digits {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Digits::Lost;
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let shifts = exponent.trim().trim_start_matches('+').parse() == Ok(15);
    let pointed = mantissa
        .trim()
        .as_bytes()
        .get(1)
        .is_some_and(|b| *b == b'.' || *b == b',');
    if shifts && pointed && digits.len() == 16 {
        written_number(&digits)
    } else {
        Digits::Lost
    }
}

/// Digits that were a number before they became text: fifteen of them are true.
fn written_number(text: &str) -> Digits {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 16 && digits.ends_with('0') {
        Digits::Lost
    } else {
        Digits::Text(digits)
    }
}

/// "3.171.084.107.510.002": the thousands of a number, not the parts of a NIK.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split(['.', ',']);
    let first = groups
        .next()
        .is_some_and(|group| (1..=3).contains(&group.len()));
    let rest: Vec<&str> = groups.collect();
    first && 3 < rest.len() && rest.iter().all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    //! All NIKs are invented.

    use super::*;

    fn text(t: &str) -> Digits {
        read(&Cell::Text(t.into()))
    }

    #[test]
    fn a_number_whose_last_digits_are_gone_is_never_mended() {
        for lost in [
            "3,17108E+15",
            "3.17108E+15",
            "3,17108410751e+15",
            "3.17108410751000E15",
            "########",
        ] {
            assert_eq!(text(lost), Digits::Lost, "{lost}");
        }
        assert_eq!(read(&Cell::Number(3_171_084_107_510_000.0)), Digits::Lost);
        assert_eq!(read(&Cell::Number(3_171_084_107_510_010.0)), Digits::Lost);
        assert_eq!(read(&Cell::Number(9_171_084_107_510_012.0)), Digits::Lost);
        assert_eq!(text("3171084107510010,00"), Digits::Lost);
        assert_eq!(text("3.171.084.107.510.010"), Digits::Lost);
    }

    #[test]
    fn a_number_that_is_still_whole_is_taken() {
        let whole = Digits::Text("3171084107510002".into());
        assert_eq!(read(&Cell::Number(3_171_084_107_510_002.0)), whole);
        for t in [
            "3171084107510002",
            "'3171084107510002",
            "3171084107510002.0",
            "3.171084107510002E15",
            "NIK: 3171084107510002",
        ] {
            assert_eq!(text(t), whole, "{t}");
        }
        assert_eq!(text("3.171.084.107.510.002"), whole);
    }

    #[test]
    fn a_text_column_in_which_nearly_all_end_in_zero_was_cut() {
        let column = |last: &[u8]| -> Vec<Cell> {
            last.iter()
                .map(|d| Cell::Text(format!("317108410751001{d}")))
                .collect()
        };
        assert!(looks_cut(column(&[0, 0, 0, 0, 0, 7]).iter()));
        assert!(!looks_cut(column(&[0, 1, 2, 3, 0, 7]).iter()));
        assert!(!looks_cut(column(&[0, 0]).iter()));
    }

    #[test]
    fn words_for_nothing_are_nothing() {
        for t in ["", "-", "0", "?", "tidak tahu", "x", "N/A", "#N/A"] {
            assert_eq!(text(t), Digits::Absent { has_none: false }, "{t}");
        }
        for t in ["belum punya", "Blm punya KTP", "tidak ada"] {
            assert_eq!(text(t), Digits::Absent { has_none: true }, "{t}");
        }
        assert_eq!(text("Sumiati"), Digits::Text("Sumiati".into()));
    }
}

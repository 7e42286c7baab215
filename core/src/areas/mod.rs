//! The 267 kelurahan of DKI Jakarta, by the codes of Kemendagri.
//!
//! The table is `core/data/wilayah-dki-jakarta.csv` (Kepmendagri 300.2.2-2430/2025; data set of
//! Cahya DSN, MIT, see `core/data/LICENSE-wilayah.txt`).

mod spelling;

use std::collections::HashMap;
use std::sync::LazyLock;

use spelling::plain_name;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kelurahan {
    /// "31.71.08.1002".
    pub code: &'static str,
    pub name: &'static str,
    pub postal_code: &'static str,
    pub kecamatan_code: &'static str,
    pub kecamatan: &'static str,
    pub kota_code: &'static str,
    pub kota: &'static str,
}

struct Table {
    rows: Vec<Kelurahan>,
    by_code: HashMap<&'static str, usize>,
    by_name: HashMap<String, usize>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../../data/wilayah-dki-jakarta.csv");
    let rows: Vec<Kelurahan> = text.lines().skip(1).filter_map(kelurahan).collect();
    let by_code = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.code, at))
        .collect();
    let by_name = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (plain_name(row.name), at))
        .collect();
    Table {
        rows,
        by_code,
        by_name,
    }
});

fn kelurahan(line: &'static str) -> Option<Kelurahan> {
    let mut parts = line.split(',');
    let row = Kelurahan {
        code: parts.next()?,
        name: parts.next()?,
        postal_code: parts.next()?,
        kecamatan_code: parts.next()?,
        kecamatan: parts.next()?,
        kota_code: parts.next()?,
        kota: parts.next()?,
    };
    Some(row)
}

/// Every kelurahan, in the order of its code.
pub fn all() -> &'static [Kelurahan] {
    &TABLE.rows
}

pub fn by_code(code: &str) -> Option<&'static Kelurahan> {
    TABLE.by_code.get(code).map(|at| &TABLE.rows[*at])
}

/// By a code with or without dots ("31.71.08.1002", "3171081002"), or by name as written by hand:
/// "Kp. Rawa", "KEL. KAMPUNG RAWA", one or two letters wrong where only one kelurahan is near.
pub fn find(text: &str) -> Option<&'static Kelurahan> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let has_letters = text.chars().any(char::is_alphabetic);
    if !has_letters && digits.len() == 10 {
        let code = format!(
            "{}.{}.{}.{}",
            &digits[..2],
            &digits[2..4],
            &digits[4..6],
            &digits[6..]
        );
        return by_code(&code);
    }
    if !has_letters {
        return None;
    }
    let name = plain_name(text);
    if let Some(at) = TABLE.by_name.get(&name) {
        return Some(&TABLE.rows[*at]);
    }
    let near = nearest(&name);
    if let [(_, only)] = near.as_slice() {
        Some(&TABLE.rows[*only])
    } else {
        None
    }
}

/// Names close to `text`, closest first, for "Maksudnya …?".
pub fn suggestions(text: &str, limit: usize) -> Vec<&'static Kelurahan> {
    let name = plain_name(text);
    let mut scored: Vec<(f64, usize)> = TABLE
        .by_name
        .iter()
        .map(|(known, at)| (strsim::jaro_winkler(known, &name), *at))
        .filter(|(score, _)| 0.8 <= *score)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored
        .into_iter()
        .take(limit)
        .map(|(_, at)| &TABLE.rows[at])
        .collect()
}

/// Names within a slip of `name`: the smallest distance only.
fn nearest(name: &str) -> Vec<(usize, usize)> {
    let allowed = match name.len() {
        0..=5 => return Vec::new(),
        6..=9 => 1,
        _ => 2,
    };
    let mut near: Vec<(usize, usize)> = TABLE
        .by_name
        .iter()
        .filter(|(known, _)| known.len().abs_diff(name.len()) <= allowed)
        .map(|(known, at)| (strsim::osa_distance(known, name), *at))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    let best = near.iter().map(|(distance, _)| *distance).min();
    near.retain(|(distance, _)| Some(*distance) == best);
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kelurahan_is_found_by_its_code_and_by_its_name() {
        assert_eq!(all().len(), 267);
        for row in all() {
            assert_eq!(find(row.code), Some(row));
            assert_eq!(find(&row.code.replace('.', "")), Some(row));
            assert_eq!(find(row.name), Some(row), "{}", row.name);
            assert_eq!(
                find(&format!("KEL. {}", row.name.to_uppercase())),
                Some(row)
            );
        }
    }

    #[test]
    fn a_kelurahan_is_found_as_people_write_it() {
        let cases = [
            ("Kp. Rawa", "31.71.08.1002"),
            ("KP RAWA", "31.71.08.1002"),
            ("Kelurahan Kampung Rawa", "31.71.08.1002"),
            ("Kampung Rawa, Johar Baru", "31.71.08.1002"),
            ("Kel. Kampung Rawa Kec. Johar Baru", "31.71.08.1002"),
            ("Tnh Tinggi", "31.71.08.1004"),
            ("Kampug Rawa", "31.71.08.1002"),
            ("JOHARBARU", "31.71.08.1001"),
            ("Srengseng Swah", "31.74.09.1002"),
        ];
        for (text, code) in cases {
            assert_eq!(find(text).map(|row| row.code), Some(code), "{text}");
        }
        for text in ["", "-", "Konoha", "31.71.08.9999", "Galor Raya Indah"] {
            assert_eq!(find(text), None, "{text}");
        }
        assert!(
            suggestions("Kampung Raw", 3)
                .iter()
                .any(|row| row.name == "Kampung Rawa")
        );
    }
}

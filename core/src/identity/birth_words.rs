//! The words around a birth date: months, places, and what people write for "unknown".

use super::birth_text::OLDEST;

pub(super) enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
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

pub(super) fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

/// "1941-12-31T00:00:00" and "31/12/1941 0:00" without their time.
pub(super) fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let hours = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    match hours.strip_suffix(['T', ' ']) {
        Some(date) if date.contains(|c: char| c.is_ascii_digit()) => date.trim_end(),
        _ => text,
    }
}

pub(super) fn age_of(numbers: &[&str], words: &[String]) -> Option<i32> {
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

pub(super) fn is_nothing(words: &[String]) -> bool {
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

pub(super) fn month_of(word: &str) -> Option<u32> {
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
pub(super) fn place_of(text: &str) -> String {
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

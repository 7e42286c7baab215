//! No number that could be somebody's NIK stands in the sources.
//!
//! A file with NIK-like numbers says that they are invented; then whoever writes one there has
//! read the word.

use super::{Source, check};

const DECLARATION: &str = "invented";

#[test]
fn nik_like_numbers_are_declared_as_invented() {
    check(
        "take another number, or say in the file that the NIKs are invented",
        undeclared_niks,
    );
}

#[test]
fn an_undeclared_nik_is_found() {
    // Built here, so that this file holds no such number; it is invented anyway.
    let nik = format!("317108{}{}", "711241", "0003");
    let source = Source::sample("docs/x.md", &format!("Ibu Sumiati, {nik}"));
    assert_eq!(undeclared_niks(&source).len(), 1);
    let declared = format!("All numbers are invented: {nik}");
    assert_eq!(
        undeclared_niks(&Source::sample("docs/x.md", &declared)),
        Vec::<String>::new()
    );
    let hash = format!("a{nik}f 1234567890123456 {nik}0");
    assert_eq!(
        undeclared_niks(&Source::sample("docs/x.md", &hash)),
        Vec::<String>::new()
    );
}

fn undeclared_niks(source: &Source) -> Vec<String> {
    if source.text.contains(DECLARATION) {
        return Vec::new();
    }
    source
        .lines()
        .filter(|(_, line)| words_of(line).any(is_nik_like))
        .map(|(number, _)| source.at(number, "a number like a NIK"))
        .collect()
}

fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|found: char| !found.is_alphanumeric())
}

/// Sixteen digits with a province, a day (women 40 more), a month and a serial. Source: PP 40/2019.
fn is_nik_like(word: &str) -> bool {
    if word.len() != 16 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let number = |from: usize, to: usize| word[from..to].parse::<u32>().unwrap_or_default();
    let day = number(6, 8) % 40;
    (11..=96).contains(&number(0, 2))
        && (1..=31).contains(&day)
        && number(6, 8) <= 71
        && (1..=12).contains(&number(8, 10))
        && number(12, 16) != 0
}

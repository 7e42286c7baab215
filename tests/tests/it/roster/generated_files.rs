//! The generator itself: its files are what they claim to be, and the same each time.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use rantang_tests::roster_generator::{Format, generate};

const SEEDS: std::ops::Range<u64> = 0..40;

#[test]
fn the_same_seed_writes_the_same_file() {
    for format in Format::ALL {
        let first = generate(7, format).expect("a roster is written");
        let second = generate(7, format).expect("a roster is written");
        assert_eq!(first.bytes, second.bytes, "{format:?}");
        let other = generate(8, format).expect("a roster is written");
        assert_ne!(first.bytes, other.bytes, "{format:?}");
    }
}

#[test]
fn spreadsheets_hold_each_expected_person_in_the_row_that_is_said() {
    for format in [Format::Xlsx, Format::Xls, Format::Ods] {
        for seed in SEEDS {
            let roster = generate(seed, format).expect("a roster is written");
            let mut workbook = open_workbook_auto_from_rs(Cursor::new(roster.bytes))
                .unwrap_or_else(|error| panic!("{format:?} of seed {seed} opens: {error}"));
            let sheets = workbook.worksheets();
            for person in &roster.expected.people {
                let row = person.row - 1;
                let stands_there = sheets.iter().any(|(_, range)| {
                    let width = range.end().map_or(0, |(_, last)| last);
                    (0..=width).any(|column| {
                        matches!(range.get_value((row, column)), Some(Data::String(text))
                            if collapsed(text) == person.name)
                    })
                });
                assert!(
                    stands_there,
                    "{format:?} of seed {seed}, row {}",
                    person.row
                );
            }
        }
    }
}

#[test]
fn every_kind_of_mistake_is_made() {
    let mut made: Vec<&str> = Vec::new();
    for format in Format::ALL {
        for seed in SEEDS {
            let expected = generate(seed, format)
                .expect("a roster is written")
                .expected;
            made.extend(expected.errors.iter().map(|problem| problem.code));
            made.extend(expected.warnings.iter().map(|problem| problem.code));
            made.extend(expected.duplicates.iter().map(|duplicate| duplicate.code));
            assert!(
                0 < expected.ready,
                "{format:?} of seed {seed} has somebody who can enter"
            );
        }
    }
    made.sort_unstable();
    made.dedup();
    let all = [
        "birth_date_invalid",
        "birth_missing",
        "birth_year_only",
        "kelurahan_unknown",
        "name_missing",
        "nik_area_mismatch",
        "nik_birth_mismatch",
        "nik_invalid",
        "nik_length",
        "nik_missing",
        "nik_precision_lost",
        "nik_sex_mismatch",
        "rt_rw_invalid",
        "rt_rw_missing",
        "same_nik",
        "similar_name",
    ];
    assert_eq!(made, all);
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

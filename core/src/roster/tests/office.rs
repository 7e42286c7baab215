//! One office's file and what becomes of it. All NIKs are invented.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{errors, look, office_file, sheet};
use crate::roster::preview::{NoHeader, Request, preview};
use crate::roster::problem::{Code, Fix};

#[test]
fn an_offices_file_is_sorted_into_what_enters_and_what_does_not() {
    let preview = look(office_file(), &[], Vec::new());
    assert_eq!(
        errors(&preview),
        [
            "6:nik_precision_lost",
            "7:birth_date_invalid",
            "8:name_missing",
            "12:rt_rw_missing"
        ]
    );
    assert_eq!(preview.rows.len(), 8);
    assert_eq!(preview.ready(), 3);
    assert_eq!(preview.duplicates.len(), 1);
    assert_eq!(preview.duplicates[0].rows, [8, 13]);
    assert_eq!(
        preview.duplicates[0].reason,
        "Bunyi nama sama, lahir 1946, RT dan RW sama."
    );
    let names: Vec<&str> = preview
        .rows
        .iter()
        .map(|row| row.entry.name.as_str())
        .collect();
    assert_eq!(names[5], "Hj. Siti Nurhaliza");
    let sumijati = &preview.rows[3].entry;
    assert_eq!(sumijati.birth.unwrap().shown(), "02/11/1946");
    assert_eq!(sumijati.rt.unwrap().to_string(), "004");
    assert_eq!(sumijati.rw.unwrap().to_string(), "06");
    assert_eq!(sumijati.kelurahan.unwrap().code, "31.71.08.1002");
}

#[test]
fn what_is_wrong_comes_with_what_could_stand_there() {
    let preview = look(office_file(), &[], Vec::new());
    let labels = |code: Code| -> Vec<&str> {
        let problem = preview
            .problems
            .iter()
            .find(|problem| problem.code == code)
            .unwrap();
        problem
            .suggestions
            .iter()
            .map(|suggestion| suggestion.label.as_str())
            .collect()
    };
    assert_eq!(labels(Code::NikPrecisionLost), ["Tidak tahu NIK"]);
    assert_eq!(
        labels(Code::BirthDateInvalid),
        [
            "Pakai 01/07/1951",
            "Hanya tahun 1951",
            "Tidak tahu tanggal lahir"
        ]
    );
    assert_eq!(labels(Code::NameMissing), ["Lewati baris ini"]);
    let rw = preview
        .problems
        .iter()
        .find(|problem| problem.code == Code::RtRwMissing)
        .unwrap();
    assert_eq!(
        rw.message,
        "RW belum ada. Baris di atas dan di bawahnya RW 04."
    );
    assert_eq!(labels(Code::RtRwMissing), ["Pakai RW 04"]);
}

#[test]
fn every_suggestion_taken_makes_its_row_enter() {
    let before = look(office_file(), &[], Vec::new());
    let fixes: Vec<(usize, Fix)> = before
        .problems
        .iter()
        .filter(|problem| problem.code.is_error())
        .map(|problem| (problem.row, problem.suggestions[0].fix.clone()))
        .chain([(13, Fix::SamePerson)])
        .collect();
    let after = look(office_file(), &[], fixes);
    assert_eq!(errors(&after), Vec::<String>::new());
    assert_eq!(after.duplicates, []);
    // Of eight rows one was skipped and one is another's twin.
    assert_eq!((after.rows.len(), after.ready()), (6, 6));
}

#[test]
fn two_people_who_sound_alike_enter_both_once_somebody_says_so() {
    let preview = look(office_file(), &[], vec![(13, Fix::DifferentPeople)]);
    assert_eq!(preview.duplicates, []);
    assert_eq!(preview.ready(), 4);
}

#[test]
fn a_sheet_without_a_header_is_refused() {
    let request = Request {
        sheet: sheet(&[&["Sumiati", "4/6"]]),
        columns: BTreeMap::new(),
        fixes: Vec::new(),
        known: &[],
        kelurahan: None,
        home: None,
        today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
    };
    assert_eq!(preview(request, &mut |_, _| {}), Err(NoHeader));
}

#[test]
fn the_line_above_the_signatures_is_nobody_and_a_birthplace_is_not_that_line() {
    let preview = look(
        sheet(&[
            &["Nama", "NIK", "Tempat, Tgl Lahir", "RT/RW"],
            &["Karto", "", "Jakarta, 17/08/1949", ""],
            &["Sumiati", "", "Brebes, 02/11/1946", "4/7"],
            &["", "", "Tanah Tinggi, 24 November 2026", ""],
            &["", "", "Lurah Tanah Tinggi", ""],
        ]),
        &[],
        Vec::new(),
    );
    assert_eq!(preview.rows.len(), 2);
    assert_eq!(errors(&preview), ["2:rt_rw_missing"]);
}

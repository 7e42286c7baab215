//! Cells in all the forms that offices give them. All NIKs are invented.

use chrono::NaiveDate;

use super::{codes, errors, look, sheet, t};
use crate::identity::birth::Birth;
use crate::identity::{BirthPrecision, Sex};
use crate::roster::problem::Code;
use crate::roster::sheet::{Cell, Merge};

#[test]
fn a_nik_that_disagrees_is_remarked_upon_and_enters() {
    let preview = look(
        sheet(&[
            &["Nama", "NIK", "Tgl Lahir", "L/P", "RT", "RW", "Kelurahan"],
            &[
                "Sumiati",
                "3171084211460001",
                "03/11/1946",
                "P",
                "4",
                "6",
                "Kp. Rawa",
            ],
            &[
                "Sukardi",
                "3171084211460002",
                "1946",
                "L",
                "4",
                "6",
                "31.71.08.1002",
            ],
            &[
                "Karto",
                "3273010211460003",
                "02/11/1946",
                "L",
                "4",
                "115",
                "3171081002",
            ],
            &["Wagi", "9973010211460003", "", "L", "4", "6", "Konoha"],
            &["Tini", "317108", "", "Pr", "4", "6", ""],
        ]),
        &[],
        Vec::new(),
    );
    let expected = [
        "2:nik_birth_mismatch",
        "3:nik_sex_mismatch",
        "3:birth_year_only",
        "4:nik_area_mismatch",
        "5:nik_invalid",
        "5:birth_missing",
        "5:kelurahan_unknown",
        "6:nik_length",
        "6:birth_missing",
    ];
    assert_eq!(codes(&preview), expected);
    assert_eq!(preview.ready(), 3);
    assert_eq!(preview.rows[2].entry.rw.unwrap().to_string(), "115");
}

#[test]
fn groups_of_an_rw_give_their_rw_to_the_rows_below() {
    let preview = look(
        sheet(&[
            &["DATA LANSIA KELURAHAN GALUR"],
            &["No", "Nama", "Umur", "RT"],
            &["RW 03"],
            &["1", "Sumiati", "80", "4"],
            &["RW 04", "", "", ""],
            &["2", "Karto", "78 th", "004"],
            &["Jumlah", "2", "", ""],
        ]),
        &[],
        Vec::new(),
    );
    assert_eq!(errors(&preview), Vec::<String>::new());
    let places: Vec<String> = preview
        .rows
        .iter()
        .map(|row| format!("{}/{}", row.entry.rt.unwrap(), row.entry.rw.unwrap()))
        .collect();
    assert_eq!(places, ["004/03", "004/04"]);
    let birth = preview.rows[1].entry.birth.unwrap();
    assert_eq!(
        (birth.year(), birth.precision()),
        (1948, BirthPrecision::Year)
    );
}

#[test]
fn joined_cells_speak_for_each_row_they_cover() {
    let mut file = sheet(&[
        &["NAMA", "ALAMAT", "", "", "Lahir"],
        &["", "Jalan", "RT", "RW", ""],
        &["Sumiati", "Gg Mawar", "4", "06", "1946"],
        &["Karto", "Gg Mawar", "5", "", "1940"],
    ]);
    file.merges = vec![
        Merge {
            top: 0,
            left: 0,
            bottom: 1,
            right: 0,
        },
        Merge {
            top: 0,
            left: 1,
            bottom: 0,
            right: 3,
        },
        Merge {
            top: 0,
            left: 4,
            bottom: 1,
            right: 4,
        },
        Merge {
            top: 2,
            left: 3,
            bottom: 3,
            right: 3,
        },
    ];
    let preview = look(file, &[], Vec::new());
    assert_eq!(preview.ready(), 2);
    assert_eq!(preview.rows[1].entry.rw.unwrap().to_string(), "06");
    assert_eq!(preview.rows[1].entry.address, "Gg Mawar");
}

#[test]
fn numbers_and_dates_of_a_spreadsheet_are_taken_for_what_they_are() {
    let day = |y, m, d| Cell::Date(NaiveDate::from_ymd_opt(y, m, d).unwrap());
    let mut file = sheet(&[&["Nama", "NIK", "Tgl Lahir", "RT/RW"]]);
    file.rows.extend([
        vec![
            t("Sumiati"),
            Cell::Number(3_171_084_211_460_001.0),
            day(1946, 11, 2),
            t("4/6"),
        ],
        vec![
            t("Karto"),
            Cell::Number(3_171_080_211_460_010.0),
            Cell::Number(17_108.0),
            t("4/6"),
        ],
        vec![t("Wagimin"), t("-"), Cell::Number(1940.0), day(2026, 7, 4)],
        vec![t("Ponirah"), t("-"), Cell::Number(1941.0), day(2026, 7, 7)],
        vec![t("Tumirah"), t("-"), Cell::Number(1942.0), t("04-Jul")],
        vec![
            t("Tukiyem"),
            t("-"),
            Cell::Number(1943.0),
            Cell::Number(4.7),
        ],
    ]);
    let preview = look(file, &[], Vec::new());
    assert_eq!(
        errors(&preview),
        [
            "3:nik_precision_lost",
            "4:rt_rw_invalid",
            "6:rt_rw_invalid",
            "7:rt_rw_invalid"
        ]
    );
    assert_eq!(
        preview.rows[0].entry.birth,
        Birth::on(NaiveDate::from_ymd_opt(1946, 11, 2).unwrap()).into()
    );
    assert_eq!(preview.rows[1].entry.birth.unwrap().shown(), "02/11/1946");
    assert_eq!(preview.rows[3].entry.rt.unwrap().number(), 7);
    let dates = preview
        .problems
        .iter()
        .find(|problem| problem.code == Code::RtRwInvalid)
        .unwrap();
    let labels: Vec<&str> = dates.suggestions.iter().map(|s| s.label.as_str()).collect();
    assert_eq!(labels, ["Pakai RT 004 RW 07", "Pakai RT 007 RW 04"]);
}

#[test]
fn one_header_over_two_columns_is_told_apart_by_what_is_below() {
    let mut file = sheet(&[
        &[
            "Nama",
            "Tempat, Tgl Lahir",
            "",
            "RT/RW",
            "",
            "Jenis Kelamin",
            "",
        ],
        &["", "", "", "", "", "L", "P"],
        &["Sumiati", "Jakarta", "02/11/1946", "4", "7", "", "v"],
        &["Karto", "Tegal", "1940", "5", "8", "1", ""],
    ]);
    file.merges = vec![
        Merge {
            top: 0,
            left: 1,
            bottom: 1,
            right: 2,
        },
        Merge {
            top: 0,
            left: 3,
            bottom: 1,
            right: 4,
        },
    ];
    let preview = look(file, &[], Vec::new());
    assert_eq!(errors(&preview), Vec::<String>::new());
    let sumiati = &preview.rows[0].entry;
    assert_eq!(sumiati.birth.unwrap().shown(), "02/11/1946");
    assert_eq!(sumiati.birth_place, "Jakarta");
    assert_eq!(
        (sumiati.rt.unwrap().number(), sumiati.rw.unwrap().number()),
        (4, 7)
    );
    assert_eq!(sumiati.sex, Some(Sex::Female));
    assert_eq!(preview.rows[1].entry.sex, Some(Sex::Male));
}

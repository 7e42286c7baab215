//! Rosters as offices keep them, from the first cell to what would enter.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::known::{KnownPerson, KnownStanding};
use super::preview::{NoHeader, Preview, Request, Standing, preview};
use super::problem::{Code, Fix};
use super::sheet::{Cell, Merge, Sheet};
use crate::areas;
use crate::identity::birth::{Birth, BirthPrecision};

fn t(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.into())
    }
}

fn sheet(rows: &[&[&str]]) -> Sheet {
    let rows = rows
        .iter()
        .map(|row| row.iter().map(|text| t(text)).collect())
        .collect();
    Sheet {
        rows,
        ..Sheet::default()
    }
}

fn look(sheet: Sheet, known: &[KnownPerson], fixes: Vec<(usize, Fix)>) -> Preview {
    let request = Request {
        sheet,
        columns: BTreeMap::new(),
        fixes,
        known,
        kelurahan: areas::find("Kampung Rawa"),
        home: None,
        today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
    };
    preview(request, &mut |_, _| {}).unwrap()
}

/// "row:code" as the office counts rows, errors and warnings.
fn codes(preview: &Preview) -> Vec<String> {
    preview
        .problems
        .iter()
        .map(|p| format!("{}:{}", p.row + 1, p.code.as_str()))
        .collect()
}

fn errors(preview: &Preview) -> Vec<String> {
    let errors = preview.problems.iter().filter(|p| p.code.is_error());
    errors
        .map(|p| format!("{}:{}", p.row + 1, p.code.as_str()))
        .collect()
}

/// The people that an import of `preview` leaves in the store.
fn imported(preview: &Preview) -> Vec<KnownPerson> {
    let person = |row: &super::preview::Row| {
        let entry = &row.entry;
        KnownPerson {
            id: Uuid::from_u128(row.row as u128 + 1),
            standing: KnownStanding::Enrolled,
            name: entry.name.clone(),
            nickname: entry.nickname.clone(),
            nik: entry.nik.clone(),
            kk: entry.kk.clone(),
            birth: entry.birth,
            sex: entry.sex,
            rt: entry.rt,
            rw: entry.rw,
            kelurahan_code: entry
                .kelurahan
                .map(|k| k.code.to_owned())
                .unwrap_or_default(),
            address: entry.address.clone(),
            landmark: entry.landmark.clone(),
            phone: entry.phone.clone(),
            contact_name: entry.contact_name.clone(),
            diet: entry.diet.clone(),
            note: entry.note.clone(),
        }
    };
    preview.new_rows().map(person).collect()
}

const HEADER: &[&str] = &[
    "No",
    "NAMA LANSIA",
    "No. KTP",
    "Tgl Lahir",
    "RT/RW",
    "Ancer2",
    "Ket.",
];

/// The office's file of the picture: titles, groups, a subtotal, signatures.
fn office_file() -> Sheet {
    sheet(&[
        &["DAFTAR NAMA LANSIA PENERIMA PERMAKANAN"],
        &["KELURAHAN KAMPUNG RAWA TAHUN 2026"],
        &[],
        HEADER,
        &["1", "2", "3", "4", "5", "6", "7"],
        &[
            "1",
            "Bpk. Wagimin",
            "3,17108E+15",
            "31/12/1943",
            "001/05",
            "Kontrakan H. Mamat, pintu 4",
            "sdh verif",
        ],
        &[
            "2",
            "Ny. Tumirah",
            "3171084107510002",
            "41-07-51",
            "012/02",
            "Belakang SDN 05",
            "",
        ],
        &[
            "3",
            "",
            "3171081503440001",
            "15/03/1944",
            "004/06",
            "Sebelah rumah Pak RT",
            "",
        ],
        &[
            "4",
            "Sumijati",
            "3171084211460001",
            "02/11/1946",
            "004/06",
            "Dekat pos RW",
            "",
        ],
        &["", "Jumlah RW 06", "", "", "", "4", ""],
        &["5", "Karto", "", "1940", "RT 03 RW 04", "", ""],
        &[
            "6",
            "Hj.  Siti   Nurhaliza",
            "3171086006420003",
            "20/06/1942",
            "RT 8",
            "Rumah tingkat",
            "",
        ],
        &["7", "Ponirah", "", "", "5/4", "", ""],
        &[
            "8",
            "Soemiyati",
            "",
            "1946",
            "004/06",
            "Samping pos RW",
            "janda",
        ],
        &[],
        &["", "", "", "", "Jakarta, 24 November 2026", "", ""],
        &["", "Mengetahui", "", "", "Lurah Kampung Rawa", "", ""],
        &["", "Budi Santoso", "", "", "Ratna Dewi", "", ""],
        &["", "NIP. 197001011990031001", "", "", "", "", ""],
    ])
}

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
fn the_same_file_again_changes_nothing() {
    let first = look(office_file(), &[], vec![(13, Fix::DifferentPeople)]);
    let again = look(office_file(), &imported(&first), Vec::new());
    assert_eq!(again.new_rows().count(), 0);
    assert_eq!(again.changes, []);
    assert_eq!(again.gone, Vec::<Uuid>::new());
    assert_eq!(again.duplicates, []);
    assert_eq!(again.ready(), first.ready());
}

#[test]
fn a_newer_file_shows_who_is_new_changed_and_gone() {
    let header: &[&str] = &["Nama", "NIK", "Tgl Lahir", "RT/RW", "Patokan"];
    let first = look(
        sheet(&[
            header,
            &[
                "Sumiati",
                "3171084211460001",
                "02/11/1946",
                "4/6",
                "Dekat pos",
            ],
            &["Karto", "", "03/02/1940", "5/6", ""],
            &["Ponirah", "", "1944", "5/6", ""],
        ]),
        &[],
        Vec::new(),
    );
    let known = imported(&first);
    let newer = look(
        sheet(&[
            header,
            &["Sumiati", "3171084211460001", "1946", "4/6", "Pintu biru"],
            &["KARTO", "", "03/02/1940", "9/7", ""],
            &["Wagimin", "", "1941", "1/1", ""],
        ]),
        &known,
        Vec::new(),
    );
    let changes: Vec<_> = newer
        .changes
        .iter()
        .map(|c| (c.row, c.field.code(), c.after.as_str()))
        .collect();
    assert_eq!(
        changes,
        [(1, "landmark", "Pintu biru"), (2, "rt_rw", "009/07")]
    );
    assert_eq!(
        newer
            .new_rows()
            .map(|row| row.entry.name.as_str())
            .collect::<Vec<_>>(),
        ["Wagimin"]
    );
    assert_eq!(newer.gone, [known[2].id]);
}

#[test]
fn a_twin_in_the_store_waits_for_a_decision() {
    let header: &[&str] = &["Nama", "Tgl Lahir", "RT/RW"];
    let known = imported(&look(
        sheet(&[header, &["Soemijati", "1946", "4/6"]]),
        &[],
        Vec::new(),
    ));
    let file = || sheet(&[header, &["Sumiyati", "02/11/1946", "4/6"]]);
    let undecided = look(file(), &known, Vec::new());
    assert_eq!(undecided.duplicates[0].person, Some(known[0].id));
    assert_eq!(undecided.rows[0].standing, Standing::Twin);
    assert_eq!(undecided.gone, Vec::<Uuid>::new());
    let same = look(file(), &known, vec![(1, Fix::SamePerson)]);
    assert_eq!(same.rows[0].standing, Standing::Changed(known[0].id));
    let different = look(file(), &known, vec![(1, Fix::DifferentPeople)]);
    assert_eq!(different.rows[0].standing, Standing::New);
}

#[test]
fn the_dead_and_those_who_left_are_not_brought_back_by_a_list() {
    let header: &[&str] = &["Nama", "Tgl Lahir", "RT/RW"];
    let rows: &[&[&str]] = &[
        header,
        &["Sumiyati", "02/11/1946", "4/6"],
        &["Karto", "1940", "4/6"],
    ];
    let mut known = imported(&look(sheet(rows), &[], Vec::new()));
    known[0].standing = KnownStanding::Deceased;
    known[1].standing = KnownStanding::Left;
    known[0].landmark = "dulu".into();
    let again = look(sheet(rows), &known, Vec::new());
    assert_eq!(again.changes, []);
    assert!(codes(&again).contains(&"2:person_deceased".to_owned()));
    assert!(codes(&again).contains(&"3:person_left".to_owned()));
}

#[test]
fn a_nik_that_stands_twice_lets_only_the_first_enter() {
    let preview = look(
        sheet(&[
            &["Nama", "NIK", "Tgl Lahir", "RT/RW"],
            &["Sumiati", "3171084211460001", "02/11/1946", "4/6"],
            &["Karto", "", "1940", "4/6"],
            &["SUMIYATI", "3171084211460001", "02-11-46", "004/06"],
        ]),
        &[],
        Vec::new(),
    );
    assert_eq!(preview.duplicates.len(), 1);
    assert_eq!(preview.duplicates[0].code.as_str(), "same_nik");
    assert_eq!(preview.duplicates[0].rows, [1, 3]);
    assert_eq!(preview.rows[2].standing, Standing::Twin);
    assert_eq!(preview.ready(), 2);
}

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

fn any_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        2 => Just(Cell::Empty),
        4 => "\\PC{0,20}".prop_map(Cell::Text),
        2 => "[0-9/ -]{0,17}".prop_map(Cell::Text),
        1 => prop::sample::select(vec!["Sumiati", "Karto", "RW 05", "Jumlah", "NAMA", "NIK", "004/05"])
            .prop_map(|text| Cell::Text(text.into())),
        1 => any::<f64>().prop_map(Cell::Number),
        1 => (0_i32..200, 1_u32..13, 1_u32..29)
            .prop_map(|(y, m, d)| NaiveDate::from_ymd_opt(1900 + y, m, d).map_or(Cell::Empty, Cell::Date)),
        1 => any::<bool>().prop_map(Cell::Bool),
    ]
}

proptest! {
    #[test]
    fn every_row_of_any_sheet_is_accounted_for(
        rows in prop::collection::vec(prop::collection::vec(any_cell(), 0..8), 0..25),
        top in 0_usize..30, left in 0_usize..8, tall in 0_usize..30, wide in 0_usize..8,
    ) {
        let mut file = sheet(&[HEADER]);
        file.rows.extend(rows);
        file.merges = vec![Merge { top: top + 1, left, bottom: top + 1 + tall, right: left + wide }];
        let height = file.rows.len();
        let first = look(file.clone(), &[], Vec::new());
        let below = height - first.header.first_data_row;
        prop_assert_eq!(first.rows.len() + first.skipped, below);
        for row in &first.rows {
            let broken = first.problems.iter().any(|p| p.row == row.row && p.code.is_error());
            prop_assert_eq!(broken, row.standing == Standing::Broken);
        }
        let again = look(file, &imported(&first), Vec::new());
        prop_assert_eq!(again.new_rows().count(), 0);
        prop_assert_eq!(again.changes.len(), 0);
        prop_assert_eq!(again.gone.len(), 0);
    }
}

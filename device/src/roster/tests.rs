//! From the bytes of a file to what the screens and scripts are told. All NIKs are invented.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rantang_core::areas;
use rantang_core::ids::PersonId;
use rantang_core::people::NikStatus;
use rantang_core::people::operations::PersonSet;
use rantang_core::roster::field::RosterField;
use rantang_core::roster::preview::Preview;
use rust_xlsxwriter::Workbook;
use uuid::Uuid;

use super::file::FileProblem;
use super::preview::{Chosen, view};
use super::report::RosterReport;
use super::view::{RosterFix, RosterFixValue, RosterPreviewView};
use super::writing::{self, Entering};

/// Titles, a header in row 4 and five people.
fn office_file() -> Vec<u8> {
    let rows: &[&[&str]] = &[
        &["DAFTAR LANSIA KELURAHAN KAMPUNG RAWA"],
        &[],
        &[],
        &[
            "No",
            "NAMA LANSIA",
            "No. KTP",
            "No. KK",
            "Tgl Lahir",
            "RT/RW",
            "Ancer2",
            "Ket.",
        ],
        &[
            "1",
            "Bpk. Wagimin",
            "3,17108E+15",
            "",
            "31/12/1943",
            "001/05",
            "pintu 4",
            "sdh verif",
        ],
        &[
            "2",
            "Sumijati",
            "3171084211460001",
            "3171080101100007",
            "02/11/1946",
            "004/06",
            "Dekat pos RW",
            "",
        ],
        &[
            "3",
            "Karto",
            "",
            "",
            "41-07-40",
            "004/06",
            "lihat 3171084211460001",
            "",
        ],
        &[
            "4",
            "Soemiyati",
            "",
            "",
            "1946",
            "004/06",
            "Samping pos RW",
            "janda",
        ],
        &["5", "Ponirah", "", "", "1944", "RT 8", "", ""],
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write(row, column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn chosen() -> Chosen {
    Chosen::from_bytes("Daftar FINAL (2).xlsx", &office_file(), None).unwrap()
}

fn look(chosen: &Chosen) -> (Preview, RosterPreviewView) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let preview = chosen
        .preview(&[], areas::find("Galur"), today, &mut |_, _| {})
        .unwrap();
    let shown = view(Uuid::nil(), chosen, &preview, &[]);
    (preview, shown)
}

#[test]
fn a_preview_speaks_of_rows_and_columns_as_the_office_sees_them() {
    let (_, view) = look(&chosen());
    assert_eq!(
        (view.header_row, view.rows, view.ready, view.new_count),
        (4, 5, 1, 1)
    );
    let places: Vec<(u32, &str, &str)> = view
        .errors
        .iter()
        .map(|error| (error.row, error.column.as_str(), error.code.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (5, "No. KTP", "nik_precision_lost"),
            (7, "Tgl Lahir", "birth_date_invalid"),
            (9, "RT/RW", "rt_rw_missing"),
        ]
    );
    assert_eq!(view.duplicates[0].rows, [6, 8]);
    let landmark = view
        .columns
        .iter()
        .find(|column| column.header == "Ancer2")
        .unwrap();
    assert_eq!(
        (landmark.letter.as_str(), landmark.field),
        ("G", Some(RosterField::Landmark))
    );
}

#[test]
fn no_nik_and_no_kk_leaves_the_preview_whole() {
    let (_, view) = look(&chosen());
    let shown = serde_json::to_string(&view).unwrap();
    assert!(shown.contains("3171••••••••0001"));
    assert!(shown.contains("3,17108E+15"));
    for number in ["3171084211460001", "3171080101100007"] {
        assert!(!shown.contains(number));
    }
}

#[test]
fn a_mend_on_the_screen_goes_back_as_it_was_offered() {
    let mut chosen = chosen();
    let (_, before) = look(&chosen);
    let offered = |row: u32| {
        let error = before.errors.iter().find(|error| error.row == row).unwrap();
        RosterFix {
            row,
            value: error.suggestions[0].fix.clone(),
        }
    };
    chosen.fixes = vec![
        offered(5),
        offered(7),
        RosterFix {
            row: 8,
            value: RosterFixValue::SamePerson,
        },
    ];
    let rw = RosterFixValue::Text {
        column: "F".into(),
        text: "RT 8 RW 6".into(),
    };
    chosen.fixes.push(RosterFix { row: 9, value: rw });
    let (_, after) = look(&chosen);
    assert_eq!(after.errors, []);
    assert_eq!((after.rows, after.ready), (4, 4));
}

#[test]
fn a_column_can_mean_something_else_than_what_was_recognised() {
    let mut chosen = chosen();
    chosen.columns = BTreeMap::from([
        ("G".into(), Some(RosterField::Address)),
        ("H".into(), Some(RosterField::Note)),
    ]);
    let (preview, view) = look(&chosen);
    let fields: Vec<_> = view
        .columns
        .iter()
        .filter_map(|column| column.field)
        .collect();
    assert!(!fields.contains(&RosterField::Landmark));
    assert_eq!(preview.rows[1].entry.address, "Dekat pos RW");
    assert_eq!(preview.rows[3].entry.note, "janda");
}

#[test]
fn the_report_of_an_import_keeps_its_shape() {
    let (_, view) = look(&chosen());
    let report = RosterReport::of(&view);
    let json = serde_json::to_value(&report).unwrap();
    let keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "columns",
            "duplicates",
            "errors",
            "ready",
            "rows",
            "warnings"
        ]
    );
    assert_eq!(json["columns"]["name"], "NAMA LANSIA");
    assert_eq!(json["errors"][0]["row"], 5);
    assert_eq!(json["errors"][0]["code"], "nik_precision_lost");
    assert!(
        json["errors"][0]
            .as_object()
            .unwrap()
            .keys()
            .eq(["code", "column", "message", "row"])
    );
    assert_eq!(json["duplicates"][0]["rows"], serde_json::json!([6, 8]));
    assert_eq!(report.exit_code(), 0);
    let refused = RosterReport::refused(FileProblem::Password);
    assert_eq!(
        (refused.exit_code(), refused.errors[0].code.as_str()),
        (2, "file_password")
    );
}

#[test]
fn a_row_becomes_a_person_with_all_that_it_says() {
    let (preview, _) = look(&chosen());
    let entering = Entering {
        person: PersonId(Uuid::from_u128(7)),
        period: None,
        from: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
        order_key: "i".into(),
    };
    let sumijati = writing::register(&preview.rows[1].entry, entering.clone()).unwrap();
    assert_eq!(sumijati.name.name.as_str(), "Sumijati");
    assert_eq!(sumijati.address.kelurahan.as_str(), "31.71.08.1002");
    assert_eq!(sumijati.address.landmark.as_str(), "Dekat pos RW");
    assert_eq!(sumijati.identity.nik_status, NikStatus::Known);
    assert_eq!(
        sumijati.identity.kk.as_ref().map(|kk| kk.as_str()),
        Some("3171080101100007")
    );
    let soemiyati = writing::register(&preview.rows[3].entry, entering).unwrap();
    assert_eq!(soemiyati.identity.nik_status, NikStatus::Unknown);
    assert!(soemiyati.access_note.is_empty());
}

#[test]
fn a_change_writes_its_field_and_keeps_its_neighbours() {
    let (preview, _) = look(&chosen());
    let entering = Entering {
        person: PersonId(Uuid::from_u128(7)),
        period: None,
        from: NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
        order_key: "i".into(),
    };
    let before = writing::register(&preview.rows[1].entry, entering).unwrap();
    let current = writing::Current {
        name: before.name,
        birth: before.birth,
        address: before.address,
        identity: before.identity,
    };
    let soemiyati = &preview.rows[3].entry;
    let Some(PersonSet::Address(address)) =
        writing::set(RosterField::Landmark, soemiyati, &current)
    else {
        panic!("a patokan is part of the address");
    };
    assert_eq!(address.landmark.as_str(), "Samping pos RW");
    assert_eq!(address.rt, current.address.rt);
    let Some(PersonSet::Identity(identity)) = writing::set(RosterField::Nik, soemiyati, &current)
    else {
        panic!("a NIK is part of the identity");
    };
    assert_eq!(identity, current.identity);
}

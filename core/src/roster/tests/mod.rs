//! Rosters as offices keep them, from the first cell to what would enter. All NIKs are invented.

mod again;
mod any_sheet;
mod cells;
mod office;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::areas;
use crate::roster::known::{KnownPerson, KnownStanding};
use crate::roster::preview::{Preview, Request, preview};
use crate::roster::problem::Fix;
use crate::roster::sheet::{Cell, Sheet};

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
    let person = |row: &crate::roster::preview::Row| {
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
            contact_names: vec![entry.contact_name.clone()],
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

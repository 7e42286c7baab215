//! The second file, and people who are there already. All NIKs are invented.

use uuid::Uuid;

use super::{codes, imported, look, office_file, sheet};
use crate::roster::known::KnownStanding;
use crate::roster::preview::Standing;
use crate::roster::problem::Fix;

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

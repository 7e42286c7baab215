//! A phone that has no line: its records go by hand, and the answer comes back by hand.

use rantang_tests::processes::{SampleOffice, text};

const DOORS: usize = 3;

/// The courier and the coordinator are paired; the courier has recorded at some doors since.
fn office() -> SampleOffice {
    let office = SampleOffice::with(&[("phone", "Pak Dedi"), ("desk", "Bu Ratna")]);
    for door in office.doors("phone").iter().take(DOORS) {
        office.deliver("phone", &door.person);
    }
    office
}

/// The code of the failure that a command ends with.
fn code(office: &SampleOffice, device: &str, words: &[&str]) -> String {
    text(&office.refused(device, words).1["error"]["code"])
}

#[test]
fn records_go_by_hand_and_are_sent_when_the_answer_has_come_back() {
    let office = office();
    let (file, answers) = (
        office.file("catatan.rantang"),
        office.file("jawaban.rantang"),
    );
    let exported = office.on("phone", &["bundle", "export", &file]);
    assert_eq!(exported["records"], DOORS);
    assert_eq!(office.on("phone", &["status"])["pending"], DOORS);

    let deliver = ["bundle", "deliver", &file, "--answers", &answers];
    let delivered = office.on("desk", &deliver);
    assert_eq!(delivered["records"], DOORS, "{delivered}");
    office.on("desk", &["sync"]);
    let doors = office.doors("desk").into_iter();
    let done = doors.filter(|door| door.outcome.as_deref() == Some("received_self"));
    assert!(DOORS <= done.count(), "the desk sees what was carried");

    let answered = office.on("phone", &["bundle", "receipt", &answers]);
    assert_eq!(answered["records"], DOORS, "{answered}");
    assert_eq!(office.on("phone", &["status"])["pending"], 0);
    let again = office.on("phone", &["bundle", "receipt", &answers]);
    assert_eq!(again["records"], 0, "the same answer says nothing new");
    assert_eq!(
        code(&office, "phone", &["bundle", "export", &office.file("x")]),
        "nothing_to_do"
    );
    assert_eq!(office.on("phone", &["sync"])["pending"], 0);
}

#[test]
fn records_that_went_by_hand_and_by_line_are_there_once() {
    let office = office();
    let file = office.file("catatan.rantang");
    office.on("phone", &["bundle", "export", &file]);
    office.on("phone", &["sync"]);
    let delivered = office.on("desk", &["bundle", "deliver", &file]);
    assert_eq!(delivered["records"], DOORS, "{delivered}");
    office.on("desk", &["sync"]);
    let twice = office.on("desk", &["status"]);
    office.check();
    assert_eq!(twice["quarantined"], 0);
}

#[test]
fn a_file_that_is_none_or_goes_the_other_way_changes_nothing() {
    let office = office();
    let file = office.file("catatan.rantang");
    office.on("phone", &["bundle", "export", &file]);
    assert_eq!(
        code(&office, "phone", &["bundle", "export", &file]),
        "file_unreadable"
    );
    std::fs::write(office.file("foto.jpg"), b"\xff\xd8\xff").expect("room");
    let photo = office.file("foto.jpg");
    assert_eq!(
        code(&office, "desk", &["bundle", "deliver", &photo]),
        "file_unreadable"
    );
    assert_eq!(
        code(&office, "desk", &["bundle", "receipt", &photo]),
        "file_unreadable"
    );
    let unpaired = code(&office, "stranger", &["bundle", "deliver", &file]);
    assert_eq!(unpaired, "not_paired");
}

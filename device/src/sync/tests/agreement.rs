//! What the mirror holds, held against what the office counted.

use rantang_core::sync::agreement::DisagreementState::{Healed, Stopped};
use rantang_core::sync::protocol::HelloVerdict;

use super::deeds::{self, Deed, scopes};
use super::office::Office;
use super::phone::Phone;
use super::{busy, record};

/// A phone in the middle of its morning, up to date.
fn up_to_date() -> (Phone, Phone, Office) {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    record(&phone, &shadow, &deeds::a_morning()[0]);
    busy(&phone, &shadow);
    phone.greet(&office, HelloVerdict::Ok, 1, scopes());
    phone.sync(&mut office);
    assert_eq!(phone.disagreements(), []);
    (phone, shadow, office)
}

#[test]
fn a_row_that_was_altered_or_deleted_by_hand_comes_back_as_the_office_has_it() {
    for damage in [
        "UPDATE mirror SET row = x'f6' WHERE kind = 'person'",
        "DELETE FROM mirror WHERE kind = 'person'",
        "DELETE FROM mirror",
    ] {
        let (phone, _, mut office) = up_to_date();
        let (whole, rows) = (phone.view(), "SELECT sum(digest >> 20) FROM mirror");
        let digests = phone.count(rows);
        phone.tamper(damage);
        phone.count_anew();
        phone.sync(&mut office);
        assert_eq!(phone.count(rows), digests, "{damage}");
        assert_eq!(phone.view(), whole, "{damage}");
        let told = phone.disagreements();
        assert!(!told.is_empty() && told.iter().all(|it| it.state == Healed));
        phone.greet(&office, HelloVerdict::Ok, 1, scopes());
        assert_eq!(phone.disagreements(), [], "told once");
    }
}

#[test]
fn a_server_whose_number_is_wrong_is_reported_and_after_two_rounds_the_scope_stops() {
    let (phone, _, mut office) = up_to_date();
    let whole = phone.view();
    office.miscounts_by = 1;
    phone.sync(&mut office);
    let told = phone.disagreements();
    assert_eq!(told.len(), scopes().len());
    for it in &told {
        assert_eq!(it.state, Stopped);
        assert_eq!(
            it.own.count + 1,
            it.told.tally.count,
            "its own number stays"
        );
    }
    assert_eq!(phone.view(), whole, "what is shown stays");
    assert!(!phone.pull(&office, 3), "nothing is asked for");

    office.miscounts_by = 0;
    phone.greet(&office, HelloVerdict::Ok, 1, scopes());
    phone.sync(&mut office);
    assert_eq!(
        phone.disagreements(),
        told,
        "the server counted nothing anew"
    );
    office.generation += 1;
    phone.greet(&office, HelloVerdict::Ok, 1, scopes());
    phone.sync(&mut office);
    phone.greet(&office, HelloVerdict::Ok, 1, scopes());
    assert_eq!(phone.disagreements(), []);
    assert_eq!(phone.view(), whole);
    assert_eq!(
        phone.count("SELECT count(*) FROM scopes WHERE rounds <> 0"),
        0
    );
}

#[test]
fn what_is_recorded_while_a_scope_is_stopped_is_sent_and_stays_on_the_screen() {
    let (phone, shadow, mut office) = up_to_date();
    office.miscounts_by = 1;
    phone.sync(&mut office);
    record(&phone, &shadow, &Deed::Rename(0, 5));
    let shown = phone.view();
    phone.sync(&mut office);
    assert_eq!(phone.view(), shown);
    assert_eq!(phone.view(), shadow.view());
    assert_eq!(
        office.stored(phone.replica()).0,
        phone.count("SELECT count(*) FROM log") as u64
    );
}

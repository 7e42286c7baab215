//! What is shown is the same however much of it the office already has.

mod agreement;
mod deeds;
mod horizon;
mod moved;
mod office;
mod phone;

use proptest::prelude::*;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::HelloVerdict;

use deeds::{Deed, any_deed, draft, scopes};
use office::Office;
use phone::Phone;

use crate::log::tally;
use crate::store::mirror;

#[derive(Clone, Debug)]
enum Step {
    Do(Deed),
    Push { answered: bool },
    Pull { limit: usize },
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any_deed().prop_map(Step::Do),
        1 => any::<bool>().prop_map(|answered| Step::Push { answered }),
        2 => (1usize..4).prop_map(|limit| Step::Pull { limit }),
    ]
}

fn record(phone: &Phone, shadow: &Phone, deed: &Deed) {
    if let Some(draft) = draft(phone, deed) {
        phone.device.record([draft.clone()]).unwrap();
        shadow.device.record([draft]).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A phone that syncs now and then, losing answers, always shows what one that never syncs
    /// shows; and in the end nothing is left on top of the mirror.
    #[test]
    fn any_split_of_sent_and_unsent_shows_the_same(steps in prop::collection::vec(any_step(), 1..40)) {
        let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
        phone.hold(&scopes());
        for step in steps {
            match step {
                Step::Do(deed) => record(&phone, &shadow, &deed),
                Step::Push { answered } => drop(phone.push(&mut office, answered)),
                Step::Pull { limit } => drop(phone.pull(&office, limit)),
            }
            prop_assert_eq!(phone.view(), shadow.view());
        }
        phone.sync(&mut office);
        prop_assert_eq!(phone.view(), shadow.view());
        prop_assert_eq!(phone.count("SELECT count(*) FROM overlay"), 0);
        prop_assert_eq!(phone.disagreements(), []);
        prop_assert!(!phone.device.read(mirror::is_miscounted).unwrap());
    }
}

/// Three people on two routes, a hold, and some deliveries.
fn busy(phone: &Phone, shadow: &Phone) {
    for deed in deeds::a_morning() {
        record(phone, shadow, &deed);
    }
}

#[test]
fn an_applied_operation_stays_on_top_until_the_pull_that_brings_it() {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    busy(&phone, &shadow);
    phone.push(&mut office, true);
    let standing = phone.count("SELECT count(*) FROM overlay");
    assert!(0 < standing);
    assert_eq!(phone.device.read(tally).unwrap().pending, 0);
    assert_eq!(phone.view(), shadow.view());
    while phone.pull(&office, 2) {}
    assert_eq!(phone.count("SELECT count(*) FROM overlay"), 0);
    assert_eq!(phone.view(), shadow.view());
}

#[test]
fn what_is_set_aside_stays_on_the_phone_and_stops_nothing() {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    busy(&phone, &shadow);
    let sent = phone
        .device
        .read(|db| crate::log::outgoing::outgoing(db, usize::MAX))
        .unwrap();
    let last = sent.unwrap().operations.last().unwrap().envelope.op_id;
    office.quarantines.insert(last);
    phone.sync(&mut office);
    let tally = phone.device.read(tally).unwrap();
    assert_eq!((tally.pending, tally.quarantined), (0, 1));
    assert_eq!(phone.view(), shadow.view());
}

#[test]
fn a_scope_that_is_lost_takes_its_rows_and_leaves_what_is_unsent() {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    busy(&phone, &shadow);
    phone.sync(&mut office);
    let people = phone.count("SELECT count(*) FROM persons");
    record(&phone, &shadow, &Deed::Rename(0, 5));
    for scope in scopes() {
        if matches!(scope, Scope::Delivery { .. }) {
            office.closed.insert(scope);
        }
    }
    phone.pull(&office, 100);
    assert_eq!(people, 3);
    // Of somebody whose row is gone only what this phone itself has not sent is left.
    assert_eq!(phone.count("SELECT count(*) FROM persons"), 1);
    assert_eq!(phone.count("SELECT count(*) FROM deliveries"), 0);
    assert_eq!(phone.device.read(tally).unwrap().pending, 1);
}

#[test]
fn a_log_that_was_cloned_goes_on_under_another_replica_with_the_same_ids() {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    busy(&phone, &shadow);
    phone.push(&mut office, false);
    let old = phone.replica();
    phone.greet(&office, HelloVerdict::Forked, 1, scopes());
    assert_ne!(phone.replica(), old);
    let before = office.clone();
    phone.sync(&mut office);
    assert_eq!(phone.view(), shadow.view());
    let cursors: Vec<(Scope, u64)> = scopes().into_iter().map(|scope| (scope, 0)).collect();
    // Everything was there already: nothing had a second effect.
    assert_eq!(before.pull(&cursors, 99), office.pull(&cursors, 99));
    assert_eq!(phone.count("SELECT count(*) FROM overlay"), 0);
}

#[test]
fn an_office_that_was_restored_gets_back_what_it_lost() {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    record(&phone, &shadow, &deeds::a_morning()[0]);
    phone.greet(&office, HelloVerdict::Ok, 1, scopes());
    phone.sync(&mut office);
    let mut backup = office.clone();
    busy(&phone, &shadow);
    phone.sync(&mut office);
    let complete = phone.view();

    phone.greet(&backup, HelloVerdict::Recover, 2, scopes());
    assert_eq!(
        phone.view(),
        complete,
        "nothing vanishes while it is sent again"
    );
    phone.sync(&mut backup);
    assert_eq!(phone.view(), complete);
    assert_eq!(phone.view(), shadow.view());
    assert_eq!(phone.count("SELECT count(*) FROM overlay"), 0);
    assert_eq!(
        phone.count("SELECT count(*) FROM mirror WHERE stale = 1"),
        0
    );
}

#[test]
fn a_phone_that_only_reads_lets_go_of_what_a_rollback_took_back() {
    let (writer, reader) = (Phone::new(), Phone::drawing_from(1 << 32));
    let (shadow, mut office) = (Phone::new(), Office::default());
    for phone in [&writer, &reader] {
        phone.hold(&scopes());
    }
    record(&writer, &shadow, &deeds::a_morning()[0]);
    writer.sync(&mut office);
    let mut backup = office.clone();
    busy(&writer, &shadow);
    writer.sync(&mut office);
    reader.greet(&office, HelloVerdict::Ok, 1, scopes());
    reader.sync(&mut office);
    let complete = reader.view();
    assert_eq!(complete, writer.view());

    // In the place of what was lost something else comes, until the scopes are as long as before.
    let other = Phone::drawing_from(1 << 33);
    other.hold(&scopes());
    other.sync(&mut backup);
    for number in 0..9 {
        let renamed = draft(&other, &Deed::Rename(0, number % 3));
        other.device.record(renamed).unwrap();
    }
    other.sync(&mut backup);
    reader.greet(&backup, HelloVerdict::Ok, 2, scopes());
    assert_eq!(
        reader.view(),
        complete,
        "what is shown stays until all is here"
    );
    reader.sync(&mut backup);
    assert_eq!(reader.view(), other.view());
    assert_ne!(reader.view(), complete);
    assert_eq!(reader.disagreements(), [], "nothing had to be compared");
    assert_eq!(
        reader.count("SELECT count(*) FROM mirror WHERE stale = 1"),
        0
    );
}

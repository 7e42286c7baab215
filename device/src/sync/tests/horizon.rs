//! A phone keeps the facts of five weeks, and counts the older ones.

use super::deeds::{Deed, scopes};
use super::office::Office;
use super::phone::{NINE, Phone};
use super::{busy, record};

const DAY_MS: i64 = 24 * 3_600_000;
const READABLE: &str = "SELECT count(*) FROM mirror WHERE kind = 'delivery' AND row <> x''";

fn five_weeks_later() -> (Phone, Phone, Office) {
    let (phone, shadow, mut office) = (Phone::new(), Phone::new(), Office::default());
    phone.hold(&scopes());
    busy(&phone, &shadow);
    phone.sync(&mut office);
    (phone, shadow, office)
}

#[test]
fn facts_of_more_than_five_weeks_leave_a_phone_and_are_counted_all_the_same() {
    let (phone, _, office) = five_weeks_later();
    let (people, deliveries) = (
        "SELECT count(*) FROM persons",
        "SELECT count(*) FROM deliveries",
    );
    let before = phone.count(people);
    assert!(0 < phone.count(deliveries));
    phone.becomes_a_couriers();
    phone.pull_at(&office, 99, NINE + 35 * DAY_MS);
    assert!(
        0 < phone.count(deliveries),
        "five weeks ago is not too long"
    );

    phone.pull_at(&office, 99, NINE + 36 * DAY_MS);
    assert_eq!((phone.count(deliveries), phone.count(READABLE)), (0, 0));
    assert_eq!(phone.count(people), before);
    // Counted from the rows, it is still the office's number.
    phone.count_anew();
    phone.pull_at(&office, 99, NINE + 36 * DAY_MS);
    assert_eq!(phone.disagreements(), []);
}

#[test]
fn what_is_still_to_be_sent_about_an_old_fact_keeps_it() {
    let (phone, shadow, office) = five_weeks_later();
    phone.becomes_a_couriers();
    record(&phone, &shadow, &Deed::CorrectDelivery(1, 0));
    phone.pull_at(&office, 99, NINE + 36 * DAY_MS);
    assert_eq!(phone.count(READABLE), 1);
}

#[test]
fn a_coordinators_device_keeps_them_all() {
    let (phone, _, office) = five_weeks_later();
    let whole = phone.view();
    phone.pull_at(&office, 99, NINE + 300 * DAY_MS);
    assert_eq!(phone.view(), whole);
}

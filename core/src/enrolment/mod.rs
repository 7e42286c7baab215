//! Enrolments: a person in a period, on a route, at a place in its order.

pub mod operations;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{EnrolmentId, PeriodId, PersonId, RouteId, derived};
use crate::text::{Line, Note};

/// Names of the registers of an enrolment.
pub mod registers {
    use crate::registers::RegisterName;

    pub const STATE: RegisterName = RegisterName::new("state");
    pub const MEMBERSHIP: RegisterName = RegisterName::new("membership");
    pub const FASTING: RegisterName = RegisterName::new("fasting");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentStatus {
    Candidate,
    Verified,
    Active,
    Suspended,
    Left,
}

impl EnrolmentId {
    /// One person enters a period once.
    pub fn of(person: PersonId, period: PeriodId) -> Self {
        Self(derived(
            "enrolment",
            &[person.as_bytes(), period.as_bytes()],
        ))
    }
}

/// State, date and reason are only right together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentState {
    pub status: EnrolmentStatus,
    /// From this day on.
    pub date: NaiveDate,
    pub reason: Note,
}

/// Route and place in its order. The winner decides the scope of all that is about the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub route: Option<RouteId>,
    /// Fractional index: compared as text; between two keys there is always another.
    pub order_key: Line,
}

/// A key between two neighbours, so that moving one door writes one register.
///
/// Digits are `0`–`9`, `a`–`z`; a key never ends in `0`. `low` empty: before everything;
/// `high` `None`: after everything.
pub fn order_key_between(low: &str, high: Option<&str>) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let rank = |byte: u8| DIGITS.iter().position(|digit| *digit == byte).unwrap_or(0);
    let mut key = String::new();
    let mut high = high.filter(|high| low < *high);
    for at in 0.. {
        let floor = low.as_bytes().get(at).map_or(0, |byte| rank(*byte));
        let ceiling = match high {
            Some(high) => high.as_bytes().get(at).map_or(0, |byte| rank(*byte)),
            None => DIGITS.len(),
        };
        let middle = (floor + ceiling) / 2;
        if floor < middle {
            key.push(DIGITS[middle] as char);
            break;
        }
        key.push(DIGITS[floor] as char);
        if floor < ceiling {
            // One step under the ceiling: from here on only `low` bounds the key.
            high = None;
        }
    }
    key
}

/// Keys for `count` neighbours who stand together between two others, in order, as short as can be.
pub fn order_keys_between(low: &str, high: Option<&str>, count: usize) -> Vec<String> {
    if count == 0 {
        return Vec::new();
    }
    let middle = order_key_between(low, high);
    let before = count / 2;
    let mut keys = order_keys_between(low, Some(&middle), before);
    let after = order_keys_between(&middle, high, count - before - 1);
    keys.push(middle);
    keys.extend(after);
    keys
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn between_two_doors_there_is_always_room(choices in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            let mut keys: Vec<String> = Vec::new();
            for choice in choices {
                let at = choice.index(keys.len() + 1);
                let low = if at == 0 { "" } else { &keys[at - 1] };
                let key = order_key_between(low, keys.get(at).map(String::as_str));
                keys.insert(at, key);
            }
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
        }
    }

    #[test]
    fn a_thousand_doors_placed_at_once_get_short_keys_in_order() {
        let keys = order_keys_between("i", Some("j"), 1_000);
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        assert!("i" < keys[0].as_str() && keys[999].as_str() < "j");
        assert!(keys.iter().all(|key| key.len() <= 12));
    }

    #[test]
    fn a_long_route_keeps_short_keys() {
        let mut last = String::new();
        for _ in 0..70 {
            last = order_key_between(&last, None);
        }
        assert!(last.len() < 20, "{last}");
    }
}

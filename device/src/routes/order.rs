//! The walking order of a route, and the fewest keys that change when people move.

use rantang_core::enrolment::order_keys_between;

/// A door of the order as it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placed<T> {
    pub door: T,
    /// As it stands; `None`: the door moves and needs one.
    pub key: Option<String>,
}

/// The doors whose key changes, with the new one.
///
/// Those that stay keep theirs, unless it does not come after the one before: two desks that were
/// offline may have given one key twice.
pub(super) fn new_keys<T: Copy>(order: &[Placed<T>]) -> Vec<(T, String)> {
    let mut changed = Vec::new();
    let mut last = String::new();
    let mut at = 0;
    while at < order.len() {
        if let Some(key) = order[at].key.as_ref().filter(|key| last < **key) {
            last.clone_from(key);
            at += 1;
            continue;
        }
        let next = order[at..]
            .iter()
            .position(|door| door.key.as_ref().is_some_and(|key| last < *key))
            .map_or(order.len(), |ahead| at + ahead);
        let high = order.get(next).and_then(|door| door.key.as_deref());
        let keys = order_keys_between(&last, high, next - at);
        for (door, key) in order[at..next].iter().zip(keys) {
            last.clone_from(&key);
            changed.push((door.door, key));
        }
        at = next;
    }
    changed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order(doors: &[(u8, Option<&str>)]) -> Vec<Placed<u8>> {
        doors
            .iter()
            .map(|(door, key)| Placed {
                door: *door,
                key: key.map(str::to_owned),
            })
            .collect()
    }

    #[test]
    fn only_who_moves_gets_another_key() {
        let changed = new_keys(&order(&[(1, Some("b")), (2, None), (3, Some("d"))]));
        assert_eq!(changed, [(2, "c".to_owned())]);
    }

    #[test]
    fn two_doors_with_one_key_are_told_apart_when_somebody_moves_between_them() {
        let changed = new_keys(&order(&[(1, Some("i")), (2, None), (3, Some("i"))]));
        let moved: Vec<u8> = changed.iter().map(|(door, _)| *door).collect();
        assert_eq!(moved, [2, 3]);
        assert!("i" < changed[0].1.as_str() && changed[0].1 < changed[1].1);
    }

    proptest! {
        #[test]
        fn after_a_move_the_keys_say_the_order(
            keys in prop::collection::vec(prop::option::of("[0-9a-z]{0,2}[1-9a-z]"), 0..12),
        ) {
            let doors: Vec<Placed<usize>> = keys
                .iter()
                .enumerate()
                .map(|(door, key)| Placed { door, key: key.clone() })
                .collect();
            let changed = new_keys(&doors);
            let after: Vec<&String> = doors
                .iter()
                .map(|it| {
                    let new = changed.iter().find(|(door, _)| *door == it.door);
                    new.map(|(_, key)| key).or(it.key.as_ref()).expect("a door has a key")
                })
                .collect();
            prop_assert!(after.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", after);
        }
    }
}

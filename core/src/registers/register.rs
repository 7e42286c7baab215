//! One register: its heads, and which operations are past.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::cbor;
use crate::ids::{OpId, UserId};

/// A value that no other operation has replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub op: OpId,
    pub author: UserId,
    /// Effective time: for people and for the provisional winner.
    pub at_ms: i64,
    /// The time may be off by more than a day: somebody has to look on which date it was.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_uncertain: bool,
    /// The value as CBOR.
    pub value: ByteBuf,
}

impl Head {
    /// The value, or `None` where a newer app wrote something this one cannot read.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        cbor::decode(&self.value).ok()
    }
}

/// The operations that set this register, less those that later ones named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Sorted by operation id.
    heads: Vec<Head>,
    /// Every operation that some operation named as seen, arrived or not.
    past: BTreeSet<OpId>,
}

impl Register {
    /// As it was stored: heads sorted by operation.
    pub(super) fn from_parts(heads: Vec<Head>, past: BTreeSet<OpId>) -> Self {
        Self { heads, past }
    }

    /// Takes in an operation that set this register having seen `saw`.
    pub fn apply(&mut self, head: Head, saw: &[OpId]) {
        let own = head.op;
        self.past
            .extend(saw.iter().copied().filter(|op| *op != own));
        if let Err(at) = self.heads.binary_search_by_key(&own, |it| it.op) {
            self.heads.insert(at, head);
        }
        self.heads.retain(|it| !self.past.contains(&it.op));
    }

    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    pub fn past(&self) -> &BTreeSet<OpId> {
        &self.past
    }

    /// The ids that an edit of what is shown has to name.
    pub fn head_ids(&self) -> Vec<OpId> {
        self.heads.iter().map(|head| head.op).collect()
    }

    /// The value that counts until somebody decides: the latest by effective time, then by id.
    pub fn winner(&self) -> Option<&Head> {
        self.heads.iter().max_by_key(|head| (head.at_ms, head.op))
    }

    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        self.winner()?.read()
    }

    /// Two heads that say different things. Equal values written twice are no conflict.
    pub fn in_conflict(&self) -> bool {
        self.heads
            .windows(2)
            .any(|pair| pair[0].value != pair[1].value)
    }

    /// A server fixes the effective time of an operation once; a device had only its own guess.
    pub fn set_time(&mut self, op: OpId, at_ms: i64) {
        if let Ok(at) = self.heads.binary_search_by_key(&op, |it| it.op) {
            self.heads[at].at_ms = at_ms;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    /// One operation of a tiny world: 6 ids, 3 values, any set of seen ids.
    #[derive(Clone, Debug)]
    struct Edit {
        op: u8,
        value: u8,
        saw: Vec<u8>,
    }

    fn op(id: u8) -> OpId {
        OpId(Uuid::from_u128(id.into()))
    }

    fn apply(edits: &[Edit]) -> Register {
        let mut register = Register::default();
        for edit in edits {
            let head = Head {
                op: op(edit.op),
                author: UserId(Uuid::nil()),
                at_ms: i64::from(edit.value),
                is_uncertain: false,
                value: ByteBuf::from(vec![edit.value]),
            };
            register.apply(head, &edit.saw.iter().copied().map(op).collect::<Vec<_>>());
        }
        register
    }

    /// A history: each operation saw only earlier ones.
    fn any_history() -> impl Strategy<Value = Vec<Edit>> {
        prop::collection::vec(
            (
                0u8..3,
                prop::collection::vec(any::<prop::sample::Index>(), 0..3),
            ),
            1..6,
        )
        .prop_map(|edits| {
            edits
                .into_iter()
                .enumerate()
                .map(|(at, (value, saw))| Edit {
                    op: at as u8,
                    value,
                    saw: if at == 0 {
                        vec![]
                    } else {
                        saw.iter().map(|i| i.index(at) as u8).collect()
                    },
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn arrival_order_and_repetition_change_no_register(
            history in any_history(),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        ) {
            let expected = apply(&history);
            let mut shuffled = history.clone();
            for (at, with) in order.iter().enumerate() {
                let len = shuffled.len();
                shuffled.swap(at % len, with.index(len));
            }
            prop_assert_eq!(&apply(&shuffled), &expected);
            shuffled.extend(history);
            prop_assert_eq!(&apply(&shuffled), &expected);
        }

        #[test]
        fn the_heads_are_the_operations_that_no_other_names(history in any_history()) {
            let named: BTreeSet<u8> = history.iter().flat_map(|edit| edit.saw.clone()).collect();
            let expected: Vec<OpId> =
                history.iter().map(|edit| edit.op).filter(|id| !named.contains(id)).map(op).collect();
            prop_assert_eq!(apply(&history).head_ids(), expected);
        }
    }

    #[test]
    fn the_same_value_written_twice_is_no_conflict() {
        let edit = |op, value| Edit {
            op,
            value,
            saw: vec![],
        };
        assert!(!apply(&[edit(1, 5), edit(2, 5)]).in_conflict());
        assert!(apply(&[edit(1, 5), edit(2, 6)]).in_conflict());
    }
}

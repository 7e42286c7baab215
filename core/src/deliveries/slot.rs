//! One meal for one person, date and slot: a projection of the attempts.
//!
//! The earliest hand-over counts (effective time, then operation id); without one, the latest
//! attempt is the state. Only a second hand-over is a question. Nothing is rejected at the door.

use super::outcome::Outcome;
use crate::ids::{DeliveryId, OpId};

/// One attempt as the slot sees it. Retracted attempts are left out by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotAttempt {
    pub delivery: DeliveryId,
    /// The operation that recorded it.
    pub op: OpId,
    pub at_ms: i64,
    pub outcome: Outcome,
}

/// What the attempts of one slot add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlotState {
    Untouched,
    /// No hand-over; the latest attempt.
    Tried(SlotAttempt),
    HandedOver {
        first: SlotAttempt,
        /// Later hand-overs, in order: not empty opens a `duplicate_delivery` item.
        duplicates: Vec<SlotAttempt>,
    },
}

pub fn slot_state(attempts: impl IntoIterator<Item = SlotAttempt>) -> SlotState {
    let mut attempts: Vec<SlotAttempt> = attempts.into_iter().collect();
    attempts.sort_by_key(|attempt| (attempt.at_ms, attempt.op));
    let mut handed_over = attempts
        .iter()
        .copied()
        .filter(|attempt| attempt.outcome.is_handed_over());
    match (handed_over.next(), attempts.last()) {
        (Some(first), _) => SlotState::HandedOver {
            first,
            duplicates: handed_over.collect(),
        },
        (None, Some(latest)) => SlotState::Tried(*latest),
        (None, None) => SlotState::Untouched,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn any_attempt() -> impl Strategy<Value = (i64, u8)> {
        (0i64..3, 0u8..3)
    }

    fn attempts(drawn: &[(i64, u8)]) -> Vec<SlotAttempt> {
        let outcomes = [
            Outcome::ReceivedSelf,
            Outcome::NoAnswer,
            Outcome::LeftWithNeighbor,
        ];
        drawn
            .iter()
            .enumerate()
            .map(|(at, (at_ms, outcome))| SlotAttempt {
                delivery: DeliveryId(Uuid::from_u128(at as u128)),
                op: OpId(Uuid::from_u128(at as u128)),
                at_ms: *at_ms,
                outcome: outcomes[usize::from(*outcome)],
            })
            .collect()
    }

    proptest! {
        #[test]
        fn a_slot_does_not_depend_on_arrival_order(
            drawn in prop::collection::vec(any_attempt(), 0..6),
            order in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let arrived = attempts(&drawn);
            let mut shuffled = arrived.clone();
            for (at, with) in order.iter().enumerate().take(shuffled.len()) {
                let len = shuffled.len();
                shuffled.swap(at, with.index(len));
            }
            prop_assert_eq!(slot_state(arrived), slot_state(shuffled));
        }

        #[test]
        fn every_hand_over_counts_once_or_is_a_question(drawn in prop::collection::vec(any_attempt(), 0..6)) {
            let arrived = attempts(&drawn);
            let handed_over = arrived.iter().filter(|it| it.outcome.is_handed_over()).count();
            let counted = match slot_state(arrived) {
                SlotState::HandedOver { duplicates, .. } => 1 + duplicates.len(),
                SlotState::Tried(_) | SlotState::Untouched => 0,
            };
            prop_assert_eq!(counted, handed_over);
        }
    }

    #[test]
    fn a_retry_is_a_further_attempt_and_not_a_duplicate() {
        let state = slot_state(attempts(&[(0, 1), (1, 0)]));
        let SlotState::HandedOver { duplicates, .. } = state else {
            panic!("handed over at the retry")
        };
        assert!(duplicates.is_empty());
    }
}

//! What the attempts at one door add up to.

use crate::deliveries::DeliveryValue;
use crate::deliveries::outcome::{Outcome, OutcomeClass};
use crate::deliveries::slot::{SlotAttempt, SlotState, slot_state};
use crate::ids::{DeliveryId, OpId, RunId, UserId};

/// One attempt of a day that nobody took back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptFact {
    pub delivery: DeliveryId,
    /// The operation that recorded it.
    pub op: OpId,
    pub run: RunId,
    pub courier: UserId,
    /// Effective time of the recording; a correction does not move it.
    pub at_ms: i64,
    pub value: DeliveryValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoorState {
    Waiting,
    /// Comes back by itself at the end of the round.
    Retry {
        outcome: Outcome,
        at_ms: i64,
    },
    Done {
        outcome: Outcome,
        at_ms: i64,
    },
}

impl DoorState {
    /// The state of a door from its attempts, whoever made them.
    pub fn of(attempts: &[AttemptFact]) -> Self {
        match slot_of(attempts) {
            SlotState::Untouched => Self::Waiting,
            SlotState::HandedOver { first, .. } => Self::Done {
                outcome: first.outcome,
                at_ms: first.at_ms,
            },
            SlotState::Tried(latest) => {
                let comes_back = attempts
                    .iter()
                    .find(|attempt| attempt.delivery == latest.delivery)
                    .is_some_and(|attempt| attempt.value.is_retry());
                if comes_back {
                    Self::Retry {
                        outcome: latest.outcome,
                        at_ms: latest.at_ms,
                    }
                } else {
                    Self::Done {
                        outcome: latest.outcome,
                        at_ms: latest.at_ms,
                    }
                }
            }
        }
    }

    pub fn is_done(self) -> bool {
        matches!(self, Self::Done { .. })
    }
}

/// The slot of a day in which both meals come together.
pub fn slot_of(attempts: &[AttemptFact]) -> SlotState {
    slot_state(attempts.iter().map(|attempt| SlotAttempt {
        delivery: attempt.delivery,
        op: attempt.op,
        at_ms: attempt.at_ms,
        outcome: attempt.value.outcome,
    }))
}

/// Whether somebody saw the person today: the courier, or a neighbour who was asked.
pub fn was_seen(attempts: &[AttemptFact]) -> bool {
    attempts.iter().any(|attempt| {
        attempt.value.outcome.met_person()
            || attempt.value.seen_by_neighbor == Some(true)
            || attempt.value.outcome.class() == OutcomeClass::BoxesStay
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::text::Line;

    pub(crate) fn attempt(number: u128, outcome: Outcome) -> AttemptFact {
        AttemptFact {
            delivery: DeliveryId(Uuid::from_u128(number)),
            op: OpId(Uuid::from_u128(number)),
            run: RunId(Uuid::nil()),
            courier: UserId(Uuid::nil()),
            at_ms: number as i64,
            value: DeliveryValue {
                outcome,
                flags: vec![],
                wellbeing: None,
                boxes: if outcome.is_handed_over() { 2 } else { 0 },
                received_by: Line::default(),
                contact: None,
                seen_by_neighbor: None,
                bring_back: false,
                until: None,
            },
        }
    }

    #[test]
    fn nobody_answered_comes_back_and_the_retry_closes_the_door() {
        let first = attempt(1, Outcome::NoAnswer);
        assert!(matches!(
            DoorState::of(std::slice::from_ref(&first)),
            DoorState::Retry { .. }
        ));
        let state = DoorState::of(&[first, attempt(2, Outcome::ReceivedSelf)]);
        assert_eq!(
            state,
            DoorState::Done {
                outcome: Outcome::ReceivedSelf,
                at_ms: 2
            }
        );
    }

    #[test]
    fn boxes_that_are_brought_back_close_the_door() {
        let mut brought = attempt(1, Outcome::NoAnswer);
        brought.value.bring_back = true;
        assert!(DoorState::of(&[brought]).is_done());
    }

    #[test]
    fn after_a_hand_over_nothing_opens_the_door_again() {
        let state = DoorState::of(&[
            attempt(1, Outcome::ReceivedFamily),
            attempt(2, Outcome::NoAnswer),
        ]);
        assert_eq!(
            state,
            DoorState::Done {
                outcome: Outcome::ReceivedFamily,
                at_ms: 1
            }
        );
    }
}

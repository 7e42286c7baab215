//! Where the boxes of a run are: received = given + carried + back + unclear.

use super::door::AttemptFact;

/// What is known of a run's boxes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunBoxes {
    /// What the doors of the list need.
    pub expected: u32,
    pub handed_over: Option<u32>,
    pub received: Option<u32>,
    pub back: Option<u32>,
    pub given: u32,
}

impl RunBoxes {
    /// What the courier set out with, as well as it is known.
    pub fn taken(&self) -> u32 {
        self.received.or(self.handed_over).unwrap_or(self.expected)
    }

    /// Still in the bag while the round goes on.
    pub fn carried(&self) -> u32 {
        if self.back.is_some() {
            0
        } else {
            self.taken().saturating_sub(self.given)
        }
    }

    /// After the end: neither given nor brought back.
    pub fn unclear(&self) -> u32 {
        self.back
            .map_or(0, |back| self.taken().saturating_sub(self.given + back))
    }
}

/// Boxes that left the bag at these attempts.
pub fn given<'a>(attempts: impl IntoIterator<Item = &'a AttemptFact>) -> u32 {
    attempts
        .into_iter()
        .map(|attempt| attempt.value.boxes)
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_box_is_lost_in_the_books(
            taken in 0u32..50, given in 0u32..50, back in prop::option::of(0u32..50),
        ) {
            prop_assume!(given + back.unwrap_or(0) <= taken);
            let boxes = RunBoxes { received: Some(taken), given, back, ..RunBoxes::default() };
            prop_assert_eq!(boxes.carried() + boxes.unclear() + given + back.unwrap_or(0), taken);
        }
    }

    #[test]
    fn what_the_courier_counted_beats_what_was_said() {
        let said = RunBoxes {
            expected: 40,
            handed_over: Some(42),
            ..RunBoxes::default()
        };
        assert_eq!(said.taken(), 42);
        assert_eq!(
            RunBoxes {
                received: Some(41),
                ..said
            }
            .taken(),
            41
        );
    }
}

//! What can happen at a door, in one word. Source: domain.md §10.1, vocabulary of the programme.

use serde::{Deserialize, Serialize};

/// The result of one attempt at one door. What was wrong with the food is a [`FoodFlag`] beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    ReceivedSelf,
    ReceivedFamily,
    LeftWithNeighbor,
    LeftAtPlace,
    /// Another courier was here first; the boxes stay with this one.
    AlreadyReceived,
    NoAnswer,
    NotHome,
    /// The person is being looked for: raises an alert.
    Searching,
    AccessBlocked,
    AddressNotFound,
    RefusedToday,
    Away,
    Hospitalized,
    Evacuated,
    Deceased,
    Moved,
    Declined,
    Other,
}

/// What an outcome means for the round: whether the door is closed, and where the boxes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeClass {
    /// The boxes changed hands (or stay outside at the usual place).
    HandedOver,
    /// The person has food already; the boxes stay with the courier.
    BoxesStay,
    /// The door comes back by itself at the end of the round.
    NotNow,
    /// Nothing more today.
    NotToday,
    /// Nothing more today, and the coordinator has something to decide.
    Proposal,
}

impl Outcome {
    /// Every outcome, in the order of the vocabulary.
    pub const ALL: [Outcome; 18] = [
        Outcome::ReceivedSelf,
        Outcome::ReceivedFamily,
        Outcome::LeftWithNeighbor,
        Outcome::LeftAtPlace,
        Outcome::AlreadyReceived,
        Outcome::NoAnswer,
        Outcome::NotHome,
        Outcome::Searching,
        Outcome::AccessBlocked,
        Outcome::AddressNotFound,
        Outcome::RefusedToday,
        Outcome::Away,
        Outcome::Hospitalized,
        Outcome::Evacuated,
        Outcome::Deceased,
        Outcome::Moved,
        Outcome::Declined,
        Outcome::Other,
    ];

    pub fn class(self) -> OutcomeClass {
        match self {
            Self::ReceivedSelf
            | Self::ReceivedFamily
            | Self::LeftWithNeighbor
            | Self::LeftAtPlace => OutcomeClass::HandedOver,
            Self::AlreadyReceived => OutcomeClass::BoxesStay,
            Self::NoAnswer
            | Self::NotHome
            | Self::Searching
            | Self::AccessBlocked
            | Self::AddressNotFound => OutcomeClass::NotNow,
            Self::RefusedToday
            | Self::Away
            | Self::Hospitalized
            | Self::Evacuated
            | Self::Other => OutcomeClass::NotToday,
            Self::Deceased | Self::Moved | Self::Declined => OutcomeClass::Proposal,
        }
    }

    pub fn is_handed_over(self) -> bool {
        self.class() == OutcomeClass::HandedOver
    }

    /// Whether somebody of the household was met, so that the keadaan is asked.
    pub fn met_person(self) -> bool {
        matches!(
            self,
            Self::ReceivedSelf | Self::ReceivedFamily | Self::RefusedToday
        )
    }

    /// Whether a keadaan may be said, asked or not: also where the courier met the person by chance.
    pub fn can_say_wellbeing(self) -> bool {
        self.met_person() || matches!(self, Self::AlreadyReceived | Self::Declined | Self::Other)
    }

    /// Whether the outcome holds the deliveries until a date that the courier may name.
    pub fn asks_until(self) -> bool {
        matches!(self, Self::Away | Self::Hospitalized | Self::Evacuated)
    }

    /// The stable code, as it stands in JSON, exports and SQL views.
    pub fn code(self) -> &'static str {
        match self {
            Self::ReceivedSelf => "received_self",
            Self::ReceivedFamily => "received_family",
            Self::LeftWithNeighbor => "left_with_neighbor",
            Self::LeftAtPlace => "left_at_place",
            Self::AlreadyReceived => "already_received",
            Self::NoAnswer => "no_answer",
            Self::NotHome => "not_home",
            Self::Searching => "searching",
            Self::AccessBlocked => "access_blocked",
            Self::AddressNotFound => "address_not_found",
            Self::RefusedToday => "refused_today",
            Self::Away => "away",
            Self::Hospitalized => "hospitalized",
            Self::Evacuated => "evacuated",
            Self::Deceased => "deceased",
            Self::Moved => "moved",
            Self::Declined => "declined",
            Self::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// What was wrong with the food; happens together with any outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum FoodFlag {
    FoodSpoiled,
    ShortPortion,
    Late,
}

/// The answer to "Bagaimana keadaan beliau hari ini?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Wellbeing {
    Well,
    Unwell,
    Urgent,
    /// Set by the rules where nobody met the person; never asked.
    NotSeen,
}

/// What is wrong when somebody is [`Wellbeing::Unwell`]. Health: kept in the case class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Complaint {
    Fever,
    Fall,
    NotEating,
    Confused,
    Other,
}

/// Which of the day's two meals an attempt is about. Both come in one delivery outside Ramadan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    First,
    Second,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_found_again_by_its_code() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
        }
        assert_eq!(Outcome::from_code("vanished"), None);
    }
}

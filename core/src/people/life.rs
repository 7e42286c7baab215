//! A death is never undone by sync.
//!
//! Reports, confirmations and reversals are facts in one register whose heads are weighed, not
//! won: a confirmation that nobody reversed is a death whatever else arrived, before or after it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::registers::{Head, Register};
use crate::text::Note;

/// One fact about a life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum LifeFact {
    /// A courier heard it: deliveries are held at once.
    Reported { note: Note },
    /// The reporter was wrong.
    Withdrawn,
    /// The coordinator knows it.
    Confirmed { date: Option<NaiveDate>, note: Note },
    /// The coordinator was wrong.
    Reversed { note: Note },
}

/// What the facts add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Life {
    Alive,
    Reported {
        by: UserId,
        at_ms: i64,
        note: Note,
    },
    Deceased {
        date: Option<NaiveDate>,
        by: UserId,
        at_ms: i64,
        note: Note,
    },
}

impl Life {
    pub fn of(register: Option<&Register>) -> Self {
        let mut facts: Vec<(&Head, LifeFact)> = register
            .into_iter()
            .flat_map(Register::heads)
            .filter_map(|head| Some((head, head.read::<LifeFact>()?)))
            .collect();
        facts.sort_by_key(|(head, _)| (head.at_ms, head.op));
        let confirmed = facts.iter().find_map(|(head, fact)| match fact {
            LifeFact::Confirmed { date, note } => Some(Self::Deceased {
                date: *date,
                by: head.author,
                at_ms: head.at_ms,
                note: note.clone(),
            }),
            _ => None,
        });
        let reported = || {
            facts.iter().find_map(|(head, fact)| match fact {
                LifeFact::Reported { note } => Some(Self::Reported {
                    by: head.author,
                    at_ms: head.at_ms,
                    note: note.clone(),
                }),
                _ => None,
            })
        };
        confirmed.or_else(reported).unwrap_or(Self::Alive)
    }

    pub fn holds_deliveries(&self) -> bool {
        *self != Self::Alive
    }
}

#[cfg(test)]
mod tests {
    use serde_bytes::ByteBuf;
    use uuid::Uuid;

    use super::*;
    use crate::cbor::encode;
    use crate::ids::OpId;

    fn with(facts: &[(u128, LifeFact, &[u128])]) -> Life {
        let mut register = Register::default();
        for (op, fact, saw) in facts {
            let head = Head {
                op: OpId(Uuid::from_u128(*op)),
                author: UserId(Uuid::nil()),
                at_ms: *op as i64,
                is_uncertain: false,
                value: ByteBuf::from(encode(fact)),
            };
            let saw: Vec<OpId> = saw.iter().map(|op| OpId(Uuid::from_u128(*op))).collect();
            register.apply(head, &saw);
        }
        Life::of(Some(&register))
    }

    fn reported() -> LifeFact {
        LifeFact::Reported {
            note: Note::default(),
        }
    }

    fn confirmed() -> LifeFact {
        LifeFact::Confirmed {
            date: None,
            note: Note::default(),
        }
    }

    #[test]
    fn a_confirmed_death_beats_whatever_arrives_beside_it() {
        let life = with(&[
            (1, reported(), &[]),
            (2, confirmed(), &[1]),
            (3, LifeFact::Withdrawn, &[1]),
            (4, reported(), &[]),
        ]);
        assert!(matches!(life, Life::Deceased { .. }));
    }

    #[test]
    fn only_a_reversal_that_saw_the_confirmation_undoes_it() {
        let reversed = LifeFact::Reversed {
            note: Note::default(),
        };
        assert!(matches!(
            with(&[(1, confirmed(), &[]), (2, reversed.clone(), &[])]),
            Life::Deceased { .. }
        ));
        assert_eq!(
            with(&[(1, confirmed(), &[]), (2, reversed, &[1])]),
            Life::Alive
        );
    }

    #[test]
    fn a_report_holds_until_the_reporter_withdraws_it() {
        assert!(with(&[(1, reported(), &[])]).holds_deliveries());
        assert!(!with(&[(1, reported(), &[]), (2, LifeFact::Withdrawn, &[1])]).holds_deliveries());
    }
}

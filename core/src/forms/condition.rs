//! When a question is asked: a small language over earlier answers.

use serde::{Deserialize, Serialize};

use super::Answers;

/// Holds or does not hold of the answers so far. A question without an answer fulfils nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// One of these options was chosen.
    Chosen {
        question: String,
        any_of: Vec<String>,
    },
    /// The number is at least this.
    AtLeast {
        question: String,
        number: i64,
    },
    /// The number is at most this.
    AtMost {
        question: String,
        number: i64,
    },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

impl Condition {
    pub fn holds(&self, answers: &Answers) -> bool {
        let number = |question: &str| answers.get(question)?.number();
        match self {
            Self::Chosen { question, any_of } => answers
                .get(question)
                .is_some_and(|answer| any_of.iter().any(|option| answer.chooses(option))),
            Self::AtLeast {
                question,
                number: n,
            } => number(question).is_some_and(|it| *n <= it),
            Self::AtMost {
                question,
                number: n,
            } => number(question).is_some_and(|it| it <= *n),
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Self::Not(part) => !part.holds(answers),
        }
    }

    /// Every question that it looks at, with the options that it names there.
    pub fn looks_at(&self) -> Vec<(&str, &[String])> {
        match self {
            Self::Chosen { question, any_of } => vec![(question, any_of)],
            Self::AtLeast { question, .. } | Self::AtMost { question, .. } => vec![(question, &[])],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::looks_at).collect(),
            Self::Not(part) => part.looks_at(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Answer;
    use super::*;

    fn chosen(question: &str, option: &str) -> Condition {
        Condition::Chosen {
            question: question.into(),
            any_of: vec![option.into()],
        }
    }

    #[test]
    fn a_condition_over_what_was_not_answered_does_not_hold_and_its_contrary_does() {
        let answers = Answers::new();
        assert!(!chosen("a", "yes").holds(&answers));
        assert!(Condition::Not(Box::new(chosen("a", "yes"))).holds(&answers));
    }

    #[test]
    fn conditions_combine() {
        let answers = Answers::from([
            ("a".to_owned(), Answer::Choice("yes".into())),
            ("n".to_owned(), Answer::Number(3)),
        ]);
        let three = Condition::AtLeast {
            question: "n".into(),
            number: 3,
        };
        let two = Condition::AtMost {
            question: "n".into(),
            number: 2,
        };
        let both = |one: &Condition, other: &Condition| vec![one.clone(), other.clone()];
        let yes = chosen("a", "yes");
        assert!(Condition::All(both(&yes, &three)).holds(&answers));
        assert!(!Condition::All(both(&yes, &two)).holds(&answers));
        assert!(Condition::Any(both(&yes, &two)).holds(&answers));
    }
}

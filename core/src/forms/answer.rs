//! What somebody answered.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::Note;

/// An answer to one question, in the form that its kind asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormAnswer"))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The code of an option.
    Choice(String),
    /// Codes of options; none of them is an answer too.
    Choices(BTreeSet<String>),
    Number(
        /// Whole units of the question's unit.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        i64,
    ),
    Text(#[cfg_attr(feature = "ts", ts(type = "string"))] Note),
    Date(#[cfg_attr(feature = "ts", ts(type = "string"))] NaiveDate),
    /// *Dilewati*: asked, and not answered. Nobody asks why.
    Skipped,
}

/// The answers so far, by the code of the question.
pub type Answers = BTreeMap<String, Answer>;

impl Answer {
    /// Whether the answer names this option.
    pub fn chooses(&self, option: &str) -> bool {
        match self {
            Self::Choice(code) => code == option,
            Self::Choices(codes) => codes.contains(option),
            Self::Number(_) | Self::Text(_) | Self::Date(_) | Self::Skipped => false,
        }
    }

    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

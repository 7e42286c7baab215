//! What a form says, and what has to be true of it before anybody is asked.

use serde::{Deserialize, Serialize};

use super::{Answers, Condition, DefinitionFault, check};

/// The stable name of a form, e.g. `cek_keadaan`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(transparent)]
pub struct FormCode(pub String);

/// A text in both languages of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormText"))]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub id: String,
    pub en: String,
}

/// A form as it is written down. [`Form::new`] checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(export, rename = "FormDefinition")
)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub form: FormCode,
    /// Counts up. A draft of an older version opens in a newer one.
    pub version: u32,
    pub title: Text,
    /// In the order in which they are asked; each may be done on another day.
    pub parts: Vec<Part>,
    #[serde(default)]
    pub scores: Vec<Score>,
    /// What is unlikely, and how to ask about it.
    #[serde(default)]
    pub doubts: Vec<Doubt>,
    /// While it holds, visitors can hear: intimate questions wait.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub overheard: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormPart"))]
#[serde(deny_unknown_fields)]
pub struct Part {
    pub code: String,
    pub title: Text,
    /// What to do or say before the first question.
    #[serde(default)]
    pub lead: Option<Text>,
    /// Asked by users with this training only; the others see `untrained`.
    #[serde(default)]
    pub training: Option<String>,
    #[serde(default)]
    pub untrained: Option<Text>,
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormQuestion"))]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub code: String,
    pub ask: Text,
    #[serde(default)]
    pub help: Option<Text>,
    pub kind: Kind,
    /// The part is not complete without an answer; skipping is one.
    #[serde(default)]
    pub required: bool,
    /// Not asked before visitors.
    #[serde(default)]
    pub intimate: bool,
    /// Looked at, not asked.
    #[serde(default)]
    pub observed: bool,
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub when: Option<Condition>,
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormKind"))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    Choice {
        options: Vec<Choice>,
    },
    Choices {
        options: Vec<Choice>,
    },
    Number {
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        least: i64,
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        most: i64,
        /// Outside of it the screen asks whether it is so.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(type = "[number, number] | null"))]
        likely: Option<(i64, i64)>,
        unit: Text,
    },
    Text {
        chars_max: u32,
    },
    /// Not after today.
    Date,
}

impl Kind {
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice { options } | Self::Choices { options } => options,
            Self::Number { .. } | Self::Text { .. } | Self::Date => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormChoice"))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    pub label: Text,
    /// What it counts in a score.
    #[serde(default)]
    pub points: Option<u32>,
}

/// A sum over answers, with what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormScore"))]
#[serde(deny_unknown_fields)]
pub struct Score {
    pub code: String,
    pub title: Text,
    /// Where the scale and its classes come from.
    pub source: Text,
    /// What it is not: a doctor's decision.
    pub caution: Text,
    /// Every question of which options count points.
    pub sum_of: Vec<String>,
    /// Cover every possible sum, lowest first.
    pub bands: Vec<Band>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormBand"))]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub code: String,
    pub from: u32,
    pub to: u32,
    pub label: Text,
    /// The official class, small beside the label.
    pub official: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "FormDoubt"))]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// At which question it is shown.
    pub question: String,
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub when: Condition,
    pub ask: Text,
}

/// A definition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form(Definition);

impl Form {
    /// # Errors
    ///
    /// Everything that is wrong with the definition, in its order.
    pub fn new(definition: Definition) -> Result<Self, Vec<DefinitionFault>> {
        let faults = check::faults(&definition);
        if faults.is_empty() {
            Ok(Self(definition))
        } else {
            Err(faults)
        }
    }

    pub fn definition(&self) -> &Definition {
        &self.0
    }

    pub fn questions(&self) -> impl Iterator<Item = (&Part, &Question)> {
        let parts = self.0.parts.iter();
        parts.flat_map(|part| part.questions.iter().map(move |it| (part, it)))
    }

    pub fn question(&self, code: &str) -> Option<&Question> {
        self.questions()
            .find_map(|(_, question)| (question.code == code).then_some(question))
    }

    pub fn part(&self, code: &str) -> Option<&Part> {
        self.0.parts.iter().find(|part| part.code == code)
    }
}

impl Question {
    /// Whether it is asked after these answers.
    pub fn is_asked(&self, answers: &Answers) -> bool {
        self.when.as_ref().is_none_or(|when| when.holds(answers))
    }
}

//! What a form says, and what has to be true of it before anybody is asked.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Answers, Condition};

/// More questions than anybody answers.
const QUESTIONS_MAX: usize = 400;

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

/// Why a definition is refused. Whoever wrote it reads this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionFault {
    #[error("the form asks nothing")]
    Empty,
    #[error("more than {QUESTIONS_MAX} questions")]
    TooLong,
    #[error("two things are called {0:?}")]
    Twice(String),
    #[error("{0:?} is no code: small letters, digits and underscores, at most 40")]
    Code(String),
    #[error("{0:?} has no text in one of the languages")]
    TextMissing(String),
    #[error("{0:?} has fewer than two options")]
    TooFewOptions(String),
    #[error("{0:?} has a range that ends before it begins")]
    RangeReversed(String),
    #[error("{at:?} looks at {question:?}, which is not asked before it")]
    LooksAhead { at: String, question: String },
    #[error("{at:?} looks at option {option:?}, which {question:?} does not have")]
    OptionUnknown {
        at: String,
        question: String,
        option: String,
    },
    #[error("score {score:?} sums {question:?}, of which some option counts no points")]
    PointsMissing { score: String, question: String },
    #[error("the classes of score {0:?} leave a gap or overlap")]
    BandsIncomplete(String),
}

/// A definition that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form(Definition);

impl Form {
    /// # Errors
    ///
    /// Everything that is wrong with the definition, in its order.
    pub fn new(definition: Definition) -> Result<Self, Vec<DefinitionFault>> {
        let faults = faults(&definition);
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

fn is_code(code: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !code.is_empty() && code.len() <= 40 && code.chars().all(allowed)
}

fn faults(definition: &Definition) -> Vec<DefinitionFault> {
    let mut check = Check::default();
    check.code(&definition.form.0);
    check.text(&definition.form.0, &definition.title);
    let questions: usize = definition.parts.iter().map(|it| it.questions.len()).sum();
    if questions == 0 {
        check.faults.push(DefinitionFault::Empty);
    }
    if QUESTIONS_MAX < questions {
        check.faults.push(DefinitionFault::TooLong);
    }
    let mut parts = BTreeSet::new();
    for part in &definition.parts {
        check.once(&mut parts, &part.code);
        check.text(&part.code, &part.title);
        for question in &part.questions {
            check.question(question);
        }
    }
    for doubt in &definition.doubts {
        check.condition(&doubt.question, &doubt.when);
        check.text(&doubt.question, &doubt.ask);
    }
    let mut scores = BTreeSet::new();
    for score in &definition.scores {
        check.once(&mut scores, &score.code);
        check.score(score);
    }
    check.faults
}

/// What was read so far, in the order of asking.
#[derive(Default)]
struct Check<'a> {
    asked: Vec<&'a Question>,
    codes: BTreeSet<&'a str>,
    faults: Vec<DefinitionFault>,
}

impl<'a> Check<'a> {
    fn code(&mut self, code: &str) {
        if !is_code(code) {
            self.faults.push(DefinitionFault::Code(code.to_owned()));
        }
    }

    fn text(&mut self, at: &str, text: &Text) {
        if text.id.trim().is_empty() || text.en.trim().is_empty() {
            self.faults
                .push(DefinitionFault::TextMissing(at.to_owned()));
        }
    }

    fn once(&mut self, known: &mut BTreeSet<&'a str>, code: &'a str) {
        self.code(code);
        if !known.insert(code) {
            self.faults.push(DefinitionFault::Twice(code.to_owned()));
        }
    }

    fn question(&mut self, question: &'a Question) {
        let code = question.code.as_str();
        self.code(code);
        self.text(code, &question.ask);
        if !self.codes.insert(code) {
            self.faults.push(DefinitionFault::Twice(code.to_owned()));
        }
        if let Some(when) = &question.when {
            self.condition(code, when);
        }
        match &question.kind {
            Kind::Choice { options } | Kind::Choices { options } => {
                if options.len() < 2 {
                    let fault = DefinitionFault::TooFewOptions(code.to_owned());
                    self.faults.push(fault);
                }
                let mut known = BTreeSet::new();
                for option in options {
                    self.once(&mut known, &option.code);
                    self.text(code, &option.label);
                }
            }
            Kind::Number {
                least,
                most,
                likely,
                ..
            } => {
                let (from, to) = likely.unwrap_or((*least, *most));
                if most < least || to < from {
                    let fault = DefinitionFault::RangeReversed(code.to_owned());
                    self.faults.push(fault);
                }
            }
            Kind::Text { .. } | Kind::Date => {}
        }
        self.asked.push(question);
    }

    fn condition(&mut self, at: &str, condition: &Condition) {
        for (code, options) in condition.looks_at() {
            let Some(question) = self.asked.iter().find(|it| it.code == code) else {
                self.faults.push(DefinitionFault::LooksAhead {
                    at: at.to_owned(),
                    question: code.to_owned(),
                });
                continue;
            };
            for option in options {
                let has = question.kind.options().iter().any(|it| it.code == *option);
                if !has {
                    self.faults.push(DefinitionFault::OptionUnknown {
                        at: at.to_owned(),
                        question: code.to_owned(),
                        option: option.clone(),
                    });
                }
            }
        }
    }

    fn score(&mut self, score: &Score) {
        self.text(&score.code, &score.title);
        self.text(&score.code, &score.source);
        self.text(&score.code, &score.caution);
        let mut most = 0;
        for code in &score.sum_of {
            let question = self.asked.iter().find(|it| it.code == *code);
            let options = question.map_or(&[][..], |it| it.kind.options());
            let points: Option<Vec<u32>> = options.iter().map(|it| it.points).collect();
            match points.filter(|points| !points.is_empty()) {
                Some(points) => most += points.into_iter().max().unwrap_or(0),
                None => self.faults.push(DefinitionFault::PointsMissing {
                    score: score.code.clone(),
                    question: code.clone(),
                }),
            }
        }
        let mut next = 0;
        for band in &score.bands {
            self.text(&score.code, &band.label);
            if band.from != next || band.to < band.from {
                next = u32::MAX;
                break;
            }
            next = band.to + 1;
        }
        if next != most + 1 {
            let fault = DefinitionFault::BandsIncomplete(score.code.clone());
            self.faults.push(fault);
        }
    }
}

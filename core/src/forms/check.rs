//! What has to be true of a definition before anybody is asked.

use std::collections::BTreeSet;

use super::{Condition, Definition, Kind, Question, Score, Text};

/// More questions than anybody answers.
const QUESTIONS_MAX: usize = 400;

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

fn is_code(code: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !code.is_empty() && code.len() <= 40 && code.chars().all(allowed)
}

pub(super) fn faults(definition: &Definition) -> Vec<DefinitionFault> {
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
    if let Some(overheard) = &definition.overheard {
        check.condition("overheard", overheard);
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

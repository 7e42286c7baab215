//! What a form asks next, what is wrong, and what is left.

use chrono::NaiveDate;

use super::{Answer, Answers, Form, Kind, Part, Question, Text};

/// What is not in the answers but decides what is asked and allowed.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    pub today: NaiveDate,
    /// Codes of trainings that the user has.
    pub trainings: &'a [String],
}

/// Where a form stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub parts: Vec<PartState>,
    /// In the order of the form.
    pub faults: Vec<Fault>,
    /// (question, what to ask about it): unlikely, not wrong.
    pub doubts: Vec<(String, Text)>,
}

/// Where one part stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartState {
    pub code: String,
    /// The questions to show now, in order.
    pub asked: Vec<String>,
    /// How many of them have an answer; skipping is one.
    pub answered: u32,
    /// Every required question has an answer, and none is wrong.
    pub complete: bool,
    /// What users without the training see in place of the questions.
    pub instead: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub question: String,
    pub kind: FaultKind,
}

/// Why an answer cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// An answer of another kind.
    WrongKind,
    OptionUnknown,
    /// The number lies outside of what is possible.
    OutOfRange {
        least: i64,
        most: i64,
    },
    TooLong {
        chars_max: u32,
    },
    InTheFuture,
}

/// Evaluates every part. Answers to questions that are not asked now are kept and not looked at.
pub fn evaluate(form: &Form, answers: &Answers, setting: Setting<'_>) -> State {
    let mut state = State::default();
    let overheard = &form.definition().overheard;
    let overheard = overheard.as_ref().is_some_and(|it| it.holds(answers));
    for part in &form.definition().parts {
        state.parts.push(part_state(
            part,
            answers,
            setting,
            overheard,
            &mut state.faults,
        ));
        let asked = state.parts.last().map_or(&[][..], |part| &part.asked);
        for question in part.questions.iter().filter(|it| asked.contains(&it.code)) {
            state
                .doubts
                .extend(unlikely(question, answers.get(&question.code)));
        }
    }
    let asked = |code: &str| {
        let mut parts = state.parts.iter();
        parts.any(|part| part.asked.iter().any(|it| it == code))
    };
    let doubts = form.definition().doubts.iter();
    let doubted: Vec<_> = doubts
        .filter(|doubt| asked(&doubt.question) && doubt.when.holds(answers))
        .map(|doubt| (doubt.question.clone(), doubt.ask.clone()))
        .collect();
    state.doubts.extend(doubted);
    state
}

fn part_state(
    part: &Part,
    answers: &Answers,
    setting: Setting<'_>,
    overheard: bool,
    faults: &mut Vec<Fault>,
) -> PartState {
    let trained = |it: &String| setting.trainings.contains(it);
    if !part.training.as_ref().is_none_or(trained) {
        return PartState {
            code: part.code.clone(),
            asked: Vec::new(),
            answered: 0,
            complete: true,
            instead: part.untrained.clone(),
        };
    }
    let mut state = PartState {
        code: part.code.clone(),
        asked: Vec::new(),
        answered: 0,
        complete: true,
        instead: None,
    };
    for question in &part.questions {
        let waits = question.intimate && overheard;
        if waits || !question.is_asked(answers) {
            continue;
        }
        state.asked.push(question.code.clone());
        let Some(answer) = answers.get(&question.code) else {
            state.complete &= !question.required;
            continue;
        };
        match wrong(question, answer, setting.today) {
            None => state.answered += 1,
            Some(kind) => {
                state.complete = false;
                faults.push(Fault {
                    question: question.code.clone(),
                    kind,
                });
            }
        }
    }
    state
}

fn wrong(question: &Question, answer: &Answer, today: NaiveDate) -> Option<FaultKind> {
    let unknown = |code: &String| {
        let mut options = question.kind.options().iter();
        !options.any(|option| option.code == *code)
    };
    match (&question.kind, answer) {
        (_, Answer::Skipped) => None,
        (Kind::Choice { .. }, Answer::Choice(code)) => {
            unknown(code).then_some(FaultKind::OptionUnknown)
        }
        (Kind::Choices { .. }, Answer::Choices(codes)) => codes
            .iter()
            .any(unknown)
            .then_some(FaultKind::OptionUnknown),
        (Kind::Number { least, most, .. }, Answer::Number(number)) => {
            let possible = (*least..=*most).contains(number);
            (!possible).then_some(FaultKind::OutOfRange {
                least: *least,
                most: *most,
            })
        }
        (Kind::Text { chars_max }, Answer::Text(text)) => {
            let fits = text.as_str().chars().count() <= *chars_max as usize;
            (!fits).then_some(FaultKind::TooLong {
                chars_max: *chars_max,
            })
        }
        (Kind::Date, Answer::Date(date)) => (today < *date).then_some(FaultKind::InTheFuture),
        _ => Some(FaultKind::WrongKind),
    }
}

/// A number outside of the likely range.
fn unlikely(question: &Question, answer: Option<&Answer>) -> Option<(String, Text)> {
    let Kind::Number {
        likely: Some((from, to)),
        unit,
        ..
    } = &question.kind
    else {
        return None;
    };
    let number = answer?.number()?;
    let likely = (*from..=*to).contains(&number);
    (!likely).then(|| {
        let ask = Text {
            id: format!("{number} {}: benar begitu?", unit.id),
            en: format!("{number} {}: is that right?", unit.en),
        };
        (question.code.clone(), ask)
    })
}

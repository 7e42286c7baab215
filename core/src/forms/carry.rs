//! A draft of one version opens in the next.

use super::{Answer, Answers, Form, Kind};

/// What became of the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// Every answer, also those that the new version does not ask.
    pub answers: Answers,
    /// Questions whose answer no longer fits: asked again, the old answer is kept beside.
    pub asked_again: Vec<String>,
}

/// Takes the answers of an older version over. Nothing is dropped.
pub fn carry_over(answers: &Answers, form: &Form) -> Carried {
    let mut carried = Carried::default();
    for (code, answer) in answers {
        let fits = form.question(code).is_none_or(|it| fits(&it.kind, answer));
        if fits {
            carried.answers.insert(code.clone(), answer.clone());
        } else {
            carried.asked_again.push(code.clone());
            carried.answers.insert(former(code), answer.clone());
        }
    }
    carried
}

/// The name under which an answer that no longer fits is kept.
fn former(code: &str) -> String {
    format!("{code}.former")
}

fn fits(kind: &Kind, answer: &Answer) -> bool {
    let known = |code: &String| kind.options().iter().any(|option| option.code == *code);
    match (kind, answer) {
        (_, Answer::Skipped)
        | (Kind::Number { .. }, Answer::Number(_))
        | (Kind::Text { .. }, Answer::Text(_))
        | (Kind::Date, Answer::Date(_)) => true,
        (Kind::Choice { .. }, Answer::Choice(code)) => known(code),
        (Kind::Choices { .. }, Answer::Choices(codes)) => codes.iter().all(known),
        _ => false,
    }
}

//! Sums over answers, and what they mean.

use super::{Answers, Band, Form, Question, Score};

/// Where a score stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreState<'a> {
    pub score: &'a Score,
    /// `None`: a question of it has no answer that counts.
    pub value: Option<u32>,
    /// How many of its questions count so far.
    pub counted: u32,
}

impl<'a> ScoreState<'a> {
    /// The class of the value.
    pub fn band(&self) -> Option<&'a Band> {
        let value = self.value?;
        let mut bands = self.score.bands.iter();
        bands.find(|band| (band.from..=band.to).contains(&value))
    }
}

/// Every score of the form. A skipped question leaves its score open: half a sum means nothing.
pub fn scores<'a>(form: &'a Form, answers: &Answers) -> Vec<ScoreState<'a>> {
    let scores = form.definition().scores.iter();
    scores
        .map(|score| {
            let points: Vec<Option<u32>> = score
                .sum_of
                .iter()
                .map(|code| form.question(code).and_then(|it| points(it, answers)))
                .collect();
            ScoreState {
                score,
                counted: points.iter().flatten().count() as u32,
                value: points.into_iter().sum(),
            }
        })
        .collect()
}

fn points(question: &Question, answers: &Answers) -> Option<u32> {
    let answer = answers.get(&question.code)?;
    let chosen: Vec<_> = question
        .kind
        .options()
        .iter()
        .filter(|option| answer.chooses(&option.code))
        .collect();
    if chosen.is_empty() {
        return None;
    }
    chosen.into_iter().map(|option| option.points).sum()
}

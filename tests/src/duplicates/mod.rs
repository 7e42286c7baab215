//! How well the scorer tells people apart: precision and recall on sets of which the truth is known.

pub mod asked;
pub mod febrl;
pub mod indonesian;
mod spelling;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rantang_core::similar::{Face, Index, Verdict};

/// Records, and which pairs of them are one person (the smaller first).
pub struct Labelled {
    pub faces: Vec<Face>,
    pub same: BTreeSet<(usize, usize)>,
}

/// What the scorer said of a set.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub records: usize,
    pub pairs: usize,
    /// Asked about: *probable*.
    pub precision: f64,
    pub recall: f64,
    /// Pairs of which the other record stands among the five that are shown to whoever registers.
    pub shown: f64,
    /// Of one question: who is like this already?
    pub per_question: Duration,
}

const SHOWN_MAX: usize = 5;

/// Holds every record against all others.
pub fn measure(set: &Labelled) -> Figures {
    let index = Index::new(&set.faces);
    let (mut right, mut wrong) = (0_usize, 0_usize);
    let mut shown: BTreeSet<(usize, usize)> = BTreeSet::new();
    let started = Instant::now();
    for (at, face) in set.faces.iter().enumerate() {
        let found = index.like(face, |_| true, Verdict::Possible);
        let others = found.iter().filter(|(other, _)| *other != at);
        for (place, (other, similarity)) in others.enumerate() {
            let pair = (at.min(*other), at.max(*other));
            let is_one = set.same.contains(&pair);
            if place < SHOWN_MAX && is_one {
                shown.insert(pair);
            }
            // Each pair is met from both sides and counted from one.
            if at < *other && similarity.verdict == Verdict::Probable {
                *(if is_one { &mut right } else { &mut wrong }) += 1;
            }
        }
    }
    let took = started.elapsed();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    Figures {
        records: set.faces.len(),
        pairs: set.same.len(),
        precision: share(right, right + wrong),
        recall: share(right, set.same.len()),
        shown: share(shown.len(), set.same.len()),
        per_question: took / u32::try_from(set.faces.len().max(1)).unwrap_or(u32::MAX),
    }
}

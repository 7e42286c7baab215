//! Times of one piece of work, and how they are told.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Every run of one piece of work after its warm-up.
#[derive(Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Times `work` and keeps the time; a failed run fails the bench.
    pub fn run<T, E>(&mut self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let started = Instant::now();
        let done = black_box(work()?);
        self.add(started.elapsed());
        Ok(done)
    }

    /// The time that `percent` of the runs did not exceed.
    pub fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        sorted
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.at(50)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}

pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms < 10.0 {
        format!("{ms:.2} ms")
    } else {
        format!("{ms:.0} ms")
    }
}

/// How many of something a second.
pub fn rate(count: usize, time: Duration) -> String {
    format!("{:.0}/s", count as f64 / time.as_secs_f64())
}

/// One line of the table, printed as soon as it is known: a long run shows that it goes on.
pub fn row(what: &str, budget: &str, measured: &str) {
    println!("| {what} | {budget} | {measured} |");
}

//! What was counted and measured.

use std::time::Duration;

/// From the moment at which each was due, whenever it could begin.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The time that `percent` of them did not exceed.
    pub fn at(&self, percent: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().saturating_sub(1);
        sorted
            .get(last * percent / 100)
            .copied()
            .unwrap_or_default()
    }

    fn told(&self) -> String {
        let ms = |percent| self.at(percent).as_millis();
        format!("{} / {} / {} ms", ms(50), ms(95), ms(99))
    }
}

/// Of one phone, or of all of them together.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Until the operation was durable on the server; waiting because it was busy included.
    pub pushes: Times,
    /// From when the push was answered.
    pub pulls: Times,
    pub operations: usize,
    /// Told to come back later.
    pub busy: usize,
    /// Lines that were cut, and everything else that was refused.
    pub errors: usize,
    /// Operations that were taken in and have no effect: the load itself is wrong.
    pub without_effect: usize,
    /// What was still to be sent when the phone gave up.
    pub given_up: usize,
}

impl Figures {
    pub fn join(&mut self, other: Self) {
        self.pushes.0.extend(other.pushes.0);
        self.pulls.0.extend(other.pulls.0);
        self.operations += other.operations;
        self.busy += other.busy;
        self.errors += other.errors;
        self.without_effect += other.without_effect;
        self.given_up += other.given_up;
    }

    pub const HEADER: &'static str = "| what | operations | took | push p50 / p95 / p99 | pull p50 / p95 / p99 | busy | errors | given up | server at most |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|";

    /// One line of the table.
    pub fn row(&self, what: &str, took: Duration, memory: &str) -> String {
        format!(
            "| {what} | {} | {:.0} s | {} | {} | {} | {} | {} | {memory} |",
            self.operations,
            took.as_secs_f64(),
            self.pushes.told(),
            self.pulls.told(),
            self.busy,
            self.errors,
            self.given_up,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_time_that_so_many_did_not_exceed() {
        let mut times = Times::default();
        for ms in (1..=100).rev() {
            times.add(Duration::from_millis(ms));
        }
        assert_eq!(times.at(50), Duration::from_millis(50));
        assert_eq!(times.at(99), Duration::from_millis(99));
        assert_eq!(Times::default().at(99), Duration::ZERO);
    }
}

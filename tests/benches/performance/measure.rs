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

/// The CPU time of this process and of a server, from the system's counts.
#[derive(Clone, Copy)]
pub struct Cpu {
    server: u32,
}

impl Cpu {
    pub fn with(server: u32) -> Self {
        Self { server }
    }

    /// User and system time so far; the system counts in hundredths of a second.
    pub fn spent(&self) -> Duration {
        let ticks = ticks_of("self") + ticks_of(&self.server.to_string());
        Duration::from_millis(ticks * 10)
    }
}

/// Zero where the system does not tell.
fn ticks_of(process: &str) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name before it may hold spaces.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let times = fields.split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// The bytes of a database, without its journal.
pub const BYTES: &str = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

/// A query whose answer is one number.
pub fn number(db: &rusqlite::Connection, sql: &str) -> rusqlite::Result<usize> {
    db.query_row(sql, [], |row| Ok(row.get::<_, i64>(0)? as usize))
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

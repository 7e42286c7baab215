//! What happened, line by line, for whoever has to understand a failure.

use super::platform::Now;
use super::setting::BEGIN_MS;

/// So many lines before a failure are printed.
const SHOWN: usize = 120;

#[derive(Default)]
pub struct Trace {
    lines: Vec<String>,
}

impl Trace {
    pub fn tell(&mut self, step: u32, now: &Now, what: &str) {
        let minutes = (now.ms() - BEGIN_MS) / 60_000 + 6 * 60;
        let (day, hour, minute) = (minutes / 1_440 + 1, minutes / 60 % 24, minutes % 60);
        self.lines.push(format!(
            "{step:>5}  day {day} {hour:02}.{minute:02}  {what}"
        ));
    }

    /// Equal for equal stories.
    pub fn hash(&self) -> blake3::Hash {
        blake3::hash(self.lines.join("\n").as_bytes())
    }

    pub fn whole(&self) -> String {
        self.lines.join("\n")
    }
}

/// The end of a story.
pub fn end(whole: &str) -> String {
    let lines: Vec<&str> = whole.lines().collect();
    let from = lines.len().saturating_sub(SHOWN);
    lines[from..].join("\n")
}

/// The first lines in which two stories are unlike.
pub fn parting(once: &str, again: &str) -> String {
    let mut pairs = once.lines().zip(again.lines());
    match pairs.find(|(one, other)| one != other) {
        Some((one, other)) => format!("{one}\n{other}"),
        None => "one of them goes on longer, or counts otherwise".to_owned(),
    }
}

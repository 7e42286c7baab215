//! How large the next part is: over in a few seconds on the line that there is.

use std::time::Duration;

/// Two seconds of 32 kbit/s: the line is not known yet.
const FIRST_BYTES: usize = 8 * 1024;
const BYTES_MIN: usize = 2 * 1024;
/// What was given to the platform's socket cannot be taken back. Where a quick line becomes one of
/// 32 kbit/s under a part, a record waits 16 seconds for this much, and no longer.
const BYTES_MAX: usize = 64 * 1024;
/// What a record may have to wait for in the worst case, beside the line's own delay.
const AIM: Duration = Duration::from_secs(3);

#[derive(Clone, Copy, Debug)]
pub struct Parts {
    bytes: usize,
    least: usize,
    most: usize,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            bytes: FIRST_BYTES,
            least: BYTES_MIN,
            most: BYTES_MAX,
        }
    }
}

impl Parts {
    /// So many, however the line is: where no clock is to have a say.
    pub fn always(bytes: usize) -> Self {
        Self {
            bytes,
            least: bytes,
            most: bytes,
        }
    }

    pub fn next(&self, rest: usize) -> usize {
        self.bytes.min(rest)
    }

    /// A part of so many bytes was taken in within this time. A last small one says little.
    pub fn took(&mut self, bytes: usize, time: Duration) {
        if bytes < self.bytes {
            return;
        }
        let per_aim = bytes as f64 * AIM.as_secs_f64() / time.as_secs_f64().max(0.001);
        // Not more than twice as much at once: one quick answer is no fast line.
        let most = (2 * self.bytes).min(self.most);
        self.bytes = (per_aim as usize).clamp(self.least, most);
    }

    pub fn broke(&mut self) {
        self.bytes = (self.bytes / 2).max(self.least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_the_line() {
        let mut parts = Parts::default();
        for _ in 0..10 {
            let bytes = parts.next(usize::MAX);
            // 32 kbit/s.
            parts.took(bytes, Duration::from_secs_f64(bytes as f64 / 4_000.0));
        }
        assert_eq!(parts.next(usize::MAX), 12_000);
        for _ in 0..10 {
            parts.took(parts.next(usize::MAX), Duration::from_millis(20));
        }
        assert_eq!(parts.next(usize::MAX), BYTES_MAX);
        assert_eq!(parts.next(100), 100);
        for _ in 0..20 {
            parts.broke();
        }
        assert_eq!(parts.next(usize::MAX), BYTES_MIN);
    }
}

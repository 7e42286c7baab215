//! Two clocks: one that people set, and one that only a restart sets back.

use std::time::{SystemTime, UNIX_EPOCH};

use rantang_core::time::BootId;

/// What time it is, as far as this machine knows.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970 by the clock that people set; may be wrong by decades.
    fn wall_ms(&self) -> i64;

    /// Names this run of the machine.
    fn boot(&self) -> BootId;

    /// Milliseconds since the start of [`Clock::boot`]; never goes back, runs on in suspend.
    fn boot_ms(&self) -> i64;
}

/// The clocks of this machine.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    boot: BootId,
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    started: std::time::Instant,
}

fn system_wall_ms() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod kernel {
    use super::*;

    const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

    impl Default for SystemClock {
        /// Where the kernel hides its boot id, this process stands for the boot: then the times
        /// of two processes are not compared, which costs precision and nothing else.
        fn default() -> Self {
            let boot = std::fs::read_to_string(BOOT_ID)
                .ok()
                .and_then(|text| uuid::Uuid::parse_str(text.trim()).ok())
                .unwrap_or_else(uuid::Uuid::new_v4);
            Self { boot: BootId(boot) }
        }
    }

    impl Clock for SystemClock {
        fn wall_ms(&self) -> i64 {
            system_wall_ms()
        }

        fn boot(&self) -> BootId {
            self.boot
        }

        fn boot_ms(&self) -> i64 {
            let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
            time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
        }
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod process {
    use super::*;

    impl Default for SystemClock {
        /// A process stands for a boot: nothing here has a clock that counts suspend.
        fn default() -> Self {
            Self {
                boot: BootId(uuid::Uuid::new_v4()),
                started: std::time::Instant::now(),
            }
        }
    }

    impl Clock for SystemClock {
        fn wall_ms(&self) -> i64 {
            system_wall_ms()
        }

        fn boot(&self) -> BootId {
            self.boot
        }

        fn boot_ms(&self) -> i64 {
            i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boot_clock_belongs_to_one_boot_and_never_goes_back() {
        let (first, second) = (SystemClock::default(), SystemClock::default());
        assert_eq!(first.boot(), second.boot());
        let before = first.boot_ms();
        assert!(0 < before && before <= second.boot_ms());
    }
}

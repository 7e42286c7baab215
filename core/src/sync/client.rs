//! The device's side of a sync: one event in, one instruction out.

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A start, a write, a network that came back, or "Kirim sekarang".
    Wake,
    /// The server answered a hello. `watches`: somebody here follows the day of others.
    Greeted {
        unsent: bool,
        may_pull: bool,
        watches: bool,
    },
    /// The mirror was counted from its rows.
    Counted,
    /// A batch was taken in and its verdicts are stored.
    Pushed {
        more: bool,
    },
    /// A page was applied and its cursor is stored.
    Pulled {
        more: bool,
        /// A scope is to be fetched as a snapshot first.
        snapshot: bool,
    },
    /// A part of a snapshot is stored, with how far it has come.
    Fetched {
        more: bool,
    },
    Failed(Failure),
    /// The time of an earlier [`Output::Wait`] has come.
    Elapsed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, or one that was cut.
    Network,
    /// The server is full and says when to come back.
    Busy { retry_after_ms: u64 },
    /// The challenge has expired: greet again at once.
    Challenge,
    /// The server did not find our signature on what it read: a line that cut the request does that,
    /// too.
    Signature,
    /// Refused for a reason that trying again soon does not mend.
    Refused,
    /// Our own store failed.
    Local,
}

/// What to do. The caller carries it out before the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Hello,
    Push,
    /// Count the mirror from its rows: what is kept beside them may have been lost with a crash.
    Count,
    Pull,
    /// Fetch the next part of a snapshot.
    Fetch,
    /// Nothing until then, or until [`Input::Wake`].
    Wait {
        until_ms: u64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Greeting,
    Pushing { may_pull: bool },
    Counting,
    Pulling,
    Fetching,
}

/// Drives one sync loop. Times are milliseconds of a clock that never goes back.
#[derive(Clone, Debug)]
pub struct Client {
    state: State,
    failures: u32,
    /// In a row.
    unsigned: u32,
    watches: bool,
    /// A wake that came while a sync was under way: go round once more.
    again: bool,
    /// When the mirror was counted; `None`: not since the start.
    counted_ms: Option<u64>,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            state: State::Idle,
            failures: 0,
            unsigned: 0,
            watches: false,
            again: false,
            counted_ms: None,
        }
    }
}

impl Client {
    /// Without news of its own the loop asks this often.
    pub const IDLE_MS: u64 = 60_000;
    /// The same where somebody follows the day: a cry for help is on the board within a quarter minute.
    pub const IDLE_WATCHING_MS: u64 = 10_000;
    /// The mirror is counted this often.
    pub const COUNT_MS: u64 = 24 * 3_600_000;
    pub const BACKOFF_FIRST_MS: u64 = 2_000;
    pub const BACKOFF_MAX_MS: u64 = 300_000;

    /// Whether the signature failed at the last call, too: then it is not the line.
    pub fn failed_signature(&self) -> bool {
        0 < self.unsigned
    }

    /// Advances by one event. `jitter` is a random number: couriers of one office do not come back
    /// in step. `None`: nothing to do, something is under way.
    pub fn step(&mut self, input: Input, now_ms: u64, jitter: u32) -> Option<Output> {
        if let Input::Greeted { watches, .. } = input {
            self.watches = watches;
        }
        match (self.state, input) {
            (State::Idle, Input::Wake | Input::Elapsed) => self.go(State::Greeting, Output::Hello),
            (_, Input::Wake) => {
                self.again = true;
                None
            }
            (_, Input::Elapsed) => None,
            (
                State::Greeting,
                Input::Greeted {
                    unsent: true,
                    may_pull,
                    ..
                },
            ) => self.go(State::Pushing { may_pull }, Output::Push),
            (State::Greeting, Input::Greeted { may_pull: true, .. }) => self.begin_pull(now_ms),
            (State::Greeting, Input::Greeted { .. }) => self.done(now_ms, jitter),
            (State::Pushing { .. }, Input::Pushed { more: true }) => Some(Output::Push),
            (State::Pushing { may_pull: true }, Input::Pushed { .. }) => self.begin_pull(now_ms),
            (State::Pushing { .. }, Input::Pushed { .. }) => self.done(now_ms, jitter),
            (State::Counting, Input::Counted) => {
                self.counted_ms = Some(now_ms);
                self.go(State::Pulling, Output::Pull)
            }
            (State::Pulling, Input::Pulled { snapshot: true, .. })
            | (State::Fetching, Input::Fetched { more: true }) => {
                self.go(State::Fetching, Output::Fetch)
            }
            (State::Fetching, Input::Fetched { .. }) => self.go(State::Pulling, Output::Pull),
            (State::Pulling, Input::Pulled { more: true, .. }) => Some(Output::Pull),
            (State::Pulling, Input::Pulled { .. }) => self.done(now_ms, jitter),
            (_, Input::Failed(failure)) => self.failed(failure, now_ms, jitter),
            // An answer to a question that was given up: the next wake starts anew.
            (State::Idle, _) => None,
            (
                State::Greeting
                | State::Pushing { .. }
                | State::Counting
                | State::Pulling
                | State::Fetching,
                _,
            ) => self.failed(Failure::Local, now_ms, jitter),
        }
    }

    fn go(&mut self, state: State, output: Output) -> Option<Output> {
        self.state = state;
        Some(output)
    }

    fn begin_pull(&mut self, now_ms: u64) -> Option<Output> {
        let is_due = self
            .counted_ms
            .is_none_or(|counted_ms| counted_ms + Self::COUNT_MS <= now_ms);
        if is_due {
            self.go(State::Counting, Output::Count)
        } else {
            self.go(State::Pulling, Output::Pull)
        }
    }

    fn done(&mut self, now_ms: u64, jitter: u32) -> Option<Output> {
        self.failures = 0;
        self.unsigned = 0;
        if std::mem::take(&mut self.again) {
            return self.go(State::Greeting, Output::Hello);
        }
        let idle_ms = if self.watches {
            Self::IDLE_WATCHING_MS
        } else {
            Self::IDLE_MS
        };
        self.go(
            State::Idle,
            Output::Wait {
                until_ms: now_ms + spread(idle_ms, jitter),
            },
        )
    }

    fn failed(&mut self, failure: Failure, now_ms: u64, jitter: u32) -> Option<Output> {
        self.again = false;
        self.failures = self.failures.saturating_add(1);
        self.unsigned = match failure {
            Failure::Signature => self.unsigned.saturating_add(1),
            _ => 0,
        };
        let backoff = Self::BACKOFF_FIRST_MS << (self.failures - 1).min(16);
        let wait_ms = match failure {
            // Once: a server that always answers so must not be asked in a tight loop.
            Failure::Challenge if self.failures == 1 => {
                return self.go(State::Greeting, Output::Hello);
            }
            Failure::Busy { retry_after_ms } => retry_after_ms.min(Self::BACKOFF_MAX_MS),
            Failure::Challenge | Failure::Network | Failure::Local => {
                backoff.min(Self::BACKOFF_MAX_MS)
            }
            Failure::Signature if self.unsigned == 1 => backoff.min(Self::BACKOFF_MAX_MS),
            Failure::Signature | Failure::Refused => Self::BACKOFF_MAX_MS,
        };
        self.go(
            State::Idle,
            Output::Wait {
                until_ms: now_ms + spread(wait_ms, jitter),
            },
        )
    }
}

/// Between 3/4 and 5/4 of a time.
fn spread(ms: u64, jitter: u32) -> u64 {
    ms * 3 / 4 + ms * u64::from(jitter % 1_000) / 2_000
}

#[cfg(test)]
mod tests;

//! Bugs made to order, to see that the world finds them. They sit between the parts, in what is said on
//! the line and in the files under the programs: the code under test has no switch for any of them.
//!
//! 13 is found by two connections, not by a seed.

mod spoil;

use rantang_core::sync::protocol::{
    HelloAnswer, HelloVerdict, Push, PushAnswer, Refusal, RefusalCode, Verdict, path,
};
use rantang_core::sync::wire;
use rantang_core::time::Effective;
use rantang_device::platform::{Reply, Request};

pub use spoil::let_go_of_stored;

use super::draws::Draws;
use super::phone::Phone;

const OK: u16 = 200;
const HOUR_MS: i64 = 3_600_000;
/// How often a bug shows that does not show always, of a thousand.
const SOMETIMES: u32 = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sabotage {
    /// 1: the server says yes and has stored nothing.
    AcknowledgeBeforeCommit,
    /// 2: the cursor is saved, the app ends, and its rows are not there.
    CursorBeforeRows,
    /// 3: the highest number is taken as "all received", whatever lies between.
    HoleHidden,
    /// 4: a phone takes over the server's checksum, and with it its own loss.
    ChecksumAdopted,
    /// 5: a store that was set back, or cloned, goes on under the same replica id.
    ReplicaKept,
    /// 6: the server was set back, and nobody notices.
    NoEpoch,
    /// 7: a batch with an operation that cannot be applied is refused whole, again and again.
    BadOperationBlocks,
    /// 8: what the server sets aside is dropped, as if it were done.
    RefusalDrops,
    /// 9: an operation that says it is from the future is refused.
    FutureRefused,
    /// 10: the time is taken from a hello that failed.
    AnchorOfFailedSync,
    /// 11: the answer to a batch is lost, and what was in it is sent as something new.
    PartForgotten,
    /// 12: two programs sync one store, each by itself.
    TwoWorkers,
    /// 14: who left a scope is forgotten before every phone has heard of it.
    TombstoneExpired,
    /// 15: what could not be sent waits for the next thing that somebody writes.
    WaitsForWrite,
    /// 16: what is fetched is put under the batch that was sent, not under what was written since.
    RebasedOnBatchOnly,
    /// 17: an acknowledged operation leaves the overlay before the mirror has it.
    OverlayLeftEarly,
    /// 18: whoever comes later overwrites what they never saw: every replica agrees on it.
    TheirsAlwaysWins,
    /// 19: a photo leaves its phone when the server has it, before any backup has.
    PhotoLeavesWhenStored,
}

impl Sabotage {
    /// An answer that the server never gave.
    pub fn instead_of_server(
        self,
        request: &Request,
        now_ms: i64,
        draws: &mut Draws,
    ) -> Option<Reply> {
        if request.path != path::PUSH {
            return None;
        }
        let push: Push = wire::decode(&request.body).ok()?;
        let operations = push.batch.operations().ok()?;
        match self {
            Self::AcknowledgeBeforeCommit if draws.chance(SOMETIMES) => {
                let time = Effective {
                    at_ms: 0,
                    uncertainty_ms: 0,
                };
                let verdict = Verdict::Applied {
                    positions: vec![],
                    time,
                    conflict: false,
                };
                let verdicts = operations
                    .iter()
                    .map(|it| (it.envelope.op_id, verdict.clone()))
                    .collect();
                Some(reply(&PushAnswer {
                    verdicts,
                    stored: (push.head.seq, push.head.hash),
                    receipts: Default::default(),
                    code: None,
                }))
            }
            Self::BadOperationBlocks => {
                // One in thirty, whoever it is from.
                let mut ids = operations.iter().map(|it| it.envelope.op_id);
                ids.any(|op| op.as_bytes()[15] < 8).then(refused)
            }
            Self::FutureRefused => {
                let mut walls = operations.iter().map(|it| it.envelope.clock.wall_ms);
                walls
                    .any(|wall_ms| now_ms + HOUR_MS < wall_ms)
                    .then(refused)
            }
            _ => None,
        }
    }

    /// The server's answer, as it should not be.
    pub fn on_the_way_back(self, call: &str, honest: Reply) -> Reply {
        if honest.status != OK {
            return honest;
        }
        let bent = match (self, call) {
            (Self::OverlayLeftEarly, path::PUSH) => bend::<PushAnswer>(&honest, |answer| {
                for (_, verdict) in &mut answer.verdicts {
                    if let Verdict::Applied { positions, .. }
                    | Verdict::Duplicate { positions, .. } = verdict
                    {
                        positions.clear();
                    }
                }
            }),
            (Self::RefusalDrops, path::PUSH) => bend::<PushAnswer>(&honest, |answer| {
                for (_, verdict) in &mut answer.verdicts {
                    if matches!(verdict, Verdict::Quarantined { .. }) {
                        *verdict = Verdict::Applied {
                            positions: vec![],
                            time: Effective {
                                at_ms: 0,
                                uncertainty_ms: 0,
                            },
                            conflict: false,
                        };
                    }
                }
            }),
            (Self::ReplicaKept, path::HELLO) => bend::<HelloAnswer>(&honest, |answer| {
                if answer.verdict == HelloVerdict::Forked {
                    answer.verdict = HelloVerdict::Ok;
                }
            }),
            (Self::NoEpoch, path::HELLO) => bend::<HelloAnswer>(&honest, |answer| {
                answer.epoch = 1;
                if answer.verdict == HelloVerdict::Recover {
                    answer.verdict = HelloVerdict::Ok;
                }
            }),
            _ => None,
        };
        bent.unwrap_or(honest)
    }

    /// What the phone's own program does wrong after a call.
    pub fn after_call(
        self,
        phone: &Phone,
        call: &str,
        is_answered: bool,
        draws: &mut Draws,
    ) -> anyhow::Result<()> {
        match (self, call, is_answered) {
            (Self::HoleHidden, path::PUSH, true) => spoil::acknowledge_all(phone),
            (Self::AnchorOfFailedSync, path::HELLO, false) => spoil::take_old_time(phone),
            (Self::PartForgotten, path::PUSH, false) if draws.chance(SOMETIMES) => {
                spoil::rename_last(phone, draws)
            }
            (Self::RebasedOnBatchOnly, path::PULL, true) => spoil::forget_unsent(phone),
            (Self::CursorBeforeRows, path::PULL, false) => spoil::advance_cursors(phone),
            (Self::ChecksumAdopted, path::PULL, true) if draws.chance(SOMETIMES) => {
                spoil::lose_a_row(phone, draws)
            }
            _ => Ok(()),
        }
    }
}

fn refused() -> Reply {
    Reply {
        status: 400,
        retry_after_s: None,
        body: wire::encode(&Refusal {
            code: RefusalCode::BadMessage,
            detail: String::new(),
        }),
    }
}

fn bend<T: serde::Serialize + serde::de::DeserializeOwned>(
    honest: &Reply,
    how: impl FnOnce(&mut T),
) -> Option<Reply> {
    let mut answer: T = wire::decode(&honest.body).ok()?;
    how(&mut answer);
    Some(reply(&answer))
}

fn reply<T: serde::Serialize>(answer: &T) -> Reply {
    Reply {
        status: OK,
        retry_after_s: None,
        body: wire::encode(answer),
    }
}

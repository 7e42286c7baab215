//! Bugs made to order, to see that the world finds them. They sit between the parts: the code under
//! test has no switch for any of them.

use rantang_core::sync::protocol::{
    PullAnswer, Push, PushAnswer, Refusal, RefusalCode, Verdict, path,
};
use rantang_core::sync::wire;
use rantang_core::time::Effective;
use rantang_device::platform::{Reply, Request};

use super::draws::Draws;

const OK: u16 = 200;
/// How often a bug shows that does not show always, of a thousand.
const SOMETIMES: u32 = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sabotage {
    /// The server says yes and has stored nothing.
    AcknowledgeBeforeCommit,
    /// A page loses a row and keeps its cursor.
    CursorBeforeRows,
    /// A page forgets who left the scope.
    RemovalForgotten,
    /// An acknowledged operation leaves the overlay before the mirror has it.
    OverlayLeftEarly,
    /// A batch with an operation that cannot be applied is refused whole, again and again.
    BadOperationBlocks,
    /// Whoever comes later overwrites what they never saw: every replica agrees on it.
    TheirsAlwaysWins,
}

impl Sabotage {
    /// An answer that the server never gave.
    pub fn instead_of_server(self, request: &Request, draws: &mut Draws) -> Option<Reply> {
        if request.path != path::PUSH {
            return None;
        }
        let push: Push = wire::decode(&request.body).ok()?;
        match self {
            Self::AcknowledgeBeforeCommit if draws.chance(SOMETIMES) => {
                let operations = push.batch.operations().ok()?;
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
                let operations = push.batch.operations().ok()?;
                // One in thirty, whoever it is from.
                let is_bad = operations
                    .iter()
                    .any(|it| it.envelope.op_id.as_bytes()[15] < 8);
                is_bad.then(|| Reply {
                    status: 400,
                    retry_after_s: None,
                    body: wire::encode(&Refusal {
                        code: RefusalCode::BadMessage,
                        detail: String::new(),
                    }),
                })
            }
            _ => None,
        }
    }

    /// The server's answer, as it should not be.
    pub fn on_the_way_back(self, call: &str, honest: Reply, draws: &mut Draws) -> Reply {
        if honest.status != OK {
            return honest;
        }
        let bent = match (self, call) {
            (Self::CursorBeforeRows, path::PULL) => {
                let loses = draws.chance(SOMETIMES);
                bend::<PullAnswer>(&honest, |answer| {
                    forget_counts(answer);
                    let full = answer.pages.iter_mut().find(|page| !page.puts.is_empty());
                    full.filter(|_| loses).and_then(|page| page.puts.pop());
                })
            }
            (Self::RemovalForgotten, path::PULL) => bend::<PullAnswer>(&honest, |answer| {
                forget_counts(answer);
                answer
                    .pages
                    .iter_mut()
                    .for_each(|page| page.removes.clear());
            }),
            (Self::OverlayLeftEarly, path::PUSH) => bend::<PushAnswer>(&honest, |answer| {
                for (_, verdict) in &mut answer.verdicts {
                    if let Verdict::Applied { positions, .. }
                    | Verdict::Duplicate { positions, .. } = verdict
                    {
                        positions.clear();
                    }
                }
            }),
            _ => None,
        };
        bent.unwrap_or(honest)
    }
}

/// Devices would find out what they lost, and fetch it anew.
fn forget_counts(answer: &mut PullAnswer) {
    for page in &mut answer.pages {
        page.manifest = None;
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

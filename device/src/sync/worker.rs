//! The loop: carries out what the state machine of `core` says, one attempt at a time.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rantang_core::ids::ReplicaId;
use rantang_core::scopes::Scope;
use rantang_core::staff::Role;
use rantang_core::sync::batch::Batch;
use rantang_core::sync::client::{Client, Failure, Input, Output};
use rantang_core::sync::protocol::{
    Hello, HelloAnswer, HelloVerdict, Pull, PullAnswer, Push, PushAnswer, path,
};
use rantang_core::sync::signing::SignedHead;
use serde_bytes::ByteArray;

use super::exchange::{self, Pulled};
use super::fetch;
use super::hello::{self, Clocks};
use super::pair::signing_key;
use super::remote::Remote;
use super::review;
use super::step::{StepError, blocking};
use super::view::SyncProblem;
use crate::device::Device;
use crate::log::outgoing::outgoing;
use crate::log::{self, Tried};
use crate::photos::lane;
use crate::platform::mint_uuid;
use crate::relay::{self, certified};
use crate::similar::keep_compared;
use crate::store::{Error, facts, mirror};

/// How often a device without a way out looks whether there is one.
const NETWORK_LOOK: Duration = Duration::from_secs(2);

/// What an attempt brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub pushed: u32,
    pub pulled: u32,
    /// Why it ended early; `None`: all was sent and fetched.
    pub problem: Option<SyncProblem>,
}

/// Survives from attempt to attempt; whoever holds it is the only one who syncs.
#[derive(Default)]
pub struct Worker {
    client: Client,
    /// Of the last hello.
    challenge: Vec<u8>,
    revoked: bool,
    /// Of what a coordinator has to look at.
    set_aside: Option<ByteArray<32>>,
    /// Those that this attempt began.
    snapshots: BTreeSet<(Scope, u64)>,
}

/// Syncs until the process ends: at the start, on a write, on a network that came back, on
/// "Kirim sekarang", and otherwise when the state machine says.
///
/// Beside it, and always behind it, the lane of photos; whoever came is compared with who was here; and
/// where there is no line, the office's network.
pub async fn run(device: Arc<Device>) {
    tokio::join!(
        records(device.clone()),
        lane::run(device.clone()),
        keep_compared(device.clone()),
        relay::run(device)
    );
}

async fn records(device: Arc<Device>) {
    let mut regained = Regained::default();
    loop {
        let (_, wait) = attempt(&device).await;
        tokio::select! {
            () = device.wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
            () = regained.wait(&device) => {}
        }
    }
}

/// Notices that there is a way out again.
#[derive(Default)]
struct Regained {
    was_cut_off: bool,
}

impl Regained {
    async fn wait(&mut self, device: &Device) {
        loop {
            let has_route = device.platform.network.has_route();
            if self.was_cut_off && has_route == Some(true) {
                self.was_cut_off = false;
                return;
            }
            self.was_cut_off = has_route == Some(false);
            tokio::time::sleep(NETWORK_LOOK).await;
        }
    }
}

/// One sync from hello to the last page, or as far as it came; and how long to wait for the next.
pub async fn attempt(device: &Arc<Device>) -> (Report, Duration) {
    let mut worker = device.worker.lock().await;
    device.set_syncing(true);
    let mut report = Report::default();
    let wait_ms = worker.drive(device, &mut report).await;
    device.ended(report.problem);
    match report.problem {
        None => {
            // The line is good and the challenge is new.
            device.photos.wake.notify_one();
            device.relay.reached.notify_one();
        }
        Some(SyncProblem::NoSignal) => device.relay.cut_off.notify_one(),
        Some(_) => {}
    }
    (report, Duration::from_millis(wait_ms))
}

impl Worker {
    /// Of the last hello, for a call beside the records.
    pub(crate) fn challenge(&self) -> Vec<u8> {
        self.challenge.clone()
    }

    fn step(&mut self, device: &Device, input: Input) -> Option<Output> {
        let mut jitter = [0; 4];
        device.platform.random.fill(&mut jitter);
        let now_ms = now_ms(device);
        self.client.step(input, now_ms, u32::from_le_bytes(jitter))
    }

    /// Returns how long to wait.
    async fn drive(&mut self, device: &Arc<Device>, report: &mut Report) -> u64 {
        let mut input = Input::Wake;
        loop {
            let output = match self.step(device, input) {
                Some(output) => output,
                // An attempt was given up half way: its questions are answered no more.
                None => {
                    self.client = Client::default();
                    input = Input::Wake;
                    continue;
                }
            };
            let outcome = match output {
                Output::Wait { until_ms } => return until_ms.saturating_sub(now_ms(device)),
                Output::Hello => self.hello(device).await,
                Output::Push => self.push(device, report).await,
                Output::Count => self.count(device).await,
                Output::Pull => self.pull(device, report).await,
                Output::Fetch => self.fetch(device, report).await,
            };
            input = match outcome {
                Ok(input) => input,
                Err(error) => {
                    let (failure, problem) = error.judged();
                    let is_line = failure == Failure::Signature && !self.client.failed_signature();
                    report.problem = Some(if is_line {
                        SyncProblem::NoSignal
                    } else {
                        problem
                    });
                    note_tried(device, failure).await;
                    Input::Failed(failure)
                }
            };
            if !matches!(input, Input::Failed(_)) {
                report.problem = None;
            }
        }
    }

    async fn remote<'a>(&self, device: &'a Arc<Device>) -> Result<Remote<'a>, StepError> {
        let (pairing, key) = blocking(device, |device| {
            device.read(|db| {
                let pairing = facts::PAIRING.get(db)?.ok_or(Error::NotPaired)?;
                Ok::<_, Error>((pairing, signing_key(db)?))
            })
        })
        .await?;
        Ok(Remote {
            transport: &*device.platform.transport,
            pairing,
            key,
        })
    }

    async fn hello(&mut self, device: &Arc<Device>) -> Result<Input, StepError> {
        let remote = self.remote(device).await?;
        // Once more after a fork: the new replica introduces itself.
        for _ in 0..2 {
            let sent = Clocks::of(device);
            let message = blocking(device, move |device| {
                device.read(|db| {
                    Ok::<_, Error>(Hello {
                        certify: certified::wish(db, device.now_ms(db)?)?,
                        ..hello::message(db, sent)?
                    })
                })
            })
            .await?;
            let answer: HelloAnswer = remote.call(path::HELLO, &[], &message).await?;
            let received = Clocks::of(device);
            let new_replica = ReplicaId(mint_uuid(&*device.platform.random));
            self.challenge = answer.challenge.to_vec();
            self.set_aside = answer.set_aside;
            self.snapshots.clear();
            self.revoked = answer.verdict == HelloVerdict::Revoked;
            let before = message.replica;
            let is_certified = answer.certificate.is_some();
            let watches = answer.roles.contains(&Role::Koordinator);
            let (changed, unsent, replica) = blocking(device, move |device| {
                device.store.write(|tx| {
                    let changed = hello::take_in(tx, &answer, sent, received, new_replica)?;
                    let replica = facts::REPLICA.get(tx)?;
                    Ok::<_, Error>((changed, exchange::has_unsent(tx)?, replica))
                })
            })
            .await?;
            if is_certified {
                device.relay.chosen.notify_one();
            }
            if changed {
                device.changed();
            }
            if replica != Some(before) {
                continue;
            }
            if self.revoked && !unsent {
                self.let_go(device).await?;
            }
            return Ok(Input::Greeted {
                unsent,
                may_pull: !self.revoked,
                watches,
            });
        }
        Err(StepError::Nonsense("forked twice"))
    }

    async fn push(
        &mut self,
        device: &Arc<Device>,
        report: &mut Report,
    ) -> Result<Input, StepError> {
        let found = blocking(device, |device| {
            let most = device.portions.operations;
            device.read(|db| Ok::<_, Error>((outgoing(db, most)?, facts::REPLICA.get(db)?)))
        })
        .await?;
        let (Some(out), Some(replica)) = found else {
            return Ok(Input::Pushed { more: false });
        };
        let remote = self.remote(device).await?;
        let seq = out.operations.last().map_or(0, |it| it.envelope.seq);
        let push = Push {
            previous: out.previous,
            batch: Batch::of(&out.operations),
            head: SignedHead::sign(remote.pairing.server, replica, seq, out.hash, &remote.key),
            receipts: out.receipts.clone(),
        };
        let answer: PushAnswer = remote.call(path::PUSH, &self.challenge, &push).await?;
        if !exchange::answers(&answer, &out.operations) {
            return Err(StepError::Nonsense("verdicts of other operations"));
        }
        report.pushed += out.operations.len() as u32;
        let more = blocking(device, move |device| {
            device.store.write(|tx| {
                let now_ms = device.now_ms(tx)?;
                exchange::take_in_verdicts(tx, &answer, (seq, out.hash), now_ms)?;
                exchange::has_unsent(tx)
            })
        })
        .await?;
        device.changed();
        if self.revoked && !more {
            self.let_go(device).await?;
        }
        Ok(Input::Pushed { more })
    }

    /// Beside whoever reads and writes; only where something is wrong they wait.
    async fn count(&self, device: &Arc<Device>) -> Result<Input, StepError> {
        blocking(device, |device| {
            if device.read(mirror::is_miscounted)? {
                tracing::error!("the rows here are not what was counted beside them");
                device.store.write(|tx| mirror::count_anew(tx))?;
            }
            Ok(())
        })
        .await?;
        Ok(Input::Counted)
    }

    async fn pull(
        &mut self,
        device: &Arc<Device>,
        report: &mut Report,
    ) -> Result<Input, StepError> {
        let remote = self.remote(device).await?;
        let cursors = blocking(device, |device| device.read(mirror::cursors_to_pull)).await?;
        if cursors.is_empty() {
            return Ok(Input::Pulled {
                more: false,
                snapshot: false,
            });
        }
        let pull = Pull {
            cursors,
            limit: device.portions.rows,
        };
        let answer: PullAnswer = remote.call(path::PULL, &self.challenge, &pull).await?;
        let Pulled {
            rows,
            more,
            snapshot,
            progress,
            changed,
        } = blocking(device, move |device| {
            device.store.write(|tx| {
                let now_ms = device.now_ms(tx)?;
                exchange::take_in_pages(tx, answer, now_ms)
            })
        })
        .await?;
        report.pulled += rows;
        if changed {
            device.changed();
        }
        if progress && !more {
            // One more hello tells the office that the list has arrived.
            device.wake.notify_one();
        }
        if more && !progress && !snapshot {
            return Err(StepError::Nonsense("more pages without an end"));
        }
        if !more {
            review::ask(device, &remote, &self.challenge, self.set_aside).await?;
        }
        Ok(Input::Pulled { more, snapshot })
    }

    async fn fetch(
        &mut self,
        device: &Arc<Device>,
        report: &mut Report,
    ) -> Result<Input, StepError> {
        let remote = self.remote(device).await?;
        let fetched = fetch::part(device, &remote, &self.challenge).await?;
        if let Some(begun) = fetched.begun
            && !self.snapshots.insert(begun)
        {
            return Err(StepError::Nonsense("the same snapshot without an end"));
        }
        report.pulled += fetched.rows;
        if 0 < fetched.rows {
            device.changed();
        }
        Ok(Input::Fetched { more: fetched.more })
    }

    async fn let_go(&mut self, device: &Arc<Device>) -> Result<(), StepError> {
        let changed =
            blocking(device, |device| device.store.write(exchange::let_go_of_all)).await?;
        if changed {
            device.changed();
        }
        Ok(())
    }
}

/// What was pending at a failed attempt has been tried: the screens say so.
async fn note_tried(device: &Arc<Device>, failure: Failure) {
    let head = blocking(device, |device| device.read(log::head)).await;
    if let Ok((through_seq, _)) = head {
        device.set_tried(Tried {
            through_seq,
            answered: failure != Failure::Network,
            at_office_seq: 0,
        });
    }
}

/// The clock of the state machine: it never goes back while this program runs.
fn now_ms(device: &Device) -> u64 {
    u64::try_from(device.platform.clock.boot_ms()).unwrap_or(0)
}

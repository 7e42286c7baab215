//! One phone: the real device on a store of its own, and its sync, stopped at every call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use rantang_core::ids::OpId;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::protocol::path;
use rantang_device::Device;
use rantang_device::platform::{Clock, Platform};
use rantang_device::store::{Error, facts, mirror};
use rantang_device::sync::Portions;
use rantang_device::sync::pair::pair;
use rantang_device::sync::worker::{Report, attempt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::draws::Draws;
use super::platform::{Call, Now, PhoneClock, platform};
use super::setting::Holder;

pub struct Phone {
    pub holder: Holder,
    pub clock: Arc<PhoneClock>,
    /// Without it every call is lost.
    pub has_signal: bool,
    directory: PathBuf,
    platform: Platform,
    portions: Portions,
    device: Option<Arc<Device>>,
    calls: mpsc::UnboundedReceiver<Call>,
    sync: Option<Sync>,
    /// The longest that a hello took since the phone started: its anchor may be wrong by as much.
    slowest_hello_ms: i64,
    /// The furthest it has come, for what must not go back.
    seen: Progress,
}

/// A sync that waits for an answer.
struct Sync {
    task: JoinHandle<(Report, Duration)>,
    call: Option<Call>,
    /// Since when, by the boot clock.
    asks_since_ms: i64,
}

/// What came of a sync that went on.
pub enum Went {
    /// It asks the server something.
    Asks,
    Ended(Report),
}

#[derive(Clone, Debug, Default)]
struct Progress {
    acknowledged: u64,
    cursors: BTreeMap<String, u64>,
}

impl Phone {
    pub fn new(
        holder: Holder,
        number: u64,
        directory: PathBuf,
        now: Arc<Now>,
        seed: u64,
    ) -> anyhow::Result<Self> {
        let mut draws = Draws::new(seed, 100 + number);
        let portions = Portions {
            operations: draws.between(1, 6) as usize,
            rows: draws.between(2, 30) as u32,
        };
        let clock = PhoneClock::new(now, number);
        let (platform, calls) = platform(clock.clone(), draws);
        let mut phone = Self {
            holder,
            clock,
            has_signal: true,
            directory,
            platform,
            portions,
            device: None,
            calls,
            sync: None,
            slowest_hello_ms: 0,
            seen: Progress::default(),
        };
        phone.open()?;
        Ok(phone)
    }

    fn open(&mut self) -> anyhow::Result<()> {
        let device = Device::open(&self.directory, self.platform.clone())
            .context("the store does not open")?;
        self.device = Some(Arc::new(device.in_portions(self.portions)));
        Ok(())
    }

    pub fn device(&self) -> anyhow::Result<&Arc<Device>> {
        self.device.as_ref().ok_or_else(|| anyhow!("it is closed"))
    }

    pub fn is_syncing(&self) -> bool {
        self.sync.is_some()
    }

    /// Pairs, by the real call; `carry` brings it to the server.
    pub async fn pair(
        &mut self,
        invitation: &Invitation,
        carry: impl AsyncFnOnce(Call) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let device = self.device()?.clone();
        let text = invitation.to_string();
        let pairing = tokio::spawn(async move { pair(&device, &text).await });
        let call = self.calls.recv().await.context("no call to pair")?;
        carry(call).await?;
        pairing
            .await?
            .map_err(|failure| anyhow!("pairing failed: {failure:?}"))
    }

    /// Begins a sync: it runs to its first call.
    pub async fn start_sync(&mut self) -> anyhow::Result<Went> {
        let device = self.device()?.clone();
        self.sync = Some(Sync {
            task: tokio::spawn(async move { attempt(&device).await }),
            call: None,
            asks_since_ms: 0,
        });
        self.go_on().await
    }

    /// The call that the sync waits with.
    pub fn take_call(&mut self) -> Option<Call> {
        let sync = self.sync.as_mut()?;
        let call = sync.call.take()?;
        if call.request.path == path::HELLO {
            let took_ms = self.clock.boot_ms() - sync.asks_since_ms;
            self.slowest_hello_ms = self.slowest_hello_ms.max(took_ms);
        }
        Some(call)
    }

    /// The phone itself starts again, and knows the time no more until the next hello.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.clock.reboot();
        self.slowest_hello_ms = 0;
        self.crash().await
    }

    /// How well the phone knows the time: what it records now counts at the real time, give or take
    /// this. `None`: it only has its wall clock.
    pub fn knows_time_within_ms(&self) -> anyhow::Result<Option<i64>> {
        let anchor = self.device()?.read(|db| facts::ANCHOR.get(db))?;
        let is_of_this_boot = anchor.is_some_and(|anchor| anchor.boot == self.clock.boot());
        Ok(is_of_this_boot.then_some(self.slowest_hello_ms))
    }

    /// Runs to the next call or to the end: nothing else moves meanwhile.
    pub async fn go_on(&mut self) -> anyhow::Result<Went> {
        let sync = self.sync.as_mut().context("no sync is under way")?;
        tokio::select! {
            biased;
            call = self.calls.recv() => {
                sync.call = call;
                sync.asks_since_ms = self.clock.boot_ms();
                Ok(Went::Asks)
            }
            ended = &mut sync.task => {
                self.sync = None;
                Ok(Went::Ended(ended.context("the sync failed by a panic")?.0))
            }
        }
    }

    /// The program ends wherever it is, and starts again.
    pub async fn crash(&mut self) -> anyhow::Result<()> {
        if let Some(Sync { task, call, .. }) = self.sync.take() {
            task.abort();
            // Cancelled, or it ended just before: both are ends.
            let _ = task.await;
            drop(call);
        }
        let device = self.device.take().context("it is closed")?;
        Arc::into_inner(device).context("something still holds the device")?;
        while self.calls.try_recv().is_ok() {}
        self.open()
    }

    /// What must never go back did not, since the last look.
    pub fn check_progress(&mut self) -> anyhow::Result<()> {
        let found = self.device()?.read::<_, Error>(|db| {
            Ok(Progress {
                acknowledged: facts::ACKNOWLEDGED.get(db)?.unwrap_or_default().0,
                cursors: mirror::cursors(db)?
                    .into_iter()
                    .map(|(scope, cursor)| (scope.to_string(), cursor))
                    .collect(),
            })
        })?;
        if found.acknowledged < self.seen.acknowledged {
            return Err(anyhow!(
                "{}: the server had acknowledged {} operations, the phone now says {}",
                self.holder.name,
                self.seen.acknowledged,
                found.acknowledged
            ));
        }
        for (scope, before) in &self.seen.cursors {
            // A scope that is let go of begins anew when it comes back.
            if let Some(cursor) = found.cursors.get(scope)
                && cursor < before
            {
                return Err(anyhow!(
                    "{}: the cursor of {scope} went back from {before} to {cursor}",
                    self.holder.name
                ));
            }
        }
        self.seen = found;
        Ok(())
    }

    /// Every operation of the log, and what the server said of it: 0 nothing yet, 1 applied, 2 held, 3 set aside.
    pub fn log(&self) -> anyhow::Result<BTreeMap<OpId, i64>> {
        self.device()?
            .read::<_, Error>(|db| {
                let mut statement = db.prepare("SELECT op_id, state FROM log")?;
                let found = statement
                    .query_map([], |row| Ok((OpId::from_bytes(row.get(0)?), row.get(1)?)))?;
                Ok(found.collect::<rusqlite::Result<_>>()?)
            })
            .map_err(Into::into)
    }

    /// The operations that still stand on top of the mirror.
    pub fn overlay(&self) -> anyhow::Result<BTreeSet<OpId>> {
        self.device()?
            .read::<_, Error>(|db| {
                let sql =
                    "SELECT DISTINCT log.op_id FROM overlay JOIN log ON log.seq = overlay.seq";
                let mut statement = db.prepare(sql)?;
                let found = statement.query_map([], |row| Ok(OpId::from_bytes(row.get(0)?)))?;
                Ok(found.collect::<rusqlite::Result<_>>()?)
            })
            .map_err(Into::into)
    }
}

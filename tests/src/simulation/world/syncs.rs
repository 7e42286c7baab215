//! How syncs begin, go on, and come to rest.

use anyhow::{Context, bail, ensure};
use rantang_core::sync::protocol::path;
use rantang_device::sync::worker::Report;

use super::{MINUTE_MS, World};
use crate::simulation::phone::Went;
use crate::simulation::sabotage::Sabotage;

/// After the faults every phone comes to rest within so many syncs and so long: one sends and
/// fetches, one fetches what the others sent, one finds scopes that came into being, one finds
/// nothing; after a restore twice that.
const ROUNDS_MAX: u32 = 8;
const REST_WITHIN_MS: i64 = 30 * MINUTE_MS;

impl World {
    /// A sync begins, or its call comes through, or does not.
    pub(super) async fn sync_goes_on(&mut self, at: usize) -> anyhow::Result<()> {
        if self.phones[at].is_syncing() {
            self.carry(at).await?;
            return Ok(());
        }
        let is_due = self.phones[at].due_ms <= self.now.ms();
        // Or somebody touches "Kirim sekarang".
        if self.phones[at].has_signal && (is_due || self.draws.chance(100)) {
            self.start_sync(at).await?;
        }
        Ok(())
    }

    pub(super) async fn start_sync(&mut self, at: usize) -> anyhow::Result<Option<Report>> {
        let went = self.phones[at].start_sync().await?;
        self.went(at, went)
    }

    /// Carries the call that a sync waits with. `Some`: the sync has ended.
    pub(super) async fn carry(&mut self, at: usize) -> anyhow::Result<Option<Report>> {
        let phone = &mut self.phones[at];
        let call = phone.take_call().context("a sync without a call")?;
        let called = call.request.path;
        let pushes = called == path::PUSH;
        if pushes && self.pushed_last == Some(at) {
            self.counts.batches_in_a_row += 1;
        }
        self.pushed_last = pushes.then_some(at);
        let office = self.office.as_ref().context("the server is gone")?;
        let has_signal = phone.has_signal;
        let name = phone.holder.name.clone();
        let carried = self.network.carry(office, &name, call, has_signal).await?;
        if let Some(fault) = carried.fault {
            self.counts.fault(fault);
        }
        let went = self.phones[at].go_on().await?;
        // On a good network it is the same every time.
        if !self.network.is_healed || !carried.is_answered {
            self.tell(&carried.told);
        }
        if let Some(sabotage) = self.plan.sabotage {
            let phone = &self.phones[at];
            sabotage.after_call(phone, called, carried.is_answered, &mut self.draws)?;
        }
        self.phones[at].check_progress()?;
        // A message that was doubled or late counts too: any hello may raise it.
        if called == path::HELLO {
            self.check_epoch().await?;
        }
        self.went(at, went)
    }

    fn went(&mut self, at: usize, went: Went) -> anyhow::Result<Option<Report>> {
        let Went::Ended(report, wait) = went else {
            return Ok(None);
        };
        let failed = report.problem.is_some();
        let phone = &mut self.phones[at];
        phone.due_ms = self.now.ms() + wait.as_millis() as i64;
        phone.has_synced = !failed;
        if failed && self.plan.sabotage == Some(Sabotage::WaitsForWrite) {
            phone.due_ms = i64::MAX;
        }
        let told = format!("{}'s sync ended: {report:?}", phone.holder.name);
        // After a restore, of either side, numbers may differ until the rows are fetched anew.
        let differing = phone.disagreements()?;
        let may_differ = self.was_set_back || phone.was_set_back();
        ensure!(
            may_differ || differing.is_empty(),
            "the rows on {}'s phone are not what the server counted: {differing:?}",
            phone.holder.name
        );
        self.tell(&told);
        Ok(Some(report))
    }

    /// The faults are over: by their own loops, within a bounded number of rounds, all phones have
    /// come to rest.
    pub(super) async fn heal(&mut self) -> anyhow::Result<()> {
        self.tell("the network heals");
        let office = self.office.as_mut().context("the server is gone")?;
        office.restart().await?;
        self.network.is_healed = true;
        while let Some(told) = {
            let office = self.office.as_ref().context("the server is gone")?;
            self.network.deliver_late(office).await?
        } {
            self.tell(&told);
        }
        for at in 0..self.phones.len() {
            let phone = &mut self.phones[at];
            if !phone.has_signal {
                phone.has_signal = true;
                phone.due_ms = phone.due_ms.min(self.now.ms());
            }
            if phone.is_full() {
                // Somebody made room, and starts the app again.
                self.crash(at).await?;
            }
            // What was under way before is not one of the rounds.
            while self.phones[at].is_syncing() {
                self.carry(at).await?;
            }
        }
        self.come_to_rest().await
    }

    async fn come_to_rest(&mut self) -> anyhow::Result<()> {
        let until_ms = self.now.ms() + REST_WITHIN_MS;
        let mut syncs = vec![0; self.phones.len()];
        // Which phones have found nothing since anything last moved.
        let mut quiet = vec![false; self.phones.len()];
        while quiet.contains(&false) {
            let next = (0..self.phones.len()).min_by_key(|at| self.phones[*at].due_ms);
            let at = next.context("a world without phones")?;
            let due_ms = self.phones[at].due_ms;
            ensure!(
                due_ms <= until_ms && syncs.iter().all(|it| *it <= ROUNDS_MAX),
                "{} minutes after the faults ended something still moves: {syncs:?} syncs",
                REST_WITHIN_MS / MINUTE_MS
            );
            self.now.advance((due_ms - self.now.ms()).max(1_000));
            self.step += 1;
            let report = self.sync_whole(at).await?;
            if report.pushed == 0 && report.pulled == 0 {
                quiet[at] = true;
            } else {
                quiet.fill(false);
                syncs[at] += 1;
            }
            self.look(at).await?;
        }
        self.counts.rounds = syncs.into_iter().max().unwrap_or(0);
        Ok(())
    }

    pub(super) async fn sync_whole(&mut self, at: usize) -> anyhow::Result<Report> {
        let name = self.phones[at].holder.name.clone();
        self.now.advance(1_000);
        let mut ended = self.start_sync(at).await?;
        loop {
            if let Some(report) = ended {
                ensure!(
                    report.problem.is_none(),
                    "{name}'s sync fails on a good network: {report:?}"
                );
                return Ok(report);
            }
            if !self.phones[at].is_syncing() {
                bail!("{name}'s sync is gone");
            }
            ended = self.carry(at).await?;
        }
    }
}

//! What breaks at any moment: programs that are killed, disks that are full, two syncs at once.

use anyhow::{Context, ensure};

use super::World;
use crate::simulation::disk;

// Of a thousand, for each step.
const PHONE_CRASHES: u32 = 20;
const SERVER_CRASHES: u32 = 10;
const TWO_SYNCS: u32 = 20;
const DISK_FULL: u32 = 5;

impl World {
    pub(super) async fn something_breaks(&mut self) -> anyhow::Result<()> {
        let at = self.draws.index(self.phones.len());
        if self.draws.chance(PHONE_CRASHES) {
            self.crash(at).await?;
            self.look(at).await?;
        }
        if self.draws.chance(SERVER_CRASHES) {
            self.tell("the server starts again");
            self.counts.fault("crashes of the server");
            let office = self.office.as_mut().context("the server is gone")?;
            office.restart().await?;
        }
        if self.draws.chance(TWO_SYNCS) && self.phones[at].has_signal {
            if !self.phones[at].is_syncing() {
                self.start_sync(at).await?;
            }
            if self.phones[at].is_syncing() {
                self.phones[at].start_second_sync()?;
                self.counts.fault("two syncs at once");
                let told = format!("{}'s second sync waits", self.phones[at].holder.name);
                self.tell(&told);
            }
        }
        if self.draws.chance(DISK_FULL) {
            self.counts.fault("full disks");
            if self.draws.chance(700) {
                self.phones[at].fill_disk()?;
                let told = format!("{}'s disk is full", self.phones[at].holder.name);
                self.tell(&told);
            } else {
                let pages = self.draws.between(0, 3) as u32;
                let office = self.office.as_mut().context("the server is gone")?;
                office.fill_disk(pages).await?;
                self.tell("the server's disk is full");
            }
        }
        Ok(())
    }

    pub(super) async fn crash(&mut self, at: usize) -> anyhow::Result<()> {
        let reboots = self.draws.chance(400);
        let phone = &mut self.phones[at];
        let name = phone.holder.name.clone();
        let what = if reboots {
            "phone restarts"
        } else {
            "app is killed"
        };
        let stray = self.a_photo_is_cut_off(at)?;
        let phone = &mut self.phones[at];
        let started = if reboots {
            phone.restart().await
        } else {
            phone.crash().await
        };
        started.with_context(|| format!("{name} after a crash"))?;
        if let Some(hash) = stray {
            let is_here = disk::photo(phone.directory(), &hash)?.is_some();
            ensure!(
                !is_here,
                "a file that no record names stays on {name}'s phone"
            );
        }
        phone.due_ms = self.now.ms();
        self.counts.fault("crashes of a phone");
        self.tell(&format!("{name}'s {what}"));
        self.nothing_is_gone_from(at)
    }

    /// Who was told that something is saved finds it in the log.
    pub(super) fn nothing_is_gone_from(&self, at: usize) -> anyhow::Result<()> {
        let phone = &self.phones[at];
        let log = phone.log()?;
        let lost = phone.wrote.iter().find(|op| !log.contains_key(op));
        ensure!(
            lost.is_none(),
            "{} was told that {lost:?} is saved, and it is gone",
            phone.holder.name
        );
        Ok(())
    }
}

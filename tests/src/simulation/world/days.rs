//! What befalls machines overnight: clocks that lie, phones and servers set back to older copies,
//! clones, and routes that change hands.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use rantang_core::ids::{OpId, UserId};
use rantang_core::staff::Role;

use super::{MINUTE_MS, World};
use crate::simulation::check::{self, Watch};
use crate::simulation::model::Receipt;
use crate::simulation::sabotage::Sabotage;
use crate::simulation::setting::{BEGIN_MS, DAY_MS, DAYS};

// Of a thousand, for each phone and day.
const CLOCK_LIES: u32 = 50;
const REASSIGNED: u32 = 10;
/// Of ten thousand, for each phone and day.
const SET_BACK: i64 = 50;
const CLONED: i64 = 20;
/// Of ten thousand, for each day.
const SERVER_SET_BACK: i64 = 50;
/// The server's machine keeps so many nights.
const NIGHTS_KEPT: u32 = 14;
/// More phones than this say nothing new.
const CLONES_UP_TO: usize = 10;

impl World {
    pub(super) async fn the_day_ends_when_it_is_time(&mut self) -> anyhow::Result<()> {
        if self.step * DAYS / self.plan.steps <= self.day {
            return Ok(());
        }
        self.day += 1;
        let since_six = (self.now.ms() - BEGIN_MS).rem_euclid(DAY_MS);
        self.now.advance(DAY_MS - since_six);
        self.counts.device_days += self.phones.len();
        self.tell("a night passes");
        self.photos_at_night().await?;
        for at in 0..self.phones.len() {
            self.a_phone_sleeps(at).await?;
        }
        let is_set_back = self.draws.between(0, 9_999) < SERVER_SET_BACK || self.wants_set_back();
        if is_set_back && !self.copies.is_empty() {
            self.the_server_is_set_back().await?;
        }
        if self.has(Sabotage::TombstoneExpired)
            && let Some(database) = self.office()?.database()
        {
            let db = rusqlite::Connection::open(database)?;
            db.execute("DELETE FROM removals", [])?;
        }
        self.a_copy_of_the_server_is_kept()
    }

    /// A bug that shows only after a restore is looked for in worlds that have one.
    fn wants_set_back(&mut self) -> bool {
        self.has(Sabotage::NoEpoch) && self.draws.chance(50)
    }

    async fn a_phone_sleeps(&mut self, at: usize) -> anyhow::Result<()> {
        let name = self.phones[at].holder.name.clone();
        if self.draws.chance(CLOCK_LIES) {
            let hour = 60 * MINUTE_MS;
            let now = self.now.ms();
            let (wrong_ms, told) = self.draws.pick(&[
                (hour, "an hour ahead"),
                (-hour, "an hour behind"),
                (DAY_MS, "a day ahead"),
                (3_650 * DAY_MS, "ten years ahead"),
                (hour - now, "in 1970"),
                (-3 * DAY_MS, "three days behind"),
            ]);
            self.phones[at].clock.set_wrong(wrong_ms);
            self.counts.fault("clocks that lie");
            self.tell(&format!("{name}'s clock is {told}"));
        } else if self.draws.chance(300) {
            self.phones[at].clock.set_wrong(0);
        }
        if self.phones[at].is_twin {
            return Ok(());
        }
        let often = self.has(Sabotage::ReplicaKept) && self.draws.chance(50);
        if self.draws.between(0, 9_999) < SET_BACK || often {
            self.a_phone_is_set_back(at).await?;
        }
        if self.draws.between(0, 9_999) < CLONED && self.phones.len() < CLONES_UP_TO {
            self.a_phone_is_cloned(at).await?;
        }
        if self.draws.chance(REASSIGNED) {
            self.a_route_changes_hands()?;
        }
        if self.draws.chance(300) {
            self.phones[at].keep_copy()?;
        }
        Ok(())
    }

    async fn a_phone_is_set_back(&mut self, at: usize) -> anyhow::Result<()> {
        let gone = self.phones[at].set_back(&mut self.draws).await?;
        let Some(gone) = gone else { return Ok(()) };
        let name = &self.phones[at].holder.name;
        let told =
            format!("{name}'s phone is set back to an older copy: {gone:?} are gone from it");
        self.tell(&told);
        self.counts.fault("phones set back to a copy");
        let kept = &self.phones[at].wrote;
        self.watches[at].keep_only(kept);
        let on_server = self.receipts().await?;
        for op in gone {
            let elsewhere = self.phones.iter().any(|phone| phone.wrote.contains(&op));
            if !elsewhere && !on_server.contains_key(&op) {
                self.model.destroy(op);
            }
        }
        self.photos_after_set_back().await
    }

    async fn a_phone_is_cloned(&mut self, at: usize) -> anyhow::Result<()> {
        let number = self.phones.len();
        let place = self.directory.join(format!("clone{number}"));
        let clone = self.phones[at]
            .cloned(number as u64, place, self.plan.seed)
            .await?;
        self.tell(&format!(
            "{} is a clone of {}'s phone",
            clone.holder.name, self.phones[at].holder.name
        ));
        self.counts.fault("phones cloned");
        self.phones.push(clone);
        self.watches.push(Watch::default());
        Ok(())
    }

    /// By a coordinator, on the phone that is at hand.
    fn a_route_changes_hands(&mut self) -> anyhow::Result<()> {
        let couriers: BTreeSet<UserId> = self
            .phones
            .iter()
            .filter(|phone| phone.holder.role == Role::Kurir)
            .map(|phone| phone.holder.user)
            .collect();
        let couriers: Vec<UserId> = couriers.into_iter().collect();
        self.was_reassigned = true;
        self.counts.fault("routes reassigned");
        self.does(0, |eyes| eyes.reassign(&couriers))?;
        Ok(())
    }

    pub(super) fn a_copy_of_the_server_is_kept(&mut self) -> anyhow::Result<()> {
        self.keep_photos_of_night()?;
        let place = self.directory.join(format!("night{}", self.day));
        if !self.office()?.copy_to(&place)? {
            return Ok(());
        }
        self.copies.push((self.day, place));
        if NIGHTS_KEPT < self.copies.len() as u32 {
            let (_, oldest) = self.copies.remove(0);
            std::fs::remove_dir_all(oldest)?;
        }
        Ok(())
    }

    /// One to fourteen nights back, and nobody says so.
    async fn the_server_is_set_back(&mut self) -> anyhow::Result<()> {
        let before = self.receipts().await?;
        let at = self.draws.index(self.copies.len());
        // What was kept since is of a history that did not happen.
        self.copies.truncate(at + 1);
        let (night, place) = self.copies[at].clone();
        let photos = self.photos_of_night(night);
        let office = self.office.take().context("the server is gone")?;
        let office = office.set_back(&place, photos).await?;
        self.epoch = office.store.server().await?.context("a server")?.epoch;
        self.office = Some(office);
        self.was_set_back = true;
        self.counts.fault("servers set back");
        let after = self.receipts().await?;
        let gone: Vec<OpId> = before
            .into_keys()
            .filter(|op| !after.contains_key(op))
            .collect();
        self.tell(&format!(
            "the server is set back to night {night}: {} operations are gone from it",
            gone.len()
        ));
        for op in gone {
            if !self.phones.iter().any(|phone| phone.wrote.contains(&op)) {
                self.model.destroy(op);
            }
        }
        for phone in &mut self.phones {
            phone.forget_progress();
        }
        self.photos_after_set_back().await
    }

    pub(super) async fn receipts(&self) -> anyhow::Result<BTreeMap<OpId, Receipt>> {
        check::receipts(&*self.office()?.store).await
    }
}

//! One world: its phones, its server, the network between them, and what happens at each step.

mod days;
mod faults;
mod people;
mod photos;
mod syncs;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use rantang_core::ids::PersonId;
use rantang_core::staff::Role;

use photos::Cameras;

use super::Plan;
use super::check::{self, Watch};
use super::counts::Counts;
use super::draws::Draws;
use super::model::{Expects, Model, Said};
use super::network::Network;
use super::office::Office;
use super::phone::Phone;
use super::platform::Now;
use super::sabotage::Sabotage;
use super::setting::{BEGIN_MS, holders, new_server, office_log, visiting};
use super::trace::Trace;

const MINUTE_MS: i64 = 60_000;
/// Few, so that what is written about them collides.
const PEOPLE: u32 = 5;

pub struct World {
    plan: Plan,
    pub step: u32,
    day: u32,
    draws: Draws,
    now: Arc<Now>,
    /// `None` only while its files are replaced.
    office: Option<Office>,
    network: Network,
    phones: Vec<Phone>,
    watches: Vec<Watch>,
    people: Vec<PersonId>,
    pub model: Model,
    pub trace: Trace,
    /// The server's, which only a restore may raise.
    epoch: u64,
    /// The server was set back and has not raised its epoch since.
    was_set_back: bool,
    /// Somebody gave a route to somebody else: who carried it may have lost a right meanwhile.
    was_reassigned: bool,
    /// Apps of several versions are in the field.
    is_mixed: bool,
    pub counts: Counts,
    /// Who pushed last, for what goes out in several batches.
    pushed_last: Option<usize>,
    directory: PathBuf,
    /// Of the server: the night of each.
    copies: Vec<(u32, PathBuf)>,
    /// `None`: nobody photographs anything here.
    cameras: Option<Cameras>,
}

impl World {
    pub async fn new(plan: Plan, directory: &Path) -> anyhow::Result<Self> {
        let mut draws = Draws::new(plan.seed, 0);
        let now = Now::at(BEGIN_MS);
        let holders = holders(plan.phones, draws.chance(400), draws.chance(500));
        let mut model = Model::default();
        let log = office_log(&holders);
        for (operation, sets) in &log {
            model.heard(Said {
                op: operation.op,
                told: "the office's own".to_owned(),
                author: new_server().operator,
                sets: sets.clone(),
                addressed: None,
                expects: Expects::Applied,
                at_ms: BEGIN_MS,
                within_ms: Some(0),
            });
        }
        let log = log.into_iter().map(|(operation, _)| operation).collect();
        let data = directory.join("server");
        let office = Office::found(&data, plan.on_postgres, now.clone(), log).await?;
        let mut phones = Vec::new();
        for (number, holder) in holders.into_iter().enumerate() {
            let place = directory.join(&holder.name);
            let code = format!("kode{number}");
            if let (Role::Psm, Some(grant)) = (holder.role, visiting()) {
                office.store.grant(holder.user, grant).await?;
            }
            let invitation = office.invite(holder.user, &code).await?;
            let mut phone = Phone::new(holder, number as u64, place, now.clone(), plan.seed)?;
            phone
                .pair(&invitation, async |call| {
                    let reply = office.answer(call.request).await?;
                    // The phone waits for it.
                    let _ = call.answer.send(Ok(reply));
                    Ok(())
                })
                .await?;
            phones.push(phone);
        }
        let epoch = office.store.server().await?.context("a server")?.epoch;
        Ok(Self {
            network: Network::new(Draws::new(plan.seed, 1), plan.sabotage),
            watches: phones.iter().map(|_| Watch::default()).collect(),
            is_mixed: draws.chance(300),
            cameras: Cameras::of(plan.seed),
            plan,
            step: 0,
            day: 0,
            draws,
            now,
            office: Some(office),
            phones,
            people: Vec::new(),
            model,
            trace: Trace::default(),
            epoch,
            was_set_back: false,
            was_reassigned: false,
            counts: Counts::default(),
            pushed_last: None,
            directory: directory.to_owned(),
            copies: Vec::new(),
        })
    }

    fn tell(&mut self, what: &str) {
        self.trace.tell(self.step, &self.now, what);
    }

    fn office(&self) -> anyhow::Result<&Office> {
        self.office.as_ref().context("the server is gone")
    }

    fn has(&self, sabotage: Sabotage) -> bool {
        self.plan.sabotage == Some(sabotage)
    }

    /// The whole story: days full of faults, then a quiet hour in which everything comes right.
    pub async fn live(&mut self) -> anyhow::Result<()> {
        self.begin().await?;
        let last = self.plan.until.unwrap_or(u32::MAX).min(self.plan.steps);
        while self.step < last {
            self.step += 1;
            self.take_a_step().await?;
        }
        self.heal().await?;
        self.photos_come_to_rest().await?;
        self.counts.operations = self.phones.iter().map(|phone| phone.wrote.len()).sum();
        self.counts.destroyed = self.model.destroyed();
        let phones: Vec<&Phone> = self.phones.iter().filter(|it| !it.is_twin).collect();
        self.counts.came_of_it = check::all_is_well(self.office()?, &phones, &self.model).await?;
        Ok(())
    }

    /// A few people are registered, and mostly every phone has them before the line breaks.
    async fn begin(&mut self) -> anyhow::Result<()> {
        for _ in 0..PEOPLE {
            self.does(0, |eyes| eyes.register())?;
        }
        self.network.is_healed = true;
        self.sync_whole(0).await?;
        for at in 1..self.phones.len() {
            if self.draws.chance(800) {
                self.sync_whole(at).await?;
            }
        }
        self.network.is_healed = false;
        if self.has(Sabotage::TwoWorkers) {
            let number = self.phones.len() as u64;
            let twin = self.phones[0].twin(number, self.plan.seed)?;
            self.phones.push(twin);
            self.watches.push(Watch::default());
        }
        self.a_copy_of_the_server_is_kept()
    }

    async fn take_a_step(&mut self) -> anyhow::Result<()> {
        self.now.advance(self.draws.between(1_000, 4 * MINUTE_MS));
        self.the_day_ends_when_it_is_time().await?;
        self.something_breaks().await?;
        self.room_changes()?;
        let at = self.draws.index(self.phones.len());
        match self.draws.between(0, 99) {
            0..=29 => self.people_act(at)?,
            30..=89 => {
                self.sync_goes_on(at).await?;
                self.look(at).await?;
            }
            90..=94 => {
                let office = self.office.as_ref().context("the server is gone")?;
                if let Some(told) = self.network.deliver_late(office).await? {
                    self.tell(&told);
                }
            }
            _ => {
                let often = self.draws.chance(400);
                let phone = &mut self.phones[at];
                phone.has_signal = !phone.has_signal || often;
                if phone.has_signal {
                    // The loop notices that there is a way out again.
                    phone.due_ms = self.now.ms();
                }
                let does = if phone.has_signal { "has" } else { "loses the" };
                let told = format!("{} {does} signal", phone.holder.name);
                self.tell(&told);
            }
        }
        self.photos_make_way().await?;
        self.photos_go_on(at).await
    }

    async fn check_epoch(&mut self) -> anyhow::Result<()> {
        let server = self.office()?.store.server().await?;
        let epoch = server.context("a server")?.epoch;
        if epoch != self.epoch {
            ensure!(
                self.was_set_back && self.epoch < epoch,
                "the server raised its epoch, though nobody restored it: it held less than it had acknowledged"
            );
            self.tell(&format!("the server's epoch is {epoch} now"));
            self.epoch = epoch;
        }
        Ok(())
    }

    pub fn phones(&self) -> &[Phone] {
        &self.phones
    }
}

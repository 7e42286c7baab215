//! One world: its phones, its server, the network between them, and what happens at each step.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use rantang_core::ids::PersonId;
use rantang_core::registers::EntityKind;
use rantang_core::sync::protocol::path;
use rantang_device::store::Error;
use rantang_device::sync::worker::Report;

use super::Plan;
use super::acts::{Act, Eyes};
use super::check::{self, Unseen, Watch};
use super::counts::Counts;
use super::draws::Draws;
use super::model::{Model, Said};
use super::network::Network;
use super::office::Office;
use super::phone::{Phone, Went};
use super::platform::Now;
use super::sabotage::Sabotage;
use super::setting::{BEGIN_MS, DAY_MS, holders};
use super::trace::Trace;

/// After the faults, so many syncs of each phone bring everything to rest: one sends and fetches, one
/// fetches what the later ones sent, one finds scopes that came into being, one finds nothing.
const ROUNDS_MAX: u32 = 4;
const MINUTE_MS: i64 = 60_000;
/// Few, so that what is written about them collides.
const PEOPLE: u32 = 5;

pub struct World {
    plan: Plan,
    pub step: u32,
    draws: Draws,
    now: Arc<Now>,
    office: Office,
    network: Network,
    phones: Vec<Phone>,
    watches: Vec<Watch>,
    people: Vec<PersonId>,
    pub model: Model,
    pub trace: Trace,
    /// The server's, which only a restore may raise.
    epoch: u64,
    pub counts: Counts,
    /// Who pushed last, for what goes out in several batches.
    pushed_last: Option<usize>,
}

impl World {
    pub async fn new(plan: Plan, directory: &Path) -> anyhow::Result<Self> {
        let mut draws = Draws::new(plan.seed, 0);
        let now = Now::at(BEGIN_MS);
        let holders = holders(plan.phones, draws.chance(400));
        let office = Office::found(&directory.join("server"), now.clone(), &holders).await?;
        let mut phones = Vec::new();
        for (number, holder) in holders.into_iter().enumerate() {
            let place = directory.join(holder.name);
            let code = format!("kode{number}");
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
            plan,
            step: 0,
            draws,
            now,
            office,
            phones,
            people: Vec::new(),
            model: Model::default(),
            trace: Trace::default(),
            epoch,
            counts: Counts::default(),
            pushed_last: None,
        })
    }

    fn tell(&mut self, what: &str) {
        self.trace.tell(self.step, &self.now, what);
    }

    /// The whole story: days full of faults, then a quiet hour in which everything comes right.
    pub async fn live(&mut self) -> anyhow::Result<()> {
        self.begin().await?;
        while self.step < self.plan.steps {
            self.step += 1;
            self.take_a_step().await?;
        }
        self.heal().await?;
        self.counts.operations = self.model.said().len();
        self.counts.on_the_way = self.network.counts;
        self.counts.came_of_it =
            check::all_is_well(&self.office, &self.phones, &self.model).await?;
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
        Ok(())
    }

    async fn take_a_step(&mut self) -> anyhow::Result<()> {
        self.now.advance(self.draws.between(1_000, 4 * MINUTE_MS));
        let at = self.draws.index(self.phones.len());
        match self.draws.between(0, 999) {
            0..=399 => self.people_act(at)?,
            400..=849 => {
                self.sync_goes_on(at).await?;
                self.look(at).await?;
            }
            850..=869 => {
                self.crash(at).await?;
                self.look(at).await?;
            }
            870..=879 => {
                self.tell("the server starts again");
                self.office.restart().await?;
            }
            880..=919 => {
                if let Some(told) = self.network.deliver_late(&self.office).await? {
                    self.tell(&told);
                }
            }
            920..=959 => {
                let phone = &mut self.phones[at];
                phone.has_signal = !phone.has_signal || self.draws.chance(400);
                let (name, has) = (phone.holder.name, phone.has_signal);
                self.tell(&format!(
                    "{name} {} signal",
                    if has { "has" } else { "loses the" }
                ));
            }
            960..=979 => self.now.advance(self.draws.between(20, 180) * MINUTE_MS),
            _ => self.a_night_passes(),
        }
        self.phones[at].check_progress()?;
        let epoch = self.office.store.server().await?.context("a server")?.epoch;
        ensure!(
            epoch == self.epoch,
            "the server raised its epoch, though nobody restored it: it held less than it had acknowledged"
        );
        Ok(())
    }

    fn a_night_passes(&mut self) {
        let since_six = (self.now.ms() - BEGIN_MS).rem_euclid(DAY_MS);
        self.now.advance(DAY_MS - since_six);
        for phone in &self.phones {
            let hour = 60 * MINUTE_MS;
            let wrong = match self.draws.between(0, 9) {
                0 => hour,
                1 => -hour,
                2 => 3_650 * DAY_MS,
                3 => -self.now.ms() + hour,
                _ => 0,
            };
            phone.clock.set_wrong(wrong);
        }
        self.tell("a night passes; some clocks are wrong now");
    }

    async fn crash(&mut self, at: usize) -> anyhow::Result<()> {
        let reboots = self.draws.chance(400);
        let phone = &mut self.phones[at];
        let name = phone.holder.name;
        let what = if reboots {
            "phone restarts"
        } else {
            "app is killed"
        };
        let started = if reboots {
            phone.restart().await
        } else {
            phone.crash().await
        };
        started.with_context(|| format!("{name} after a crash"))?;
        self.tell(&format!("{name}'s {what}"));
        self.counts.crashes += 1;
        let log = self.phones[at].log()?;
        let lost = self
            .model
            .said()
            .iter()
            .find(|said| said.phone == at && !log.contains_key(&said.op));
        ensure!(
            lost.is_none(),
            "{name} was told that {lost:?} is saved, and it is gone"
        );
        Ok(())
    }

    /// Somebody does a few things in one go.
    fn people_act(&mut self, at: usize) -> anyhow::Result<()> {
        for _ in 0..self.draws.between(1, 4) {
            self.does(at, |eyes| eyes.act())?;
        }
        Ok(())
    }

    fn does(
        &mut self,
        at: usize,
        what: impl FnOnce(&mut Eyes<'_>) -> Result<Option<Act>, Error>,
    ) -> anyhow::Result<()> {
        let phone = &self.phones[at];
        let device = phone.device()?.clone();
        let now_ms = self.now.ms();
        let within_ms = phone.knows_time_within_ms()?;
        let mut done: Option<Act> = None;
        let recorded = device.record_with(|db| {
            let mut eyes = Eyes {
                db,
                draws: &mut self.draws,
                holder: &phone.holder,
                model: &self.model,
                people: &mut self.people,
                now_ms,
                theirs_always_wins: self.plan.sabotage == Some(Sabotage::TheirsAlwaysWins),
            };
            done = what(&mut eyes)?;
            Ok::<_, Error>(done.as_ref().map(|act| act.draft.clone()))
        })?;
        let (Some(act), Some(op)) = (done, recorded.first()) else {
            return Ok(());
        };
        let said = Said {
            op: *op,
            told: act.told,
            phone: at,
            author: phone.holder.user,
            sets: act.sets,
            addressed: act.addressed,
            may_be_set_aside: act.may_be_set_aside,
            at_ms: now_ms,
            within_ms,
        };
        let told = format!("{} {} ({})", phone.holder.name, said.told, said.op);
        self.tell(&told);
        self.watches[at].add(&said);
        self.model.heard(said);
        Ok(())
    }

    /// A sync begins, or its call comes through, or does not.
    async fn sync_goes_on(&mut self, at: usize) -> anyhow::Result<()> {
        if !self.phones[at].is_syncing() {
            let has_signal = self.phones[at].has_signal;
            if has_signal {
                self.phones[at].start_sync().await?;
            }
            return Ok(());
        }
        self.carry(at).await.map(drop)
    }

    /// Carries the call that a sync waits with. `Some`: the sync has ended.
    async fn carry(&mut self, at: usize) -> anyhow::Result<Option<Report>> {
        let phone = &mut self.phones[at];
        let call = phone.take_call().context("a sync without a call")?;
        let pushes = call.request.path == path::PUSH;
        if pushes && self.pushed_last == Some(at) {
            self.counts.batches_in_a_row += 1;
        }
        self.pushed_last = pushes.then_some(at);
        let told = self
            .network
            .carry(&self.office, phone.holder.name, call, phone.has_signal)
            .await?;
        let went = phone.go_on().await?;
        // On a good network it is the same every time.
        if !self.network.is_healed {
            self.tell(&told);
        }
        match went {
            Went::Asks => Ok(None),
            Went::Ended(report) => {
                let name = self.phones[at].holder.name;
                self.tell(&format!("{name}'s sync ended: {report:?}"));
                Ok(Some(report))
            }
        }
    }

    /// What people were told is saved must be on their screens.
    async fn look(&mut self, at: usize) -> anyhow::Result<()> {
        let unseen = self.watches[at].look(&self.phones[at])?;
        if unseen.is_empty() {
            return Ok(());
        }
        let rows = check::server_rows(&*self.office.store).await?;
        for Unseen { op, on, register } in unseen {
            let holder = &self.phones[at].holder;
            let has_left = rows
                .get(&on)
                .is_some_and(|row| !holder.may_hold(&row.scope) || self.has_moved(row.owner));
            ensure!(
                has_left,
                "{} recorded {op}, and {register} of {on:?} does not show it any more",
                holder.name
            );
            self.watches[at].let_go(op);
        }
        Ok(())
    }

    /// Whether somebody was ever put on another route: their rows may have left a phone and come back.
    fn has_moved(&self, person: Option<PersonId>) -> bool {
        let said = self.model.said().iter().flat_map(|said| &said.sets);
        said.filter(|set| set.of == person && set.on.kind == EntityKind::Enrolment)
            .filter(|set| set.register == "membership")
            .count()
            > 1
    }

    /// The network heals: within a bounded number of rounds everything has come right.
    async fn heal(&mut self) -> anyhow::Result<()> {
        self.network.is_healed = true;
        self.tell("the network heals");
        while let Some(told) = self.network.deliver_late(&self.office).await? {
            self.tell(&told);
        }
        for phone in &mut self.phones {
            phone.has_signal = true;
        }
        for at in 0..self.phones.len() {
            // What was under way before is not one of the rounds.
            while self.phones[at].is_syncing() && self.carry(at).await?.is_none() {}
        }
        for round in 1..=ROUNDS_MAX {
            self.step += 1;
            self.counts.rounds = round;
            let mut is_quiet = true;
            for at in 0..self.phones.len() {
                let report = self.sync_whole(at).await?;
                is_quiet &= report.pushed == 0 && report.pulled == 0;
                self.phones[at].check_progress()?;
                self.look(at).await?;
            }
            if is_quiet {
                return Ok(());
            }
        }
        bail!("after {ROUNDS_MAX} undisturbed syncs of each phone something still moves")
    }

    async fn sync_whole(&mut self, at: usize) -> anyhow::Result<Report> {
        self.now.advance(10_000);
        let name = self.phones[at].holder.name;
        if let Went::Ended(report) = self.phones[at].start_sync().await? {
            bail!("{name}'s sync ended before it asked anything: {report:?}");
        }
        loop {
            if let Some(report) = self.carry(at).await? {
                ensure!(
                    report.problem.is_none(),
                    "{name}'s sync fails on a good network: {report:?}"
                );
                return Ok(report);
            }
        }
    }

    pub fn phones(&self) -> &[Phone] {
        &self.phones
    }
}

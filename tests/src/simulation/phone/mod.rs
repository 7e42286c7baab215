//! One phone: the real device on a store of its own, and its sync, stopped at every call.

mod lane;
mod progress;
mod syncing;

pub use lane::LaneWent;
pub use syncing::Went;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow};
use rantang_core::ids::OpId;
use rantang_core::sync::invitation::Invitation;
use rantang_device::Device;
use rantang_device::platform::{Clock, Platform};
use rantang_device::store::{Error, facts};
use rantang_device::sync::Portions;
use rantang_device::sync::pair::pair;

use super::disk::{self, PHONE_FILE};
use super::draws::Draws;
use super::platform::{Call, Calls, Now, PhoneClock, PhoneDisk, platform};
use super::setting::Holder;
use lane::Lane;
use progress::Progress;
use syncing::Sync;

/// So many older copies of a phone are kept, to set it back to one of them.
const COPIES: usize = 3;
/// A store may not grow by a page any more.
const FULL: u32 = 1;

pub struct Phone {
    pub holder: Holder,
    pub clock: Arc<PhoneClock>,
    /// Without it every call is lost.
    pub has_signal: bool,
    /// When its loop would sync by itself.
    pub due_ms: i64,
    /// What its log must hold: told to its user, and not lost with a disk.
    pub wrote: BTreeSet<OpId>,
    /// A second program over the store of another: nobody writes on it, and nothing is asked of it.
    pub is_twin: bool,
    /// No lock keeps the other out.
    shares_store: bool,
    directory: PathBuf,
    platform: Platform,
    portions: Portions,
    device: Option<Arc<Device>>,
    pub disk: Arc<PhoneDisk>,
    calls: Calls,
    lane: Option<Lane>,
    /// Something was recorded, and the lane has not heard of it.
    pub has_recorded: bool,
    /// The last sync came through.
    pub has_synced: bool,
    sync: Option<Sync>,
    /// An attempt that waits until the one under way has ended.
    second: Option<syncing::Task>,
    /// The longest that a hello took since the phone started: its anchor may be wrong by as much.
    slowest_hello_ms: i64,
    /// The furthest it has come, for what must not go back.
    seen: Progress,
    copies: VecDeque<Older>,
    copied: u32,
    is_full: bool,
    was_set_back: bool,
}

/// A phone as it was.
struct Older {
    place: PathBuf,
    wrote: BTreeSet<OpId>,
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
        disk::lay_out(&directory)?;
        Self::over(holder, directory, clock, platform, portions, calls)
    }

    fn over(
        holder: Holder,
        directory: PathBuf,
        clock: Arc<PhoneClock>,
        platform: Platform,
        portions: Portions,
        calls: Calls,
    ) -> anyhow::Result<Self> {
        let mut phone = Self {
            holder,
            clock,
            has_signal: true,
            due_ms: 0,
            wrote: BTreeSet::new(),
            is_twin: false,
            shares_store: false,
            directory,
            platform,
            portions,
            device: None,
            disk: Arc::default(),
            calls,
            lane: None,
            has_recorded: false,
            has_synced: false,
            sync: None,
            second: None,
            slowest_hello_ms: 0,
            seen: Progress::default(),
            copies: VecDeque::new(),
            copied: 0,
            is_full: false,
            was_set_back: false,
        };
        phone.open()?;
        Ok(phone)
    }

    fn open(&mut self) -> anyhow::Result<()> {
        if self.shares_store {
            std::fs::remove_file(self.directory.join("lock"))?;
        }
        let device = Device::open(&self.directory, self.platform.clone())
            .context("the store does not open")?;
        self.device = Some(Arc::new(
            device.in_portions(self.portions).on_disk(self.disk.clone()),
        ));
        self.is_full = false;
        Ok(())
    }

    pub fn device(&self) -> anyhow::Result<&Arc<Device>> {
        self.device.as_ref().ok_or_else(|| anyhow!("it is closed"))
    }

    pub fn directory(&self) -> &Path {
        &self.directory
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
        let call = self.calls.records.recv().await.context("no call to pair")?;
        carry(call).await?;
        pairing
            .await?
            .map_err(|failure| anyhow!("pairing failed: {failure:?}"))
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

    /// The program ends wherever it is, and starts again.
    pub async fn crash(&mut self) -> anyhow::Result<()> {
        self.close().await?;
        self.open()
    }

    async fn close(&mut self) -> anyhow::Result<()> {
        self.give_up_lane().await;
        self.give_up_syncs().await;
        let device = self.device.take().context("it is closed")?;
        anyhow::ensure!(disk::is_last(device), "something still holds the device");
        while self.calls.records.try_recv().is_ok() {}
        while self.calls.photos.try_recv().is_ok() {}
        Ok(())
    }

    /// There is no room for another page, until the app starts again.
    pub fn fill_disk(&mut self) -> anyhow::Result<()> {
        self.is_full = true;
        Ok(self.device()?.limit_pages(FULL)?)
    }

    /// Or is a clone of one that may have been.
    pub fn was_set_back(&self) -> bool {
        self.was_set_back
    }

    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Somebody keeps a copy of the phone, as it stands on the disk now.
    pub fn keep_copy(&mut self) -> anyhow::Result<()> {
        self.copied += 1;
        let place = self.directory.join(format!("copy{}", self.copied));
        disk::copy_database(&self.directory, &place, PHONE_FILE)?;
        disk::copy_photos(&self.directory, &place)?;
        self.copies.push_back(Older {
            place,
            wrote: self.wrote.clone(),
        });
        if COPIES < self.copies.len()
            && let Some(oldest) = self.copies.pop_front()
        {
            std::fs::remove_dir_all(oldest.place)?;
        }
        Ok(())
    }

    /// The phone is set back to one of its copies. Says what is gone; `None`: there is no copy.
    pub async fn set_back(&mut self, draws: &mut Draws) -> anyhow::Result<Option<Vec<OpId>>> {
        if self.copies.is_empty() {
            return Ok(None);
        }
        self.clock.reboot();
        self.slowest_hello_ms = 0;
        self.close().await?;
        let copy = &self.copies[draws.index(self.copies.len())];
        disk::copy_database(&copy.place, &self.directory, PHONE_FILE)?;
        disk::copy_photos(&copy.place, &self.directory)?;
        let gone = self.wrote.difference(&copy.wrote).copied().collect();
        self.wrote = copy.wrote.clone();
        self.seen = Progress::default();
        self.was_set_back = true;
        self.open()?;
        Ok(Some(gone))
    }

    /// Another phone with all that is on this one, keys included.
    pub async fn cloned(
        &mut self,
        number: u64,
        directory: PathBuf,
        seed: u64,
    ) -> anyhow::Result<Self> {
        self.close().await?;
        disk::copy_database(&self.directory, &directory, PHONE_FILE)?;
        disk::copy_photos(&self.directory, &directory)?;
        self.open()?;
        let mut another = self.with_hands(number, directory, seed)?;
        another.holder.name = format!("{}'", self.holder.name);
        another.wrote = self.wrote.clone();
        another.was_set_back = self.was_set_back;
        Ok(another)
    }

    /// Another program over the same files, as if no lock kept it out.
    pub fn twin(&mut self, number: u64, seed: u64) -> anyhow::Result<Self> {
        std::fs::remove_file(self.directory.join("lock"))?;
        self.shares_store = true;
        let mut twin = self.with_hands(number, self.directory.clone(), seed)?;
        twin.holder.name = format!("{}*", self.holder.name);
        twin.is_twin = true;
        twin.shares_store = true;
        Ok(twin)
    }

    fn with_hands(&self, number: u64, directory: PathBuf, seed: u64) -> anyhow::Result<Self> {
        let clock = self.clock.another(number);
        let (platform, calls) = platform(clock.clone(), Draws::new(seed, 100 + number));
        let holder = self.holder.clone();
        Self::over(holder, directory, clock, platform, self.portions, calls)
    }

    /// Every operation of the log, and what the server said of it: 0 nothing yet, 1 applied, 2 held, 3 set aside.
    pub fn log(&self) -> anyhow::Result<BTreeMap<OpId, i64>> {
        self.device()?
            .read::<_, Error>(|db| {
                let mut statement = db.prepare_cached("SELECT op_id, state FROM log")?;
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

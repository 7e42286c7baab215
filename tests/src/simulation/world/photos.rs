//! The lane of photos in a world: taken, sent in parts over a bad line, kept in backups, taken away.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use object_store::memory::InMemory;
use rantang_core::photos::{Izin, Purpose, Subject};
use rantang_device::command::ErrorCode;
use rantang_device::photos::intake::Prepared;
use rantang_device::photos::lane::LaneError;
use rantang_device::photos::{self, PhotoAttach, PhotoSubject};
use rantang_server::media::MediaStore;
use rantang_server::media::sweep::sweep;
use rantang_server::store::StoreError;

use super::World;
use crate::simulation::acts::{self, before_the_camera};
use crate::simulation::check::Places;
use crate::simulation::disk;
use crate::simulation::draws::Draws;
use crate::simulation::phone::LaneWent;
use crate::simulation::platform::KEPT_FOR_RECORDS;
use crate::simulation::sabotage::{Sabotage, let_go_of_stored};

// Of a thousand.
/// Worlds in which people have cameras.
const WITH_CAMERAS: u32 = 400;
const ROOM_CHANGES: u32 = 40;
const BACKUPS: u32 = 250;
/// For each step: records are through and photos come to their turn.
const GOOD_LINES: u32 = 80;
/// Requests that the lane of one phone may send in one step.
const AT_ONCE: u32 = 4;
/// More than any lane has to ask for until it is through.
const REQUESTS_MAX: u32 = 2_000;
/// After so long a lane asks again about what is stored.
const ASKS_AGAIN_MS: i64 = 7 * 3_600_000;

/// What a world with cameras has beside the others.
pub struct Cameras {
    draws: Draws,
    /// The server's photos as they were each night.
    nights: BTreeMap<u32, Arc<InMemory>>,
    /// On a machine of its own.
    backup: MediaStore,
    /// Of the server, when it was last set back.
    epoch_at_set_back: Option<u64>,
}

impl Cameras {
    pub fn of(seed: u64) -> Option<Self> {
        let mut draws = Draws::new(seed, 3);
        draws.chance(WITH_CAMERAS).then(|| Self {
            draws,
            nights: BTreeMap::new(),
            backup: MediaStore::in_memory(),
            epoch_at_set_back: None,
        })
    }
}

impl World {
    /// Somebody who did something takes a photo of it, or does not.
    pub(super) fn a_camera_is_used(&mut self, at: usize) -> anyhow::Result<()> {
        let Some(mut cameras) = self.cameras.take() else {
            return Ok(());
        };
        let draws = &mut cameras.draws;
        let done = match draws.between(0, 99) {
            0..=34 => self.takes_a_photo(at, draws),
            35..=39 => self.does(at, |eyes| eyes.decline_photo(draws)).map(drop),
            40..=47 => self.does(at, |eyes| eyes.remove_photo(draws)).map(drop),
            _ => Ok(()),
        };
        self.cameras = Some(cameras);
        done
    }

    fn takes_a_photo(&mut self, at: usize, draws: &mut Draws) -> anyhow::Result<()> {
        let phone = &self.phones[at];
        let device = phone.device()?.clone();
        let found = device.read(|db| before_the_camera(db, &phone.holder, draws))?;
        let Some(before) = found else { return Ok(()) };
        let prepared = Prepared {
            full: noise(draws, 200, 2_500),
            thumbnail: noise(draws, 40, 200),
            width_px: 40,
            height_px: 30,
            quality: 85,
        };
        let needed = (prepared.full.len() + prepared.thumbnail.len()) as u64;
        let free = phone.disk.free();
        let fits = free.is_none_or(|free| KEPT_FOR_RECORDS + needed <= free);
        let args = PhotoAttach {
            subject: match before.subject {
                Subject::Delivery(id) => PhotoSubject::Delivery(id.0),
                Subject::Visit(id) => PhotoSubject::Visit(id.0),
            },
            person_id: None,
            purpose: Purpose::Place,
            izin: Izin::NoFace,
            spot: None,
            bytes_base64: String::new(),
        };
        let now_ms = self.now.ms();
        let within_ms = phone.knows_time_within_ms()?;
        match photos::keep(&device, &args, prepared) {
            Ok(op) => {
                ensure!(fits, "a photo took of the room that is kept for records");
                let act = device.read(|db| {
                    Ok::<_, rantang_device::store::Error>(acts::photographed(db, op, before))
                })??;
                self.counts.fault("photos taken");
                self.was_recorded(at, act, op, (now_ms, within_ms));
            }
            Err(failure) if failure.code == ErrorCode::PhotoNoRoom => {
                ensure!(!fits, "a photo was refused, and there was room for it");
                self.counts.fault("photos refused by a disk nearly full");
                // The record behind it is what the room is kept for.
                self.does(at, |eyes| eyes.decline_photo(draws))?;
            }
            Err(failure) if failure.code == ErrorCode::DiskFull => {
                ensure!(phone.is_full(), "a photo was refused: {failure}");
                self.counts.fault("photos refused by a full disk");
            }
            Err(failure) => bail!("a photo was not taken: {failure:?}"),
        }
        Ok(())
    }

    /// Somebody fills a phone with something else, or makes room.
    pub(super) fn room_changes(&mut self) -> anyhow::Result<()> {
        let Some(cameras) = self.cameras.as_mut() else {
            return Ok(());
        };
        let draws = &mut cameras.draws;
        if !draws.chance(ROOM_CHANGES) {
            return Ok(());
        }
        let at = draws.index(self.phones.len());
        let free = draws.pick(&[
            None,
            Some(2 * KEPT_FOR_RECORDS),
            Some(KEPT_FOR_RECORDS + 1_500),
            Some(KEPT_FOR_RECORDS / 2),
            Some(0),
        ]);
        self.phones[at].disk.set_free(free);
        let told = format!("{}'s disk has {free:?} bytes", self.phones[at].holder.name);
        self.tell(&told);
        Ok(())
    }

    /// The program ends between the file and the record that should name it. Says which.
    pub(super) fn a_photo_is_cut_off(&mut self, at: usize) -> anyhow::Result<Option<[u8; 32]>> {
        let Some(cameras) = self.cameras.as_mut() else {
            return Ok(None);
        };
        if self.phones[at].is_twin || !cameras.draws.chance(300) {
            return Ok(None);
        }
        let mut hash = [0; 32];
        cameras.draws.fill(&mut hash);
        disk::leave_photo(self.phones[at].directory(), &hash)?;
        Ok(Some(hash))
    }

    /// What photos are on the line make way for what was recorded.
    pub(super) async fn photos_make_way(&mut self) -> anyhow::Result<()> {
        for phone in &mut self.phones {
            if std::mem::take(&mut phone.has_recorded) {
                phone.lane_makes_way().await?;
            }
        }
        Ok(())
    }

    /// A phone comes to a good line, for long enough that its records are through.
    async fn a_good_line(&mut self, at: usize) -> anyhow::Result<()> {
        let chance = self.cameras.as_mut().map(|it| it.draws.chance(GOOD_LINES));
        if chance != Some(true) || self.phones[at].is_sending_photos() {
            return Ok(());
        }
        self.phones[at].has_signal = true;
        self.network.is_healed = true;
        while self.phones[at].is_syncing() {
            self.carry(at).await?;
        }
        if self.start_sync(at).await?.is_none() {
            while self.phones[at].is_syncing() {
                self.carry(at).await?;
            }
        }
        self.network.is_healed = false;
        self.look(at).await
    }

    /// The lane of one phone begins behind a sync that came through, or goes on.
    pub(super) async fn photos_go_on(&mut self, at: usize) -> anyhow::Result<()> {
        if self.cameras.is_none() || self.phones[at].is_twin {
            return Ok(());
        }
        self.a_good_line(at).await?;
        let phone = &mut self.phones[at];
        if !phone.is_sending_photos() {
            if !std::mem::take(&mut phone.has_synced) || phone.is_syncing() {
                return Ok(());
            }
            let went = phone.start_lane().await?;
            self.lane_went(at, went)?;
        }
        for _ in 0..AT_ONCE {
            if !self.phones[at].is_sending_photos() {
                break;
            }
            self.carry_photos(at).await?;
        }
        Ok(())
    }

    async fn carry_photos(&mut self, at: usize) -> anyhow::Result<()> {
        let cameras = self.cameras.as_mut().context("a world without cameras")?;
        let office = self.office.as_ref().context("the server is gone")?;
        let phone = &mut self.phones[at];
        let call = phone.take_lane_call().context("a lane without a request")?;
        let (name, has_signal) = (phone.holder.name.clone(), phone.has_signal);
        let draws = &mut cameras.draws;
        let carried = self
            .network
            .carry_photos(office, &name, call, has_signal, draws)
            .await?;
        if let Some(fault) = carried.fault {
            self.counts.fault(fault);
        }
        self.tell(&carried.told);
        let went = self.phones[at].lane_goes_on().await?;
        self.lane_went(at, went)
    }

    fn lane_went(&mut self, at: usize, went: LaneWent) -> anyhow::Result<()> {
        let LaneWent::Ended(ended) = went else {
            return Ok(());
        };
        if self.has(Sabotage::PhotoLeavesWhenStored) {
            let_go_of_stored(&self.phones[at])?;
        }
        let phone = &self.phones[at];
        let is_fine = match &ended {
            Ok(()) => return Ok(()),
            // A full store, or no room for what somebody else photographed.
            Err(LaneError::Store(_)) => phone.is_full(),
            Err(LaneError::File(_)) => phone.disk.free().is_some(),
            Err(_) => !self.network.is_healed,
        };
        ensure!(is_fine, "{}'s lane fails: {ended:?}", phone.holder.name);
        let told = format!("{}'s photos go on later: {ended:?}", phone.holder.name);
        self.tell(&told);
        Ok(())
    }

    /// The server's machine makes a backup, some nights, and sweeps.
    pub(super) async fn photos_at_night(&mut self) -> anyhow::Result<()> {
        let Some(cameras) = self.cameras.as_mut() else {
            return Ok(());
        };
        let backs_up = cameras.draws.chance(BACKUPS);
        let office = self.office.as_ref().context("the server is gone")?;
        let now_ms = self.now.ms();
        let (store, here) = (&*office.store, office.photos());
        let swept = async {
            if backs_up {
                for hash in store.media_stored_after(None, 10_000).await? {
                    if let Some(bytes) = here.whole(&hash).await? {
                        cameras.backup.put_whole(&hash, bytes).await?;
                    }
                }
                let heads = store.heads().await?;
                let marks = heads.into_iter().map(|it| (it.replica, it.seq)).collect();
                store.mark_durable(marks, now_ms).await?;
            }
            sweep(store, &here, now_ms).await
        };
        match swept.await {
            Ok(_) if backs_up => self.tell("a backup is made"),
            // It is tried again the next night.
            Ok(_) | Err(StoreError::Full) => {}
            Err(error) => return Err(error.into()),
        }
        self.photos_are_somewhere().await
    }

    async fn photos_are_somewhere(&mut self) -> anyhow::Result<()> {
        let Some(places) = self.places()? else {
            return Ok(());
        };
        places.nothing_left_too_early(&self.model).await?;
        let nowhere = places.nowhere(&self.model).await?;
        ensure!(nowhere.is_empty(), "photos are gone: {nowhere:?}");
        Ok(())
    }

    fn places(&self) -> anyhow::Result<Option<Places<'_>>> {
        let Some(cameras) = &self.cameras else {
            return Ok(None);
        };
        Ok(Some(Places {
            office: self.office()?,
            backup: &cameras.backup,
            phones: &self.phones,
        }))
    }

    /// The only bytes of some photos may have been on a disk that was set back.
    pub(super) async fn photos_after_set_back(&mut self) -> anyhow::Result<()> {
        let Some(places) = self.places()? else {
            return Ok(());
        };
        let nowhere = places.nowhere(&self.model).await?;
        if nowhere.is_empty() {
            return Ok(());
        }
        ensure!(
            self.phones.iter().any(|phone| phone.was_set_back()),
            "only the server had these photos: {nowhere:?}"
        );
        self.tell(&format!("these photos are gone with a disk: {nowhere:?}"));
        for op in nowhere {
            self.model.destroy_photo(op);
        }
        Ok(())
    }

    pub(super) fn keep_photos_of_night(&mut self) -> anyhow::Result<()> {
        let copy = self.office()?.copy_of_photos();
        if let Some(cameras) = &mut self.cameras {
            cameras.nights.insert(self.day, copy);
        }
        Ok(())
    }

    pub(super) fn photos_of_night(&mut self, night: u32) -> Arc<InMemory> {
        let epoch = self.epoch;
        let copy = self.cameras.as_mut().and_then(|cameras| {
            cameras.epoch_at_set_back = Some(epoch);
            let kept = cameras.nights.get(&night)?;
            Some(Arc::new(kept.fork()))
        });
        copy.unwrap_or_default()
    }

    /// On a good network, later than any lane waits: everything is where it should be.
    pub(super) async fn photos_come_to_rest(&mut self) -> anyhow::Result<()> {
        if self.cameras.is_none() {
            return Ok(());
        }
        self.now.advance(ASKS_AGAIN_MS);
        for at in 0..self.phones.len() {
            if self.phones[at].is_twin {
                continue;
            }
            self.phones[at].disk.set_free(None);
            self.sync_whole(at).await?;
            let went = self.phones[at].start_lane().await?;
            self.lane_went(at, went)?;
            let mut requests = 0;
            while self.phones[at].is_sending_photos() {
                self.carry_photos(at).await?;
                requests += 1;
                ensure!(requests < REQUESTS_MAX, "a lane without an end");
            }
        }
        let office = self.office.as_ref().context("the server is gone")?;
        sweep(&*office.store, &office.photos(), self.now.ms()).await?;
        self.photos_are_somewhere().await?;
        let is_known = self.cameras.as_ref().is_some_and(|cameras| {
            let before = cameras.epoch_at_set_back;
            before.is_none_or(|before| before < self.epoch)
        });
        let receipts = self.receipts().await?;
        if let Some(places) = self.places()? {
            let well = places.all_is_well(&self.model, &receipts, is_known).await;
            self.counts.photos = well?;
        }
        self.counts.photos_destroyed = self.model.destroyed_photos();
        Ok(())
    }
}

fn noise(draws: &mut Draws, least: i64, most: i64) -> Vec<u8> {
    let mut bytes = vec![0; draws.between(least, most) as usize];
    draws.fill(&mut bytes);
    bytes
}

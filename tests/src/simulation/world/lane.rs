//! How photos go out: behind the records, on a line of which some requests do not come through.

use anyhow::{Context, ensure};
use rantang_device::photos::lane::LaneError;

use super::World;
use crate::simulation::phone::LaneWent;
use crate::simulation::sabotage::{Sabotage, let_go_of_stored};

/// For each step: records are through and photos come to their turn.
const GOOD_LINES: u32 = 80;
/// Requests that the lane of one phone may send in one step.
const AT_ONCE: u32 = 4;

impl World {
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

    pub(super) async fn carry_photos(&mut self, at: usize) -> anyhow::Result<()> {
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

    pub(super) fn lane_went(&mut self, at: usize, went: LaneWent) -> anyhow::Result<()> {
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
}

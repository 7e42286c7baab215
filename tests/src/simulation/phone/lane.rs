//! The lane of photos of one phone, stopped at every request.

use std::sync::Arc;

use anyhow::{Context, ensure};
use rantang_device::photos::lane::{LaneError, Parts, work};
use tokio::task::JoinHandle;

use super::Phone;
use crate::simulation::platform::LaneCall;

/// Smaller than a photo, so that one takes several.
const PART_BYTES: usize = 700;
/// Of an operation of the log: nobody has said anything of it yet.
const WAITS: i64 = 0;

/// A turn of the lane that waits for an answer.
pub struct Lane {
    task: JoinHandle<Result<(), LaneError>>,
    call: Option<LaneCall>,
}

/// What came of a lane that went on.
pub enum LaneWent {
    Asks,
    /// `Err`: it goes on later.
    Ended(Result<(), LaneError>),
}

impl Phone {
    pub fn is_sending_photos(&self) -> bool {
        self.lane.is_some()
    }

    /// Runs to the first request.
    pub async fn start_lane(&mut self) -> anyhow::Result<LaneWent> {
        let device: Arc<_> = self.device()?.clone();
        let task = tokio::spawn(async move { work(&device, &mut Parts::always(PART_BYTES)).await });
        self.lane = Some(Lane { task, call: None });
        self.lane_goes_on().await
    }

    pub fn take_lane_call(&mut self) -> Option<LaneCall> {
        self.lane.as_mut()?.call.take()
    }

    /// Runs to the next request or to the end: nothing else moves meanwhile.
    pub async fn lane_goes_on(&mut self) -> anyhow::Result<LaneWent> {
        let lane = self.lane.as_mut().context("no photos are under way")?;
        tokio::select! {
            biased;
            ended = &mut lane.task => {
                self.lane = None;
                Ok(LaneWent::Ended(ended.context("the lane failed by a panic")?))
            }
            call = self.calls.photos.recv() => {
                lane.call = call;
                self.no_record_waits()?;
                Ok(LaneWent::Asks)
            }
        }
    }

    /// A record was made while a request was on the line: the lane drops it at once.
    pub async fn lane_makes_way(&mut self) -> anyhow::Result<()> {
        let Some(lane) = self.lane.as_mut() else {
            return Ok(());
        };
        let for_long = tokio::task::yield_now();
        for_long.await;
        let has_ended = lane.task.is_finished();
        ensure!(
            has_ended,
            "{} recorded something, and a photo stays on the line",
            self.holder.name
        );
        let ended = (&mut lane.task).await?;
        self.lane = None;
        ensure!(
            matches!(ended, Err(LaneError::MakesWay)),
            "{}'s lane does not make way for a record: {ended:?}",
            self.holder.name
        );
        Ok(())
    }

    fn no_record_waits(&self) -> anyhow::Result<()> {
        let waiting = self.log()?.into_iter().find(|(_, state)| *state == WAITS);
        ensure!(
            waiting.is_none(),
            "{} sends a photo while a record waits: {waiting:?}",
            self.holder.name
        );
        Ok(())
    }

    pub(super) async fn give_up_lane(&mut self) {
        if let Some(Lane { task, call }) = self.lane.take() {
            task.abort();
            // Cancelled, or it ended just before: both are ends.
            let _ = task.await;
            drop(call);
        }
    }
}

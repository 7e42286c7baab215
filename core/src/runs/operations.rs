//! What is done to a run. Every one names route, date and sitting: the run's id follows from them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{HandedOver, Obstacle, RunFinished, RunStarted, Sitting, registers as r};
use crate::ids::{OpId, RouteId, RunId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind::Run;

/// More boxes than a courier with a motorcycle could ever carry.
pub const BOXES_MAX: u32 = 2_000;

/// Which run an operation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunKey {
    pub kelurahan: AreaCode,
    pub route: RouteId,
    pub date: NaiveDate,
    pub sitting: Sitting,
}

impl RunKey {
    pub fn id(&self) -> RunId {
        RunId::of(self.route, self.date, self.sitting)
    }

    fn home(&self) -> Home {
        Home::Plan(self.kelurahan.clone())
    }
}

/// `run.start`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    pub run: RunKey,
    pub started: RunStarted,
    pub saw: Vec<OpId>,
}

impl Intent for Start {
    fn entity(&self) -> Uuid {
        self.run.id().0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (Run, self.run.id()),
            self.run.home(),
            r::START,
            &self.started,
            &self.saw,
        )]
    }
}

/// `run.hand_over`: what the courier was given, by who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    pub run: RunKey,
    pub handed_over: HandedOver,
    pub saw: Vec<OpId>,
}

impl Intent for HandOver {
    fn entity(&self) -> Uuid {
        self.run.id().0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.handed_over.boxes <= BOXES_MAX {
            Ok(())
        } else {
            Err(InvalidIntent::BoxesOutOfRange)
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (Run, self.run.id()),
            self.run.home(),
            r::HANDOVER,
            &self.handed_over,
            &self.saw,
        )]
    }
}

/// `run.receive`: "Saya terima 40 kotak".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receive {
    pub run: RunKey,
    pub boxes: u32,
    pub saw: Vec<OpId>,
}

impl Intent for Receive {
    fn entity(&self) -> Uuid {
        self.run.id().0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.boxes <= BOXES_MAX {
            Ok(())
        } else {
            Err(InvalidIntent::BoxesOutOfRange)
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (Run, self.run.id()),
            self.run.home(),
            r::RECEIVED,
            &self.boxes,
            &self.saw,
        )]
    }
}

/// `run.obstacle`: rain, a broken motorcycle; calms the alarm about a silent courier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportObstacle {
    pub run: RunKey,
    pub obstacle: Obstacle,
}

impl Intent for ReportObstacle {
    fn entity(&self) -> Uuid {
        self.run.id().0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (Run, self.run.id()),
            self.run.home(),
            r::OBSTACLES,
            &self.obstacle,
            &[],
        )]
    }
}

/// `run.finish`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finish {
    pub run: RunKey,
    pub finished: RunFinished,
    pub saw: Vec<OpId>,
}

impl Intent for Finish {
    fn entity(&self) -> Uuid {
        self.run.id().0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.finished.boxes_back <= BOXES_MAX {
            Ok(())
        } else {
            Err(InvalidIntent::BoxesOutOfRange)
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        vec![Effect::set(
            (Run, self.run.id()),
            self.run.home(),
            r::FINISH,
            &self.finished,
            &self.saw,
        )]
    }
}

//! What coordinators and couriers say about what asks for an act.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;
use uuid::Uuid;

use super::{IncidentDetail, ProposalDetail, ProposalStatus, registers as r, set_aside_id};
use crate::ids::{IncidentId, ItemId, OpId, PersonId, ProposalId};
use crate::operation::{Effect, Home, Intent, InvalidIntent};
use crate::places::AreaCode;
use crate::registers::EntityKind;
use crate::text::Note;

/// `alert.acknowledge`: what was done about it. An alert is acknowledged when somebody said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledge {
    pub alert: ItemId,
    pub kelurahan: AreaCode,
    /// Whom it is about: the acknowledgement names what was done for somebody's health.
    pub person: Option<PersonId>,
    pub action: Note,
}

impl Intent for Acknowledge {
    fn entity(&self) -> Uuid {
        self.alert.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = self
            .person
            .map_or_else(|| Home::Plan(self.kelurahan.clone()), Home::Case);
        vec![Effect::set(
            (EntityKind::Alert, self.alert),
            home,
            r::ACKNOWLEDGED,
            &self.action,
            &[],
        )]
    }
}

/// `review.settle`: looked at; nothing more to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settle {
    pub item: ItemId,
    pub kelurahan: AreaCode,
    pub note: Note,
}

impl Intent for Settle {
    fn entity(&self) -> Uuid {
        self.item.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.kelurahan.clone());
        vec![Effect::set(
            (EntityKind::Review, self.item),
            home,
            r::SETTLED,
            &self.note,
            &[],
        )]
    }
}

/// `review.reopen`: settled by mistake; it is a question again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopen {
    pub item: ItemId,
    pub kelurahan: AreaCode,
    /// The settlements that are taken back.
    pub saw: Vec<OpId>,
}

impl Intent for Reopen {
    fn entity(&self) -> Uuid {
        self.item.0
    }

    fn check(&self) -> Result<(), InvalidIntent> {
        if self.saw.is_empty() {
            Err(InvalidIntent::Empty)
        } else {
            Ok(())
        }
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.kelurahan.clone());
        vec![Effect::set(
            (EntityKind::Review, self.item),
            home,
            r::SETTLED,
            &None::<Note>,
            &self.saw,
        )]
    }
}

/// `review.accept`: an operation that was set aside counts after all, by the right of whoever says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accept {
    pub op: OpId,
    /// What was looked at, by its content hash: another operation under the same id is not meant.
    pub content: ByteArray<32>,
    pub kelurahan: AreaCode,
}

impl Intent for Accept {
    fn entity(&self) -> Uuid {
        set_aside_id(self.op).0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Plan(self.kelurahan.clone());
        vec![Effect::set(
            (EntityKind::Review, set_aside_id(self.op)),
            home,
            r::ACCEPTED,
            &self.content,
            &[],
        )]
    }
}

/// `incident.report`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportIncident {
    pub incident: IncidentId,
    pub person: PersonId,
    pub detail: IncidentDetail,
}

impl Intent for ReportIncident {
    fn entity(&self) -> Uuid {
        self.incident.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Case(self.person);
        vec![Effect::set(
            (EntityKind::Incident, self.incident),
            home,
            r::DETAIL,
            &self.detail,
            &[],
        )]
    }
}

/// `incident.act`: one more thing that was done; every one is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActOnIncident {
    pub incident: IncidentId,
    pub person: PersonId,
    pub action: Note,
}

impl Intent for ActOnIncident {
    fn entity(&self) -> Uuid {
        self.incident.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Case(self.person);
        vec![Effect::set(
            (EntityKind::Incident, self.incident),
            home,
            r::ACTIONS,
            &self.action,
            &[],
        )]
    }
}

/// `proposal.make`: a change of recipients, for the office to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Propose {
    pub proposal: ProposalId,
    pub person: PersonId,
    pub detail: ProposalDetail,
}

impl Intent for Propose {
    fn entity(&self) -> Uuid {
        self.proposal.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (EntityKind::Proposal, self.proposal),
            home,
            r::DETAIL,
            &self.detail,
            &[],
        )]
    }
}

/// `proposal.decide`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    pub proposal: ProposalId,
    pub person: PersonId,
    pub status: ProposalStatus,
    pub saw: Vec<OpId>,
}

impl Intent for Decide {
    fn entity(&self) -> Uuid {
        self.proposal.0
    }

    fn effects(&self, _op: OpId) -> Vec<Effect> {
        let home = Home::Delivery(self.person);
        vec![Effect::set(
            (EntityKind::Proposal, self.proposal),
            home,
            r::DECISION,
            &self.status,
            &self.saw,
        )]
    }
}

//! Household visits: planned, handed out, recorded at the door, verified at the desk.
//!
//! # Invariants
//!
//! * A visit is a fact once it was recorded. A correction is a head of its value.
//! * A proposed visit is derived and not stored; it has the same id on every device, so that two
//!   coordinators who hand it out make one visit.
//! * *Mohon dilengkapi* names single fields and changes none of them: the visitor answers it.

pub mod operations;
pub mod proposed;
pub mod standing;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::deliveries::outcome::{Complaint, Wellbeing};
use crate::ids::{UserId, VisitId};
use crate::text::Note;

/// Names of the registers of a visit.
pub mod registers {
    use crate::registers::RegisterName;

    /// Why and until when.
    pub const PLAN: RegisterName = RegisterName::new("plan");
    /// Who goes.
    pub const ASSIGNED: RegisterName = RegisterName::new("assigned");
    pub const CANCELLED: RegisterName = RegisterName::new("cancelled");
    /// Who went, and when.
    pub const MADE: RegisterName = RegisterName::new("made");
    /// What a correction sets.
    pub const VALUE: RegisterName = RegisterName::new("value");
    /// The coordinator's word on what was recorded.
    pub const VERIFIED: RegisterName = RegisterName::new("verified");
}

/// Why somebody is visited. Source: domain.md §10, Visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "VisitPurpose"))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// *Pendataan*: recorded for the first time.
    FirstRecording,
    /// *Cek keadaan lengkap*.
    Assessment,
    /// *Pemantauan*: looking in.
    Monitoring,
    /// *Tindak lanjut*.
    FollowUp,
    /// *Melayat*.
    Condolence,
}

impl Purpose {
    pub const ALL: [Self; 5] = [
        Self::FirstRecording,
        Self::Assessment,
        Self::Monitoring,
        Self::FollowUp,
        Self::Condolence,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::FirstRecording => "first_recording",
            Self::Assessment => "assessment",
            Self::Monitoring => "monitoring",
            Self::FollowUp => "follow_up",
            Self::Condolence => "condolence",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// What a visit came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum VisitOutcome {
    Met,
    NotMet,
    Refused,
    Moved,
    Deceased,
    /// *Melayat*: the family was met in mourning.
    Mourned,
}

impl VisitOutcome {
    pub const ALL: [Self; 6] = [
        Self::Met,
        Self::NotMet,
        Self::Refused,
        Self::Moved,
        Self::Deceased,
        Self::Mourned,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Refused => "refused",
            Self::Moved => "moved",
            Self::Deceased => "deceased",
            Self::Mourned => "mourned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Whom the visitor met. Several may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Met {
    Person,
    Family,
    Carer,
    Neighbor,
    /// *Pak/Bu RT atau RW*.
    NeighborhoodHead,
}

impl Met {
    pub const ALL: [Self; 5] = [
        Self::Person,
        Self::Family,
        Self::Carer,
        Self::Neighbor,
        Self::NeighborhoodHead,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Family => "family",
            Self::Carer => "carer",
            Self::Neighbor => "neighbor",
            Self::NeighborhoodHead => "neighborhood_head",
        }
    }
}

/// What is to happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// *Cukup dulu*.
    Nothing,
    VisitAgain,
    /// *Cek keadaan lengkap*.
    Assess,
    /// *Ajak ke puskesmas*.
    HealthCentre,
    TalkToFamily,
    /// *Sampaikan ke koordinator*.
    TellCoordinator,
}

impl NextStep {
    pub const ALL: [Self; 6] = [
        Self::Nothing,
        Self::VisitAgain,
        Self::Assess,
        Self::HealthCentre,
        Self::TalkToFamily,
        Self::TellCoordinator,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::VisitAgain => "visit_again",
            Self::Assess => "assess",
            Self::HealthCentre => "health_centre",
            Self::TalkToFamily => "talk_to_family",
            Self::TellCoordinator => "tell_coordinator",
        }
    }

    /// Whether somebody goes there again.
    pub fn is_a_visit(self) -> bool {
        matches!(self, Self::VisitAgain | Self::Assess)
    }
}

/// *Tindak lanjut*: what, when and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextAction {
    pub step: NextStep,
    /// `None` where nothing is to happen.
    pub on: Option<NaiveDate>,
    /// `None`: the visitor.
    pub by: Option<UserId>,
}

/// Why and until when a visit is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPlan {
    pub purpose: Purpose,
    pub due: NaiveDate,
    /// The alert, streak or visit that it follows from.
    pub cause: Option<Cause>,
    pub note: Note,
}

/// What made somebody plan a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An alert of a delivery.
    Alert,
    MissedMeals,
    NotSeen,
    /// An earlier visit.
    Visit(VisitId),
}

/// What never changes about a visit that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub visitor: UserId,
    /// As the visitor says: a visit may be written down in the evening.
    pub date: NaiveDate,
    pub purpose: Purpose,
}

/// What happened, as the visitor said last. Health: in the case class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitValue {
    pub outcome: VisitOutcome,
    pub met: BTreeSet<Met>,
    /// The keadaan, where the person was seen.
    pub wellbeing: Option<Wellbeing>,
    pub complaints: Vec<Complaint>,
    pub next: NextAction,
    pub note: Note,
}

/// A field of a visit that the coordinator may ask to complete; a question of its form is named by
/// its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum VisitField {
    Outcome,
    Met,
    Wellbeing,
    Next,
    Note,
    Question(String),
}

/// The coordinator's word on a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    Verified,
    /// *Mohon dilengkapi*.
    Returned {
        fields: BTreeSet<VisitField>,
        note: Note,
    },
}

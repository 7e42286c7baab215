//! Visits as the screens show them.

pub use rantang_core::deliveries::outcome::{Complaint, Wellbeing};
pub use rantang_core::visits::standing::Standing;
pub use rantang_core::visits::{Met, NextStep, Purpose, VisitField, VisitOutcome};

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rantang_core::alerts::AlertRule;
use rantang_core::forms::{FormCode, Text};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::RegisterView;
use crate::sync::view::SendState;

/// One visit in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VisitRow {
    pub id: Uuid,
    pub person_id: Uuid,
    /// With the honorific; empty: the person is not known here.
    pub person_name: String,
    pub age: Option<u32>,
    pub rw: String,
    pub rt: String,
    pub gang: String,
    pub landmark: String,
    pub lives_alone: bool,
    pub purpose: Purpose,
    pub due: Option<NaiveDate>,
    pub standing: Standing,
    pub reason: VisitReason,
    pub note: String,
    pub assigned_id: Option<Uuid>,
    pub assigned_to: Option<String>,
    pub made_on: Option<NaiveDate>,
    pub visitor: Option<String>,
    pub outcome: Option<VisitOutcome>,
    pub wellbeing: Option<Wellbeing>,
    /// The coordinator looked and has nothing to ask.
    pub verified: bool,
    /// There is something half written on this device.
    pub has_draft: bool,
    pub send_state: Option<SendState>,
}

/// What a visit follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum VisitReason {
    /// Somebody's own idea.
    Own,
    Alert {
        rule: Option<AlertRule>,
    },
    MissedMeals {
        days: Option<u32>,
    },
    NotSeen {
        days: Option<u32>,
    },
    EarlierVisit,
}

/// A visit that the records ask for and nobody planned yet.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ProposedVisit {
    pub row: VisitRow,
    pub since_ms: i64,
    /// Nobody took it for two hours.
    pub stands_out: bool,
}

/// *Kunjungan saya*.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MyVisitsView {
    pub date: NaiveDate,
    /// What is to be done, most urgent first; those of one standing in walking order.
    pub open: Vec<VisitRow>,
    /// Of the last 35 days, latest first.
    pub done: Vec<VisitRow>,
    pub done_this_month: u32,
    /// Whom a visitor calls, also before any visit was opened.
    pub coordinator: Option<ColleagueView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VisitView {
    pub row: VisitRow,
    pub phone: String,
    pub house_no: String,
    pub access_note: String,
    pub contacts: Vec<VisitContact>,
    pub value: RegisterView<VisitValueView>,
    /// What was tapped and not recorded yet.
    pub draft: Option<VisitValueView>,
    pub returned: Option<ReturnedView>,
    /// The forms that can be filled in at this visit.
    pub forms: Vec<VisitForm>,
    pub colleagues: Vec<ColleagueView>,
    pub coordinator: Option<ColleagueView>,
    /// The visits before this one, latest first.
    pub earlier: Vec<VisitRow>,
    pub today: NaiveDate,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VisitForm {
    pub form: FormCode,
    pub title: Text,
    /// Parts of it that were recorded at this visit.
    pub recorded: u32,
    pub parts: u32,
    /// When it was last filled in for this person.
    pub last_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VisitContact {
    pub name: String,
    pub relation: String,
    pub phone: String,
    pub hint: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ColleagueView {
    pub id: Uuid,
    pub name: String,
    pub phone: String,
}

/// *Mohon dilengkapi*.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ReturnedView {
    pub fields: BTreeSet<VisitField>,
    pub note: String,
    pub by: String,
    pub at_ms: i64,
}

/// What a visitor says, whole or half.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct VisitValueView {
    pub outcome: Option<VisitOutcome>,
    pub met: BTreeSet<Met>,
    pub wellbeing: Option<Wellbeing>,
    pub complaints: Vec<Complaint>,
    pub next: Option<NextStep>,
    pub next_on: Option<NaiveDate>,
    /// `None`: the visitor.
    pub next_by: Option<Uuid>,
    pub note: String,
}

/// The coordinator's visits.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct VisitsDeskView {
    pub date: NaiveDate,
    pub now_ms: i64,
    pub proposed: Vec<ProposedVisit>,
    pub open: Vec<VisitRow>,
    /// Made, and nobody looked at them yet.
    pub to_verify: Vec<VisitRow>,
    /// *Mohon dilengkapi*, waiting for an answer.
    pub returned: Vec<VisitRow>,
    /// Verified in the last 35 days, latest first.
    pub verified: Vec<VisitRow>,
    pub visitors: Vec<ColleagueView>,
}

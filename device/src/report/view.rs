//! A month of visits.

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::visits::view::{ColleagueView, Met, NextStep, Purpose, VisitOutcome, Wellbeing};

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MonthlyView {
    /// "2026-11"
    pub month: String,
    /// The months that can be chosen, latest first.
    pub months: Vec<String>,
    pub psm: ColleagueView,
    /// As it stands under the report.
    pub psm_full_name: String,
    /// Who can be chosen; one for a PSM.
    pub visitors: Vec<ColleagueView>,
    pub kelurahan_name: String,
    /// Whose signature stands beside that of the visitor; empty when unknown.
    pub coordinator_name: String,
    pub rows: Vec<MonthlyRow>,
    /// In the order of the report.
    pub sums: Vec<MonthlySum>,
}

/// One number, with the visits that it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct MonthlySum {
    pub what: MonthlyCount,
    pub count: u32,
    pub visit_ids: Vec<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum MonthlyCount {
    Visits,
    /// Different people.
    People,
    Met,
    NotMet,
    /// At which a form was filled in.
    Checks,
    /// With a next step.
    FollowUps,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct MonthlyRow {
    pub visit_id: Uuid,
    pub person_id: Uuid,
    pub date: NaiveDate,
    pub purpose: Purpose,
    pub person_name: String,
    pub rw: String,
    pub rt: String,
    pub gang: String,
    pub outcome: VisitOutcome,
    pub met: Vec<Met>,
    pub wellbeing: Option<Wellbeing>,
    pub note: String,
    /// The titles of the parts of forms that were recorded at the visit, in Indonesian.
    pub parts: Vec<String>,
    pub next: NextStep,
    pub next_on: Option<NaiveDate>,
    /// Empty: the visitor.
    pub next_by: String,
    pub verified: bool,
    /// How many were taken at the visit.
    pub photos: u32,
}

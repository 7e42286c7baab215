//! People as the coordinator's screens show them.

pub use rantang_core::enrolment::EnrolmentStatus;
pub use rantang_core::people::{BirthPrecision, NikStatus, Sex as SexCode};

use chrono::NaiveDate;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::round::view::{ContactRelation, DietView, HoldReason};
use crate::timeline::view::{HistoryForm, HistoryVisit};

/// One line of the table of recipients.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PersonRow {
    pub id: Uuid,
    /// With the honorific: "Ibu Sumiati".
    pub name: String,
    pub birth_year: Option<i32>,
    pub age: Option<u32>,
    pub rw: String,
    pub rt: String,
    pub gang: String,
    pub landmark: String,
    pub kelurahan_code: String,
    pub route_id: Option<Uuid>,
    pub route_name: Option<String>,
    pub courier_name: Option<String>,
    pub status: EnrolmentStatus,
    pub hold: Option<HoldView>,
    pub has_special_diet: bool,
    pub today: TodayMark,
    /// When somebody last saw the person, by a delivery.
    pub last_met_on: Option<NaiveDate>,
}

/// What today has brought for one person.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TodayMark {
    NoService,
    NoRoute,
    Held,
    New,
    Waiting,
    Attempt {
        outcome: Outcome,
        wellbeing: Option<Wellbeing>,
        at_ms: i64,
        final_for_today: bool,
    },
    Review,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HoldView {
    pub id: Option<Uuid>,
    pub reason: HoldReason,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub note: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PeoplePageView {
    pub rows: Vec<PersonRow>,
    /// How many match, of which `rows` is one page.
    pub matches: u32,
    pub counts: PeopleCounts,
}

/// How many people each saved filter holds, whatever the search.
#[derive(Clone, Debug, Default, Serialize, TS)]
#[ts(export)]
pub struct PeopleCounts {
    pub all: u32,
    pub without_route: u32,
    pub held: u32,
    pub special_diet: u32,
    pub long_not_met: u32,
    pub left: u32,
    pub done_today: u32,
    pub open_today: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct PersonView {
    pub row: PersonRow,
    pub name: RegisterView<NameValue>,
    pub birth: RegisterView<BirthValue>,
    pub phone: RegisterView<String>,
    pub lives_alone: RegisterView<bool>,
    pub address: RegisterView<AddressValue>,
    pub access_note: RegisterView<String>,
    pub diet: RegisterView<DietView>,
    pub identity: RegisterView<IdentityView>,
    pub address_ktp: RegisterView<AddressValue>,
    pub fasting: RegisterView<bool>,
    pub enrolment: RegisterView<EnrolmentValue>,
    pub contacts: Vec<ContactView>,
    pub holds: Vec<HoldView>,
    pub life: LifeView,
    /// The kelurahan that they moved away from, the latest first; empty: they always lived here.
    pub came_from: Vec<CameFromView>,
    /// To which kelurahan they are moving, as long as the server has not taken it in.
    pub moving_to: Option<String>,
    /// The last 14 service days, oldest first.
    pub days: Vec<DayView>,
    /// Everything that happened to the person, newest first.
    pub history: Vec<HistoryLine>,
}

/// A kelurahan that a person may move to.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct AreaView {
    pub code: String,
    pub name: String,
}

/// Somebody who moved to another kelurahan, as the office that was left remembers them.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DepartureView {
    pub id: Uuid,
    /// With the honorific.
    pub person_name: String,
    pub to_name: String,
    pub route_name: Option<String>,
    pub by: String,
    pub at_ms: i64,
}

/// From where and when a person came.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct CameFromView {
    pub area_name: String,
    pub at_ms: i64,
}

/// A value that can be edited, with what an edit has to name.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct RegisterView<T> {
    pub value: Option<T>,
    /// The operations whose values are shown; sent back as `saw` with an edit.
    pub heads: Vec<Uuid>,
    /// More than one head with different values: shown as *Perlu dicek*.
    pub in_conflict: bool,
    pub changed_at_ms: Option<i64>,
    pub changed_by: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct NameValue {
    pub name: String,
    /// "Bapak", "Ibu", "Mbah", "Oma", "Opa"; empty: by sex, else none.
    pub honorific: String,
    pub nickname: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct BirthValue {
    pub date: Option<NaiveDate>,
    pub precision: BirthPrecision,
    pub sex: Option<SexCode>,
}

/// RT, RW, gang and patokan belong together: one register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct AddressValue {
    pub kelurahan_code: String,
    pub rw: String,
    pub rt: String,
    pub gang: String,
    pub house_no: String,
    pub landmark: String,
}

/// Masked always: "3171••••••••0003".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct IdentityView {
    pub nik_status: NikStatus,
    pub nik_masked: String,
    pub kk_masked: String,
}

/// What an edit of the identity sends: the numbers whole, once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct IdentityValue {
    pub nik_status: NikStatus,
    pub nik: String,
    pub kk: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentValue {
    pub status: EnrolmentStatus,
    pub date: NaiveDate,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ContactView {
    pub id: Uuid,
    pub detail: RegisterView<ContactValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ContactValue {
    pub name: String,
    pub relation: ContactRelation,
    pub phone: String,
    pub hint: String,
    pub may_receive: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LifeView {
    Alive,
    Reported {
        by: String,
        at_ms: i64,
        note: String,
    },
    Deceased {
        date: Option<NaiveDate>,
        by: String,
        at_ms: i64,
    },
}

/// One service day of one person, as a small tier.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct DayView {
    pub date: NaiveDate,
    pub mark: DayMark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DayMark {
    /// Handed over and met.
    Met,
    /// Handed over, not met: titip.
    Left,
    /// Not handed over.
    Missed,
    /// Held or not yet enrolled.
    NotDue,
    /// Met and in need.
    Urgent,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct HistoryLine {
    pub at_ms: i64,
    pub by: String,
    /// The kind of operation, e.g. "delivery.record"; the UI has the words.
    pub kind: String,
    pub outcome: Option<Outcome>,
    pub wellbeing: Option<Wellbeing>,
    pub text: String,
    /// Of "visit.record".
    pub visit: Option<HistoryVisit>,
    /// Of "assessment.record".
    pub form: Option<HistoryForm>,
}

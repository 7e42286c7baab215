//! What a coordinator does with people.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use super::view::{
    AddressValue, BirthValue, ContactValue, EnrolmentValue, IdentityValue, NameValue,
};
use crate::round::view::{DietView, HoldReason};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PeopleFilter {
    #[default]
    All,
    WithoutRoute,
    Held,
    SpecialDiet,
    LongNotMet,
    Left,
    /// Due today, the hand-over is recorded: "62 dari 84" opens them.
    DoneToday,
    /// Due today, not yet handed over.
    OpenToday,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum PeopleSort {
    #[default]
    Name,
    Age,
    Place,
    Route,
    LastMet,
}

/// `search` matches name, nickname, gang and patokan, tolerant of spelling; empty: everybody.
#[derive(Debug, Default, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PeopleList {
    pub search: String,
    pub filter: PeopleFilter,
    pub route_id: Option<Uuid>,
    pub rw: Option<String>,
    pub sort: PeopleSort,
    pub descending: bool,
    pub offset: u32,
    /// At most 500.
    pub limit: u32,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PersonGet {
    pub person_id: Uuid,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PersonAdd {
    /// Minted by the screen: the same id twice is one person.
    pub person_id: Uuid,
    pub name: NameValue,
    pub birth: BirthValue,
    pub address: AddressValue,
    pub access_note: String,
    pub phone: String,
    pub lives_alone: bool,
    pub diet: DietView,
    pub identity: IdentityValue,
    pub route_id: Option<Uuid>,
    /// *Orang lain*: whoever was shown as alike and is somebody else. Not asked about again.
    pub different_from: Vec<Uuid>,
}

/// Somebody whom a PSM finds on the way: registered, and in no programme until the office decides.
///
/// Who lives at the same door with somebody is of one household.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PersonFound {
    /// Minted by the screen: the same id twice is one person.
    pub person_id: Uuid,
    pub name: NameValue,
    pub birth: BirthValue,
    pub address: AddressValue,
    pub phone: String,
    pub lives_alone: bool,
}

/// Sets one register. `saw`: the heads that the screen showed.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PersonEdit {
    pub person_id: Uuid,
    pub edit: PersonEditValue,
    pub saw: Vec<Uuid>,
}

/// *Pindah kelurahan*: another office of the kecamatan goes on. `saw`: the heads of the address that
/// the screen showed.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PersonMove {
    pub person_id: Uuid,
    pub address: AddressValue,
    pub saw: Vec<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(tag = "register", content = "value", rename_all = "snake_case")]
pub enum PersonEditValue {
    Name(NameValue),
    Birth(BirthValue),
    Phone(String),
    LivesAlone(bool),
    Address(AddressValue),
    AccessNote(String),
    Diet(DietView),
    Identity(IdentityValue),
    AddressKtp(AddressValue),
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ContactSave {
    pub person_id: Uuid,
    pub contact_id: Uuid,
    pub detail: ContactValue,
    pub saw: Vec<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct ContactRemove {
    pub person_id: Uuid,
    pub contact_id: Uuid,
}

/// "Tahan sampai…": `until` is the last day without a delivery; `None`: until somebody ends it.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct HoldPlace {
    pub person_id: Uuid,
    pub reason: HoldReason,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub note: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct HoldEnd {
    pub person_id: Uuid,
    pub hold_id: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum DeathDecision {
    /// The person has died: deliveries end.
    Confirm,
    /// The report was wrong, or the confirmation was: deliveries go on.
    Reverse,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct DeathDecide {
    pub person_id: Uuid,
    pub decision: DeathDecision,
    pub date: Option<NaiveDate>,
    pub note: String,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct FastingChoose {
    pub person_id: Uuid,
    pub fasting: bool,
    pub saw: Vec<Uuid>,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentSet {
    pub person_id: Uuid,
    pub value: EnrolmentValue,
    pub saw: Vec<Uuid>,
}

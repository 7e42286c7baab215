//! What the screens ask before somebody is registered, and how two records are said to be one.

use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::people::view::{AddressValue, BirthValue};

/// Who is like this already. What is not typed yet is empty; what cannot be read yet counts as unknown.
#[derive(Clone, Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PeopleSimilar {
    pub name: String,
    pub nickname: String,
    pub birth: BirthValue,
    pub address: AddressValue,
    pub phone: String,
    pub nik: String,
    pub kk: String,
}

/// *Orang yang sama*: what was recorded of `person_id` counts for `into`. `None`: two people after all.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct PeopleJoin {
    pub person_id: Uuid,
    pub into: Option<Uuid>,
}

//! The values of a person's registers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::{Line, Note};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    pub name: Line,
    /// "Bapak", "Ibu", "Mbah", "Oma", "Opa"; empty: by sex, else none.
    pub honorific: Line,
    pub nickname: Line,
}

/// Ordered from the most precise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum BirthPrecision {
    Day,
    Month,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "SexCode"))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

/// `date` stands on 1 July or 1 January where month or day are unknown; `precision` says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    pub date: Option<NaiveDate>,
    pub precision: BirthPrecision,
    pub sex: Option<Sex>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum NikStatus {
    Known,
    /// Belum punya.
    None,
    /// Tidak tahu.
    Unknown,
    /// Tidak ditunjukkan.
    NotShown,
}

/// Case class: never on a courier's phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub nik_status: NikStatus,
    /// Sixteen digits; `None` unless the status is known.
    pub nik: Option<Line>,
    pub kk: Option<Line>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "TextureCode"))]
#[serde(rename_all = "snake_case")]
pub enum Texture {
    #[default]
    Regular,
    Soft,
    Minced,
    Porridge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum DietFlag {
    LowSugar,
    LowSalt,
    LowPurine,
    NotSpicy,
    NoCoconutMilk,
    HardToChew,
    Vegetarian,
}

/// What the kitchen packs apart and the courier hands out apart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diet {
    pub texture: Texture,
    pub flags: Vec<DietFlag>,
    pub allergy: Line,
    pub note: Note,
}

impl Diet {
    pub fn is_special(&self) -> bool {
        *self != Self::default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ContactRelation {
    Neighbor,
    Family,
    RtHead,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetail {
    pub name: Line,
    pub relation: ContactRelation,
    pub phone: Line,
    /// Where the contact is found: "pintu biru".
    pub hint: Line,
    /// Agreed to receive the boxes: only these are offered at the door.
    pub may_receive: bool,
}

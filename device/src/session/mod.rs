//! Who holds this device, what day it is, and how the screens are shown.

pub mod handlers;

pub use handlers::{get, pair, settings_set};
pub use rantang_core::staff::Role as RoleCode;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A command without arguments.
#[derive(Debug, Default, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Empty {}

/// The link of an invitation, as the server printed it: address, code and identity in one string.
#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    pub invitation: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    Normal,
    Large,
    Largest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Id,
    En,
}

/// How this device shows things. Kept on the device, never synced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub text_size: TextSize,
    pub theme: Theme,
    pub language: Language,
    /// False until the first start asked for the text size.
    pub text_size_asked: bool,
    /// Photos wait for a connection that costs nothing.
    #[serde(default)]
    pub photos_only_wifi: bool,
}

#[derive(Debug, Deserialize, TS)]
#[ts(export)]
#[serde(deny_unknown_fields)]
pub struct SettingsSet {
    pub settings: Settings,
}

/// Who holds this device and where they work.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SessionUser {
    pub id: Uuid,
    pub full_name: String,
    /// How colleagues call them: "Pak Dedi".
    pub call_name: String,
    pub roles: Vec<RoleCode>,
    pub kelurahan_code: String,
    pub kelurahan_name: String,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct SessionView {
    /// `None`: not yet paired.
    pub user: Option<SessionUser>,
    pub settings: Settings,
    /// The date in Jakarta by the device's corrected clock.
    pub today: NaiveDate,
    pub now_ms: i64,
    /// Set when the phone's clock is off by more than five minutes: how far, in milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// Why a pairing failed is an error; this is the sample data of `make run`.
    pub is_demo: bool,
}

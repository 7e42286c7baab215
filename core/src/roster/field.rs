//! What a column of a roster can mean.

use serde::{Deserialize, Serialize};

/// What a column of the file means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum RosterField {
    Name,
    Nickname,
    Nik,
    Kk,
    BirthDate,
    BirthPlace,
    Age,
    Sex,
    RtRw,
    Rt,
    Rw,
    Kelurahan,
    Address,
    Landmark,
    Phone,
    ContactName,
    Diet,
    Note,
}

impl RosterField {
    pub const ALL: [RosterField; 18] = [
        Self::Name,
        Self::Nickname,
        Self::Nik,
        Self::Kk,
        Self::BirthDate,
        Self::BirthPlace,
        Self::Age,
        Self::Sex,
        Self::RtRw,
        Self::Rt,
        Self::Rw,
        Self::Kelurahan,
        Self::Address,
        Self::Landmark,
        Self::Phone,
        Self::ContactName,
        Self::Diet,
        Self::Note,
    ];

    /// The stable code, as it stands in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nickname => "nickname",
            Self::Nik => "nik",
            Self::Kk => "kk",
            Self::BirthDate => "birth_date",
            Self::BirthPlace => "birth_place",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::RtRw => "rt_rw",
            Self::Rt => "rt",
            Self::Rw => "rw",
            Self::Kelurahan => "kelurahan",
            Self::Address => "address",
            Self::Landmark => "landmark",
            Self::Phone => "phone",
            Self::ContactName => "contact_name",
            Self::Diet => "diet",
            Self::Note => "note",
        }
    }
}

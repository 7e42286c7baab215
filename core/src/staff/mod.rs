//! Staff: organisations (a Pokmas), volunteers and officers, and what each role is.

pub mod operations;

use serde::{Deserialize, Serialize};

use crate::text::Line;

/// Names of the registers of users and organisations.
pub mod registers {
    use crate::registers::RegisterName;

    pub const PROFILE: RegisterName = RegisterName::new("profile");
    pub const ROLES: RegisterName = RegisterName::new("roles");
}

/// What somebody may be. A person may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export, rename = "RoleCode"))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Kurir,
    Psm,
    Koordinator,
    KetuaPokmas,
    Satpel,
    Dinsos,
}

impl Role {
    pub const ALL: [Role; 6] = [
        Self::Kurir,
        Self::Psm,
        Self::Koordinator,
        Self::KetuaPokmas,
        Self::Satpel,
        Self::Dinsos,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Kurir => "kurir",
            Self::Psm => "psm",
            Self::Koordinator => "koordinator",
            Self::KetuaPokmas => "ketua_pokmas",
            Self::Satpel => "satpel",
            Self::Dinsos => "dinsos",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserProfile {
    pub full_name: Line,
    /// How colleagues call them: "Pak Dedi".
    pub call_name: Line,
    pub phone: Line,
    /// Codes of trainings, e.g. `skilas`: what only trained users ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trainings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationType {
    Pokmas,
    Kube,
    Ipsm,
    Lks,
    KarangTaruna,
    Puskesmas,
    Panti,
    Dinas,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationProfile {
    pub kind: OrganisationType,
    pub name: Line,
    /// SK Camat.
    pub decree_no: Line,
    pub phone: Line,
}

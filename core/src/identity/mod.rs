//! Who somebody is, as far as papers and lists say: numbers, names, birth, and where the door is.
//!
//! Values here are parsed once, at the edge, and cannot be wrong afterwards.

pub mod birth;
pub mod birth_text;
pub mod kk;
pub mod name;
pub mod name_key;
pub mod nik;
pub mod phone;
pub mod rt_rw;
pub mod rt_rw_text;

use serde::{Deserialize, Serialize};

/// As on the KTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

impl Sex {
    /// Reads what offices write: "L", "Pr", "Laki-laki", "Wanita" …; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let word: String = text
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        match word.as_str() {
            "l" | "lk" | "lki" | "laki" | "lakilaki" | "lakilki" | "pria" | "cowok" | "m"
            | "male" => Some(Self::Male),
            "p" | "pr" | "prp" | "perempuan" | "prempuan" | "wanita" | "w" | "wnt" | "f"
            | "female" => Some(Self::Female),
            _ => None,
        }
    }

    /// As the screens say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Female => "Perempuan",
            Self::Male => "Laki-laki",
        }
    }
}

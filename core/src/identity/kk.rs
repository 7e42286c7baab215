//! No. KK, the number of a family card: sixteen digits, written and masked like a NIK.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::nik::{InvalidNik, mask, sixteen_digits};

/// Its parts (place, date of issue, serial) are not relied upon.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Kk(String);

impl Kk {
    pub fn parse(text: &str) -> Result<Self, InvalidNik> {
        sixteen_digits(text).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl fmt::Debug for Kk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kk({})", self.masked())
    }
}

impl TryFrom<String> for Kk {
    type Error = InvalidNik;

    fn try_from(text: String) -> Result<Self, InvalidNik> {
        Self::parse(&text)
    }
}

impl From<Kk> for String {
    fn from(kk: Kk) -> Self {
        kk.0
    }
}

//! What speaks for or against one person.

use serde::{Deserialize, Serialize};

/// One piece of evidence. The codes are stable: screens have a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(export, rename = "SimilarReason")
)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    SameNik,
    /// One digit differs, or two stand the other way round.
    NikSlip,
    /// The same letters, titles apart.
    SameName,
    /// Soemijati and Sumiyati.
    SameSound,
    /// Siti Aminah and Aminah Siti.
    OtherOrder,
    /// One has a word more, or a word where the other has an initial.
    LongerName,
    /// A letter or two differ.
    NameSlip,
    /// The name of one is what the other is called.
    Nickname,
    /// Some words agree and others do not.
    PartOfName,
    SameBirthDate,
    /// The same day on which offices put everybody whose day is unknown.
    SameStandInDate,
    SameBirthMonth,
    SameBirthYear,
    /// A year apart, where an age may be off by one.
    NearBirthYear,
    /// Day and month the other way round, or one digit differs.
    BirthSlip,
    SameRt,
    SameRw,
    SameGang,
    SameHouse,
    SamePhone,
    SameKk,
    OtherNik,
    OtherName,
    OtherBirthDay,
    OtherBirthYear,
    OtherSex,
    OtherRt,
    OtherRw,
    OtherKelurahan,
}

impl Reason {
    /// Speaks against one person.
    pub fn is_against(self) -> bool {
        Self::OtherNik <= self
    }
}

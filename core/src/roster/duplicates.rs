//! People who stand in a roster twice, or are in the store already under another spelling: found by the
//! scorer of [`crate::similar`], and said in the importer's words.

use uuid::Uuid;

use crate::similar::{Face, Reason, Similarity};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateCode {
    SameNik,
    SimilarName,
}

impl DuplicateCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameNik => "same_nik",
            Self::SimilarName => "similar_name",
        }
    }
}

/// People who are probably one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// From 0, the first of them first. The first enters, the others wait for a decision.
    pub rows: Vec<usize>,
    /// The twin in the store; then there is one row, and it waits.
    pub person: Option<Uuid>,
    pub code: DuplicateCode,
    /// In Indonesian.
    pub reason: String,
}

/// "Bunyi nama sama, lahir 1946, RT dan RW sama."
pub(super) fn sentence(a: &Face, b: &Face, similarity: &Similarity) -> String {
    let mut said: Vec<String> = Vec::new();
    let order = |reason: &Reason| match reason {
        Reason::SameNik | Reason::NikSlip | Reason::OtherNik => 3,
        Reason::SameName
        | Reason::SameSound
        | Reason::OtherOrder
        | Reason::LongerName
        | Reason::NameSlip
        | Reason::Nickname
        | Reason::PartOfName
        | Reason::OtherName => 0,
        Reason::SameRt
        | Reason::SameRw
        | Reason::SameGang
        | Reason::SameHouse
        | Reason::OtherRt
        | Reason::OtherRw
        | Reason::OtherKelurahan => 2,
        _ => 1,
    };
    let mut reasons = similarity.reasons.clone();
    reasons.sort_by_key(order);
    said.extend(reasons.iter().filter_map(|reason| words(*reason, a, b)));
    let text = said.join(", ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}

fn words(reason: Reason, a: &Face, b: &Face) -> Option<String> {
    Some(match reason {
        Reason::SameNik => "NIK sama".into(),
        Reason::NikSlip => "NIK beda satu angka".into(),
        Reason::OtherNik => "NIK berbeda".into(),
        Reason::SameName => "nama sama".into(),
        Reason::SameSound => "bunyi nama sama".into(),
        Reason::OtherOrder => "urutan nama berbeda".into(),
        Reason::LongerName => "nama yang satu lebih lengkap".into(),
        Reason::NameSlip => "nama hanya beda satu dua huruf".into(),
        Reason::Nickname => "nama panggilan sama".into(),
        Reason::PartOfName => "sebagian nama sama".into(),
        Reason::OtherName => "nama berbeda".into(),
        Reason::SameBirthDate => "tanggal lahir sama".into(),
        Reason::BirthSlip => "tanggal lahir hampir sama".into(),
        Reason::OtherBirthDay => "hari lahir berbeda".into(),
        Reason::SameStandInDate
        | Reason::SameBirthMonth
        | Reason::SameBirthYear
        | Reason::NearBirthYear
        | Reason::OtherBirthYear => match (a.birth, b.birth) {
            (Some(one), Some(other)) if one.year() == other.year() => {
                format!("lahir {}", one.year())
            }
            (Some(one), Some(other)) => format!("lahir {} dan {}", one.year(), other.year()),
            _ => return None,
        },
        Reason::SameRt => "RT dan RW sama".into(),
        Reason::SameRw => "RW sama".into(),
        Reason::OtherRt | Reason::OtherRw => "RT atau RW berbeda".into(),
        Reason::OtherKelurahan => "kelurahan berbeda".into(),
        Reason::SamePhone => "nomor telepon sama".into(),
        Reason::SameKk => "No. KK sama".into(),
        Reason::OtherSex => "jenis kelamin berbeda".into(),
        // The address stands beside it.
        Reason::SameGang | Reason::SameHouse => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::birth::Birth;
    use crate::places::{Rt, Rw};
    use crate::similar::compare;

    #[test]
    fn an_office_reads_why_two_rows_are_one_person() {
        let face = |name: &str, year| Face {
            birth: Birth::in_year(year),
            rt: Rt::new(4).ok(),
            rw: Rw::new(6).ok(),
            ..Face::named(name, "")
        };
        let (a, b) = (face("Sumijati", 1946), face("Soemiyati", 1947));
        assert_eq!(
            sentence(&a, &b, &compare(&a, &b)),
            "Bunyi nama sama, lahir 1946 dan 1947, RT dan RW sama."
        );
    }
}

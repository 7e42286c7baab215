//! The scorer.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::face::Face;
use super::names::{NAME_BITS_MAX, names};
use super::reason::Reason;
use crate::identity::BirthPrecision;
use crate::identity::birth::Birth;
use crate::identity::nik::Nik;

/// The evidence at which two records are as likely one person as not.
const EVEN_BITS: f64 = 12.0;
/// Worth being shown before somebody is registered.
const POSSIBLE_BITS: f64 = 8.0;
/// Few enough mistakes that an office is asked about each.
const PROBABLE_BITS: f64 = 15.0;
/// However much two records share of a household: man and wife share all of it.
const HOUSEHOLD_BITS_MAX: f64 = 10.0;

/// What a pair of records comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(export, rename = "SimilarVerdict")
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Different,
    /// Shown to whoever registers somebody.
    Possible,
    /// Asked about, by the importer and in *Perlu dicek*.
    Probable,
}

/// How much two records are alike, with every reason, the weightiest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Similarity {
    /// 0 to 100; 50: as likely one person as two.
    pub score: u8,
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
    bits: f64,
}

impl Similarity {
    /// For sorting: the more, the likelier one person.
    pub fn bits(&self) -> f64 {
        self.bits
    }

    pub fn has(&self, reason: Reason) -> bool {
        self.reasons.contains(&reason)
    }
}

/// Like [`compare`], where it comes to at least so much. What names alone could not make up for is told
/// without looking at them: that spares most of the work.
pub(super) fn at_least(a: &Face, b: &Face, least: Verdict) -> Option<Similarity> {
    let needed = match least {
        Verdict::Different => return Some(compare(a, b)),
        Verdict::Possible => POSSIBLE_BITS,
        Verdict::Probable => PROBABLE_BITS,
    };
    let bits = |evidence: Option<(Reason, f64)>| evidence.map_or(0.0, |(_, bits)| bits);
    let mut told = NAME_BITS_MAX + bits(births(a, b)) + bits(niks(a, b)) + bits(sexes(a, b));
    // Sums in another order differ in the last digits.
    if told + HOUSEHOLD_BITS_MAX + 1e-6 < needed {
        return None;
    }
    let mut shared = 0.0;
    household(a, b, &mut |_, bits| shared += bits);
    told += shared.min(HOUSEHOLD_BITS_MAX);
    if told + 1e-6 < needed {
        return None;
    }
    Some(compare(a, b)).filter(|similarity| least <= similarity.verdict)
}

/// Weighs everything that both records know.
pub fn compare(a: &Face, b: &Face) -> Similarity {
    let mut evidence: Vec<(Reason, f64)> = Vec::with_capacity(8);
    evidence.extend(niks(a, b));
    evidence.extend(names((&a.name, &a.nickname), (&b.name, &b.nickname)));
    evidence.extend(births(a, b));
    evidence.extend(sexes(a, b));
    let alone: f64 = evidence.iter().map(|(_, bits)| bits).sum();
    let mut shared = 0.0;
    household(a, b, &mut |reason, bits| {
        shared += bits;
        evidence.push((reason, bits));
    });
    let bits = alone + shared.min(HOUSEHOLD_BITS_MAX);
    evidence.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()).then(x.0.cmp(&y.0)));
    Similarity {
        score: (100.0 / (1.0 + ((EVEN_BITS - bits) / 2.0).exp2())).round() as u8,
        verdict: if PROBABLE_BITS <= bits {
            Verdict::Probable
        } else if POSSIBLE_BITS <= bits {
            Verdict::Possible
        } else {
            Verdict::Different
        },
        reasons: evidence.into_iter().map(|(reason, _)| reason).collect(),
        bits,
    }
}

fn niks(a: &Face, b: &Face) -> Option<(Reason, f64)> {
    let (one, other) = (a.nik.as_ref()?, b.nik.as_ref()?);
    Some(if one == other {
        (Reason::SameNik, 30.0)
    } else if is_slip(one, other) {
        (Reason::NikSlip, -6.0)
    } else {
        (Reason::OtherNik, -16.0)
    })
}

fn is_slip(a: &Nik, b: &Nik) -> bool {
    slipped_once(a.as_str().as_bytes(), b.as_str().as_bytes())
}

fn sexes(a: &Face, b: &Face) -> Option<(Reason, f64)> {
    let (one, other) = (a.sex?, b.sex?);
    (one != other).then_some((Reason::OtherSex, -8.0))
}

fn births(a: &Face, b: &Face) -> Option<(Reason, f64)> {
    let (one, other) = (a.birth?, b.birth?);
    let by_day = one.precision() == BirthPrecision::Day && other.precision() == BirthPrecision::Day;
    if by_day && one == other {
        return Some(if one.is_stand_in() {
            (Reason::SameStandInDate, 5.0)
        } else {
            (Reason::SameBirthDate, 11.0)
        });
    }
    let apart = (one.year() - other.year()).abs();
    let said_roughly = one.is_stand_in() || other.is_stand_in();
    if apart == 0 {
        let month = one.date().month() == other.date().month();
        let by_month = one.precision() != BirthPrecision::Year
            && other.precision() != BirthPrecision::Year
            && !by_day;
        return Some(match (by_day && !said_roughly, by_month && month) {
            (true, _) if slipped(&one, &other) => (Reason::BirthSlip, 6.0),
            // Elders' days differ from paper to paper; the year seldom does.
            (true, _) => (Reason::OtherBirthDay, -2.0),
            (false, true) => (Reason::SameBirthMonth, 7.0),
            (false, false) => (Reason::SameBirthYear, 4.5),
        });
    }
    Some(if by_day && !said_roughly && slipped(&one, &other) {
        (Reason::BirthSlip, 5.0)
    } else if apart == 1 && said_roughly {
        (Reason::NearBirthYear, 2.5)
    } else if apart <= 2 {
        (Reason::OtherBirthYear, -4.0)
    } else {
        (Reason::OtherBirthYear, -8.0)
    })
}

/// A digit wrong, two exchanged, or day and month the other way round.
fn slipped(a: &Birth, b: &Birth) -> bool {
    let turned = a.year() == b.year()
        && (a.date().day(), a.date().month()) == (b.date().month(), b.date().day());
    turned || slipped_once(&digits(a), &digits(b))
}

/// Year, month and day, as they are written.
fn digits(birth: &Birth) -> [u8; 8] {
    let date = birth.date();
    let number = birth.year().unsigned_abs() * 10_000 + date.month() * 100 + date.day();
    let mut rest = number;
    let mut digits = [0; 8];
    for digit in digits.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
    }
    digits
}

/// One digit differs, or two that stand side by side are exchanged. Both have as many digits.
pub(super) fn slipped_once(a: &[u8], b: &[u8]) -> bool {
    let mut apart = (0..a.len().min(b.len())).filter(|at| a[*at] != b[*at]);
    match (apart.next(), apart.next(), apart.next()) {
        (Some(_), None, _) => true,
        (Some(one), Some(other), None) => {
            other == one + 1 && a[one] == b[other] && a[other] == b[one]
        }
        _ => false,
    }
}

/// What people of one household share: the door, a daughter's number, the family card.
fn household(a: &Face, b: &Face, tell: &mut dyn FnMut(Reason, f64)) {
    let same_rw = a.rw.zip(b.rw).map(|(one, other)| one == other);
    let same_rt = a.rt.zip(b.rt).map(|(one, other)| one == other);
    if a.other_kelurahan(b) {
        tell(Reason::OtherKelurahan, -4.0);
    } else {
        match (same_rw, same_rt) {
            (Some(true), Some(true)) => tell(Reason::SameRt, 7.0),
            (Some(true), Some(false)) => tell(Reason::OtherRt, 0.5),
            (Some(true), None) => tell(Reason::SameRw, 2.5),
            (Some(false), _) => tell(Reason::OtherRw, -2.0),
            (None, _) => {}
        }
    }
    if !a.gang.is_empty() && a.gang == b.gang {
        tell(Reason::SameGang, 2.0);
        if !a.house_no.is_empty() && a.house_no == b.house_no {
            tell(Reason::SameHouse, 4.0);
        }
    }
    if a.phones.iter().any(|phone| b.phones.contains(phone)) {
        tell(Reason::SamePhone, 7.0);
    }
    if a.kk.is_some() && a.kk == b.kk {
        tell(Reason::SameKk, 5.0);
    }
}

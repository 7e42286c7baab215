//! How far two names agree, word by word, in whatever order they stand.

use strsim::osa_distance;

use super::reason::Reason;
use crate::identity::name_key::NameKey;

/// A name agrees by chance with that of somebody else about once in so many people (as 2^bits): 1 in 360
/// for a word that is not among the common ones.
const WORD_BITS: f64 = 8.5;
/// However long a name is: its words hang together, and families share them.
pub(super) const NAME_BITS_MAX: f64 = 11.0;
/// Words of many elders' names, as they sound, with what one of them tells.
const COMMON: [(&str, f64); 22] = [
    ("siti", 4.0),
    ("muhamad", 4.0),
    ("abdul", 4.5),
    ("nur", 5.0),
    ("sri", 4.5),
    ("ahmad", 4.5),
    ("bin", 1.0),
    ("dewi", 6.0),
    ("endang", 6.0),
    ("amina", 6.0),
    ("patima", 6.0),
    ("maria", 6.0),
    ("hasan", 6.5),
    ("usman", 7.0),
    ("sumiati", 7.5),
    ("suparti", 7.5),
    ("maimuna", 7.0),
    ("rohani", 7.0),
    ("rukia", 7.5),
    ("ibrahim", 7.0),
    ("jusup", 6.5),
    ("slamet", 7.0),
];

/// What a word tells that stands in both names.
fn bits(word: &str) -> f64 {
    let common = COMMON.iter().find(|(known, _)| *known == word);
    match common {
        Some((_, bits)) => *bits,
        // An initial, or a short word that many names hold.
        None if word.len() <= 2 => 3.0,
        None => WORD_BITS,
    }
}

/// Evidence of two names; `None`: one of them is not known.
pub(super) fn names(
    (a, a_called): (&NameKey, &NameKey),
    (b, b_called): (&NameKey, &NameKey),
) -> Option<(Reason, f64)> {
    let by_name = words(a, b);
    let called = [words(a_called, b), words(a, b_called)];
    let called = called
        .into_iter()
        .flatten()
        .filter(|(_, bits)| 4.0 <= *bits);
    let called = called.map(|(_, bits)| (Reason::Nickname, 0.75 * bits));
    by_name.into_iter().chain(called).max_by(|one, other| {
        one.1
            .total_cmp(&other.1)
            // Of two ways that tell the same, the one that says more.
            .then(other.0.cmp(&one.0))
    })
}

/// How one word stands to a word of the other name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pairing {
    Equal,
    Slip,
    /// Sukarno and Sukarni: often man and wife.
    EndsApart,
    Initial,
    /// "Sumi" of Sumiyati.
    Begins,
}

impl Pairing {
    /// Of what the word tells.
    fn share(self) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::Slip => 0.7,
            Self::EndsApart => -0.3,
            Self::Begins => 0.5,
            Self::Initial => 0.3,
        }
    }
}

fn words(a: &NameKey, b: &NameKey) -> Option<(Reason, f64)> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let told = |name: &NameKey| -> f64 {
        let all: f64 = name.words().iter().map(|word| bits(word)).sum();
        all.min(NAME_BITS_MAX)
    };
    if a.spelling() == b.spelling() {
        return Some((Reason::SameName, told(a)));
    }
    if a.sound() == b.sound() {
        return Some((Reason::SameSound, told(a).min(told(b)) * 0.95));
    }
    let pairs = paired(a.words(), b.words());
    let left = |name: &NameKey| name.words().len() - pairs.len();
    let (alone, of_other) = (left(a), left(b));
    let clashes = alone.min(of_other);
    let extra = alone.max(of_other) - clashes;
    let found: f64 = pairs
        .iter()
        .map(|(one, other, how)| {
            let told = bits(&a.words()[*one]).min(bits(&b.words()[*other]));
            told * how.share()
        })
        .sum();
    let told = found.min(NAME_BITS_MAX) - 6.0 * clashes as f64 - 1.5 * (extra.min(2)) as f64;
    let all = |wanted: Pairing| pairs.iter().all(|(_, _, how)| *how == wanted);
    let reason = if pairs.is_empty() {
        return Some((Reason::OtherName, -8.0));
    } else if told <= 0.0 {
        Reason::OtherName
    } else if 0 < clashes {
        Reason::PartOfName
    } else if all(Pairing::Equal) && extra == 0 {
        Reason::OtherOrder
    } else if pairs
        .iter()
        .any(|(_, _, how)| matches!(how, Pairing::Slip | Pairing::EndsApart))
    {
        Reason::NameSlip
    } else {
        Reason::LongerName
    };
    Some((reason, told))
}

/// Each word with the closest that is still free in the other name; the surest pairs first.
fn paired(a: &[String], b: &[String]) -> Vec<(usize, usize, Pairing)> {
    let mut found: Vec<(usize, usize, Pairing)> = Vec::new();
    let mut all: Vec<(usize, usize, Pairing)> = Vec::new();
    for (one, word) in a.iter().enumerate() {
        for (other, candidate) in b.iter().enumerate() {
            if let Some(how) = pairing(word, candidate) {
                all.push((one, other, how));
            }
        }
    }
    all.sort_by(|x, y| {
        y.2.share()
            .total_cmp(&x.2.share())
            .then((x.0.abs_diff(x.1), x.0 + x.1).cmp(&(y.0.abs_diff(y.1), y.0 + y.1)))
    });
    for (one, other, how) in all {
        let free = found.iter().all(|(x, y, _)| *x != one && *y != other);
        if free {
            found.push((one, other, how));
        }
    }
    found
}

fn pairing(a: &str, b: &str) -> Option<Pairing> {
    if a == b {
        return Some(Pairing::Equal);
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() == 1 {
        return long.starts_with(short).then_some(Pairing::Initial);
    }
    let allowed = match short.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    if 0 < allowed && may_be_slips(a, b, allowed) && osa_distance(a, b) <= allowed {
        let ends_apart = a.len() == b.len() && a[..a.len() - last(a)] == b[..b.len() - last(b)];
        return Some(if ends_apart {
            Pairing::EndsApart
        } else {
            Pairing::Slip
        });
    }
    (4 <= short.len() && long.starts_with(short)).then_some(Pairing::Begins)
}

/// Whether as many slips can make one word of the other, by the letters that stand in only one of them: a slip
/// accounts for two at most. Told in no time, and no for most words.
fn may_be_slips(a: &str, b: &str, slips: usize) -> bool {
    let letters = |word: &str| {
        let each = word.bytes().map(|letter| 1_u32 << (letter % 32));
        each.fold(0_u32, |all, letter| all | letter)
    };
    let apart = (letters(a) ^ letters(b)).count_ones() as usize;
    apart <= 2 * slips || !a.is_ascii() || !b.is_ascii()
}

/// The bytes of the last letter.
fn last(word: &str) -> usize {
    word.chars().next_back().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_stand_as_they_sound() {
        for (word, _) in COMMON {
            assert_eq!(NameKey::of(word).sound(), word);
        }
    }
}

//! What is compared of a person.

use crate::identity::Sex;
use crate::identity::birth::Birth;
use crate::identity::kk::Kk;
use crate::identity::name_key::NameKey;
use crate::identity::nik::Nik;
use crate::identity::phone::Phone;
use crate::places::{Rt, Rw};

/// One record of a person, as far as it helps to tell people apart. Unknown is empty.
#[derive(Clone, Debug, Default)]
pub struct Face {
    pub name: NameKey,
    pub nickname: NameKey,
    pub sex: Option<Sex>,
    pub birth: Option<Birth>,
    /// The code of the kelurahan.
    pub kelurahan: Option<String>,
    pub rw: Option<Rw>,
    pub rt: Option<Rt>,
    /// Letters and digits alone, small.
    pub gang: String,
    pub house_no: String,
    /// The person's own and those of contacts.
    pub phones: Vec<Phone>,
    pub nik: Option<Nik>,
    pub kk: Option<Kk>,
}

impl Face {
    /// A person of whom the name is known; the rest is filled in by whoever knows it.
    pub fn named(name: &str, nickname: &str) -> Self {
        Self {
            name: NameKey::of(name),
            nickname: NameKey::of(nickname),
            ..Self::default()
        }
    }

    /// The same with where the door is.
    #[must_use]
    pub fn at(self, gang: &str, house_no: &str) -> Self {
        Self {
            gang: street(gang),
            house_no: letters(house_no),
            ..self
        }
    }

    /// RT, RW and kelurahan, where all are known.
    pub(super) fn door(&self) -> Option<(Rt, Rw)> {
        self.rt.zip(self.rw)
    }

    pub(super) fn other_kelurahan(&self, other: &Self) -> bool {
        matches!((&self.kelurahan, &other.kelurahan), (Some(a), Some(b)) if a != b)
    }
}

/// "Gg. Mawar III", "Gang Mawar 3" and "Jl. Mawar III" name one alley.
fn street(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let known = words
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .filter(|word| !matches!(word.as_str(), "gg" | "gang" | "jl" | "jln" | "jalan"));
    known.map(|word| roman(&word).unwrap_or(word)).collect()
}

fn roman(word: &str) -> Option<String> {
    const NUMERALS: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let at = NUMERALS.iter().position(|numeral| *numeral == word)?;
    Some((at + 1).to_string())
}

fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

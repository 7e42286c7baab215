//! How a name sounds, so that "Soemijati" and "Sumiyati" are found to be one.
//!
//! Old spelling (oe, dj, tj, j for y), Arabic names by ear (kh, sy, z, f), doubled letters and a
//! dropped final h are all one person's name on different lists.

use super::name::{bare, collapse};

/// A name prepared for comparing; made once for each name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameKey {
    /// Without titles, lower case.
    spelling: String,
    /// The words as they sound.
    words: Vec<String>,
    sound: String,
}

/// How two names are alike. Ordered from the closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same letters, titles apart.
    SameSpelling,
    /// Other letters for the same sound: Soemiyati, Sumijati.
    SameSound,
    /// One has a word more, or an initial for a word: "Sumiati", "Sumiati Ningsih".
    Shorter,
    /// A letter wrong, missing or too much.
    Slip,
}

impl Likeness {
    /// In Indonesian, to stand at the head of a reason.
    pub fn reason(self) -> &'static str {
        match self {
            Self::SameSpelling => "Nama sama",
            Self::SameSound => "Bunyi nama sama",
            Self::Shorter => "Nama yang satu lebih lengkap",
            Self::Slip => "Nama hanya beda satu dua huruf",
        }
    }

    /// 0 to 1, for sorting candidates.
    pub fn score(self) -> f64 {
        match self {
            Self::SameSpelling => 1.0,
            Self::SameSound => 0.95,
            Self::Shorter => 0.85,
            Self::Slip => 0.8,
        }
    }
}

impl NameKey {
    pub fn of(name: &str) -> Self {
        let name = collapse(name).to_lowercase();
        let spelling = bare(&name).to_owned();
        let words: Vec<String> = spelling
            .split(|c: char| !c.is_alphanumeric() && !"'’`".contains(c))
            .map(sound_of)
            .filter(|word| !word.is_empty())
            .collect();
        let sound = words.concat();
        Self {
            spelling,
            words,
            sound,
        }
    }

    /// Equal for names that sound alike; for indexes.
    pub fn sound(&self) -> &str {
        &self.sound
    }

    pub fn is_empty(&self) -> bool {
        self.sound.is_empty()
    }

    /// How `self` and `other` are alike; `None`: two names.
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        if self.spelling == other.spelling {
            return Some(Likeness::SameSpelling);
        }
        if self.sound == other.sound {
            return Some(Likeness::SameSound);
        }
        if is_shorter_form(&self.words, &other.words) || is_shorter_form(&other.words, &self.words)
        {
            return Some(Likeness::Shorter);
        }
        is_slip(&self.sound, &other.sound).then_some(Likeness::Slip)
    }
}

/// Whether every word of `short` stands in `long` in order, initials for words allowed.
fn is_shorter_form(short: &[String], long: &[String]) -> bool {
    if long.len() < short.len() || !short.iter().any(|word| 4 <= word.len()) {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| {
        rest.any(|candidate| {
            candidate == word || (word.len() == 1 && candidate.starts_with(word.as_str()))
        })
    })
}

fn is_slip(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    let allowed = match shorter {
        0..=4 => return false,
        5..=11 => 1,
        _ => 2,
    };
    // Sukarno and Sukarni, Suparmo and Suparmi: man and wife, not one person misspelt.
    let ends_apart = a.bytes().last() != b.bytes().last();
    if allowed < a.len().abs_diff(b.len()) || ends_apart {
        return false;
    }
    strsim::osa_distance(a, b) <= allowed
}

/// One word as it sounds. Two words that sound alike become the same letters.
fn sound_of(word: &str) -> String {
    let letters: String = word.chars().filter_map(plain_letter).collect();
    let letters = match letters.as_str() {
        "moh" | "muh" | "moch" | "mohd" | "mohammad" | "mohamad" | "muhammad" | "muhamad"
        | "mochamad" | "mochammad" | "mukhamad" | "muchamad" => return "muhamad".into(),
        "abd" | "abdoel" => "abdul",
        "st" | "sitti" => "siti",
        "bin" | "binti" | "bt" | "b" => return "bin".into(),
        other => other,
    };
    const PAIRS: [(&str, &str); 21] = [
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("sj", "s"),
        ("sy", "s"),
        ("kh", "h"),
        ("ch", "h"),
        ("dz", "j"),
        ("dh", "d"),
        ("th", "t"),
        ("sh", "s"),
        ("gh", "g"),
        ("bh", "b"),
        ("ie", "i"),
        ("ae", "ai"),
        ("y", "j"),
        ("z", "j"),
        ("f", "p"),
        ("v", "p"),
        ("q", "k"),
        ("x", "ks"),
    ];
    let mut sound = letters.to_owned();
    for (written, heard) in PAIRS {
        if sound.contains(written) {
            sound = sound.replace(written, heard);
        }
    }
    let mut out = String::with_capacity(sound.len());
    let mut chars = sound.chars().peekable();
    while let Some(c) = chars.next() {
        let before = out.chars().next_back();
        let glides = chars.peek().is_some_and(|next| "aiueo".contains(*next));
        // Sumiyati, Sumiati; Suwarni, Suarni.
        let glide = glides && matches!((before, c), (Some('i'), 'j') | (Some('u'), 'w'));
        if !glide && before != Some(c) {
            out.push(c);
        }
    }
    if 3 < out.len() && out.ends_with('h') {
        out.pop();
    }
    out
}

fn plain_letter(c: char) -> Option<char> {
    match c {
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'á' | 'à' | 'â' | 'ä' => Some('a'),
        'í' | 'ì' | 'ï' => Some('i'),
        'ó' | 'ò' | 'ö' => Some('o'),
        'ú' | 'ù' | 'ü' => Some('u'),
        _ if c.is_ascii_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ if c.is_alphabetic() => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(a: &str, b: &str) -> Option<Likeness> {
        NameKey::of(a).likeness(&NameKey::of(b))
    }

    #[test]
    fn one_persons_name_is_recognised_in_each_spelling() {
        let same = [
            ("Sumijati", "Soemiyati"),
            ("Sumiati", "Ny. Sumiyati"),
            ("Djumadi", "Jumadi"),
            ("Tjahja", "Cahya"),
            ("Widjaja", "Wijaya"),
            ("Soekarno", "Sukarno"),
            ("Siti Aminah", "ST. AMINA"),
            ("Moh. Yusuf", "Muhammad Joesoef"),
            ("Fatimah", "Patimah"),
            ("Khasanah", "Hasanah"),
            ("Zaenab", "Jainab"),
            ("Suwarni", "Suarni"),
            ("Budiyono", "Budiono"),
            ("Rachmat", "Rahmat"),
        ];
        for (a, b) in same {
            assert_eq!(likeness(a, b), Some(Likeness::SameSound), "{a} / {b}");
        }
        assert_eq!(
            likeness("Hj. SITI AMINAH", "Siti  Aminah"),
            Some(Likeness::SameSpelling)
        );
        assert_eq!(
            likeness("Sumiati", "Sumiati Ningsih"),
            Some(Likeness::Shorter)
        );
        assert_eq!(
            likeness("M Yusuf", "Mulyadi Yusuf"),
            Some(Likeness::Shorter)
        );
        assert_eq!(
            likeness("Kartosuwiryo", "Kartosuwryo"),
            Some(Likeness::Slip)
        );
    }

    #[test]
    fn two_people_stay_two() {
        let different = [
            ("Sukarno", "Sukarni"),
            ("Suparmo", "Suparmi"),
            ("Siti Aminah", "Siti Rohani"),
            ("Wagimin", "Wagiman Hadi"),
            ("Ani", "Ati"),
            ("", ""),
        ];
        for (a, b) in different {
            assert_eq!(likeness(a, b), None, "{a} / {b}");
        }
    }

    proptest! {
        #[test]
        fn likeness_has_no_direction_and_a_name_is_like_itself(a in "[A-Za-z .']{0,24}", b in "\\PC{0,24}") {
            prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
            if !NameKey::of(&b).is_empty() {
                prop_assert_eq!(likeness(&b, &b), Some(Likeness::SameSpelling));
            }
        }
    }
}

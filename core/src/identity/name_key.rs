//! How a name sounds, so that "Soemijati" and "Sumiyati" are found to be one.
//!
//! Old spelling (oe, dj, tj, j for y), Arabic names by ear (kh, sy, z, f), doubled letters and a
//! dropped final h are all one person's name on different lists.

use super::name::{bare, collapse};

/// A name prepared for comparing; made once for each name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameKey {
    /// Without titles, lower case.
    spelling: String,
    /// The words as they sound.
    words: Vec<String>,
    sound: String,
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

    /// Without titles, lower case.
    pub fn spelling(&self) -> &str {
        &self.spelling
    }

    /// Each word as it sounds.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    pub fn is_empty(&self) -> bool {
        self.sound.is_empty()
    }
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

    #[test]
    fn one_persons_name_sounds_the_same_in_each_spelling() {
        let same = [
            ("Sumijati", "Soemiyati"),
            ("Sumiati", "Ny. Sumiyati"),
            ("Djumadi", "Jumadi"),
            ("Tjahja", "Cahya"),
            ("Widjaja", "Wijaya"),
            ("Soekarno", "Sukarno"),
            ("Njoman", "Nyoman"),
            ("Sjamsudin", "Syamsuddin"),
            ("Siti Aminah", "ST. AMINA"),
            ("Moh. Yusuf", "Muhammad Joesoef"),
            ("Fatimah", "Patimah"),
            ("Khasanah", "Hasanah"),
            ("Zaenab", "Jainab"),
            ("Suwarni", "Suarni"),
            ("Budiyono", "Budiono"),
            ("Rachmat", "Rahmat"),
            ("Drs. H. Sukardi S.Pd", "Soekardi"),
        ];
        for (a, b) in same {
            assert_eq!(NameKey::of(a).sound(), NameKey::of(b).sound(), "{a} / {b}");
        }
        let (one, other) = (NameKey::of("Hj. SITI AMINAH"), NameKey::of("Siti  Aminah"));
        assert_eq!(one.spelling(), other.spelling());
    }

    #[test]
    fn two_names_do_not_sound_the_same() {
        for (a, b) in [
            ("Sukarno", "Sukarni"),
            ("Ani", "Ati"),
            ("Siti Aminah", "Siti Rohani"),
        ] {
            assert_ne!(NameKey::of(a).sound(), NameKey::of(b).sound(), "{a} / {b}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_a_sound(text in "\\PC{0,24}") {
            let key = NameKey::of(&text);
            prop_assert_eq!(key.words().concat(), key.sound());
        }
    }
}

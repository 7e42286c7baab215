//! Finds who is worth comparing, so that a hundred thousand people are not compared each with each.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::compare::{Similarity, Verdict, at_least};
use super::face::Face;

/// A group with more people than this tells too little to look at each of them.
const CROWDED: usize = 200;

/// Faces, grouped by what people who are one have in common; made once, asked for each record.
///
/// Two records are compared where they share an RT, a birth date, a telephone, a number, two words of a
/// name, or a word of a name with a birth year or with few others who have it.
pub struct Index<'a> {
    faces: &'a [Face],
    groups: HashMap<u64, Vec<u32>>,
}

impl<'a> Index<'a> {
    pub fn new(faces: &'a [Face]) -> Self {
        let mut groups: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, face) in (0_u32..).zip(faces) {
            for key in keys(face, false) {
                groups.entry(key).or_default().push(at);
            }
        }
        Self { faces, groups }
    }

    /// The faces `among` those asked for that are like `face` at least so much, closest first.
    pub fn like(
        &self,
        face: &Face,
        among: impl Fn(usize) -> bool,
        least: Verdict,
    ) -> Vec<(usize, Similarity)> {
        let mut near: Vec<u32> = Vec::new();
        for key in keys(face, true) {
            let group = self.groups.get(&key).map_or(&[][..], Vec::as_slice);
            if group.len() <= CROWDED {
                near.extend(group.iter().copied().filter(|at| among(*at as usize)));
            }
        }
        near.sort_unstable();
        near.dedup();
        let mut found: Vec<(usize, Similarity)> = near
            .into_iter()
            .map(|at| at as usize)
            .filter_map(|at| Some((at, at_least(&self.faces[at], face, least)?)))
            .collect();
        found.sort_by(|x, y| y.1.bits().total_cmp(&x.1.bits()).then(x.0.cmp(&y.0)));
        found
    }
}

/// The groups of a face. Whoever asks looks into those of the years beside too.
fn keys(face: &Face, asks: bool) -> Vec<u64> {
    let mut keys = Vec::with_capacity(16);
    let mut key = |what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what(&mut hasher);
        keys.push(hasher.finish());
    };
    if let Some(door) = face.door() {
        key(&|it| ("door", door).hash(it));
    }
    if let Some(birth) = face.birth.filter(|birth| !birth.is_stand_in()) {
        key(&|it| ("born", birth.date()).hash(it));
    }
    for phone in &face.phones {
        key(&|it| ("phone", phone.as_str()).hash(it));
    }
    if let Some(nik) = &face.nik {
        key(&|it| ("nik", nik.as_str()).hash(it));
    }
    for name in [&face.name, &face.nickname] {
        key(&|it| ("sound", name.sound()).hash(it));
        let words = name.words();
        for (at, word) in words.iter().enumerate() {
            key(&|it| ("word", word).hash(it));
            for other in &words[at + 1..] {
                let pair = (word.min(other), word.max(other));
                key(&|it| ("words", pair).hash(it));
            }
            if let Some(birth) = face.birth {
                let near = i32::from(asks);
                for year in birth.year() - near..=birth.year() + near {
                    key(&|it| ("word and year", word, year).hash(it));
                }
            }
        }
    }
    keys
}

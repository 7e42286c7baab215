//! How one name comes to stand in two lists: written by ear, by the old spelling, in a hurry.
//!
//! Made without a look at how the scorer reads names: these are habits of people who write lists.

use crate::roster_generator::Dice;

/// Modern spelling and what an older hand writes for it.
const OLD: [(&str, &str); 8] = [
    ("u", "oe"),
    ("ny", "nj"),
    ("sy", "sj"),
    ("kh", "ch"),
    ("j", "dj"),
    ("c", "tj"),
    ("y", "j"),
    ("i", "ie"),
];
/// What is heard alike.
const HEARD: [(&str, &str); 12] = [
    ("f", "p"),
    ("v", "f"),
    ("z", "j"),
    ("sy", "s"),
    ("kh", "h"),
    ("dh", "d"),
    ("th", "t"),
    ("q", "k"),
    ("iya", "ia"),
    ("uwa", "ua"),
    ("ai", "ae"),
    ("mm", "m"),
];
const WOMENS_TITLES: [&str; 7] = ["Ibu", "Ny.", "Hj.", "Nenek", "Mbah", "Bu", "Oma"];
const MENS_TITLES: [&str; 7] = ["Bapak", "Bpk.", "H.", "Kakek", "Mbah", "Pak", "Drs. H."];
const DEGREES: [&str; 4] = [", S.Pd", ", S.E.", " S.Ag", ", M.M."];

/// The name as another list has it.
pub fn varied(dice: &mut Dice, name: &str, is_woman: bool) -> String {
    let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    if dice.chance(35) {
        words = words
            .iter()
            .map(|word| exchanged(dice, word, &OLD, 70))
            .collect();
    }
    if dice.chance(35) {
        words = words
            .iter()
            .map(|word| exchanged(dice, word, &HEARD, 70))
            .collect();
    }
    if dice.chance(12) {
        let at = dice.between(0, words.len() as u32 - 1) as usize;
        words[at] = mistyped(dice, &words[at]);
    }
    if dice.chance(10) {
        words = words
            .iter()
            .map(|word| doubled_or_single(dice, word))
            .collect();
    }
    if 1 < words.len() {
        match dice.between(0, 99) {
            0..12 => drop(words.pop()),
            12..20 => {
                let initial: String = words[0].chars().take(1).collect();
                words[0] = format!("{initial}.");
            }
            20..26 => words.reverse(),
            _ => {}
        }
    }
    let mut name = words.join(" ");
    if dice.chance(30) {
        let titles = if is_woman { WOMENS_TITLES } else { MENS_TITLES };
        name = format!("{} {name}", dice.pick(&titles));
    }
    if dice.chance(4) {
        name += dice.pick(&DEGREES);
    }
    if dice.chance(25) {
        name = name.to_uppercase();
    }
    name
}

fn exchanged(dice: &mut Dice, word: &str, habits: &[(&str, &str)], percent: u32) -> String {
    let mut rest = word.to_lowercase();
    let mut out = String::new();
    'letters: while !rest.is_empty() {
        for (from, to) in habits {
            if rest.starts_with(from) && dice.chance(percent) {
                out += to;
                rest.drain(..from.len());
                continue 'letters;
            }
        }
        out.push(rest.remove(0));
    }
    capital(&out)
}

fn mistyped(dice: &mut Dice, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 4 {
        return word.to_owned();
    }
    let at = dice.between(1, letters.len() as u32 - 2) as usize;
    match dice.between(0, 3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = dice.pick(&['a', 'e', 'i', 'n', 'r', 's', 't']),
    }
    letters.into_iter().collect()
}

fn doubled_or_single(dice: &mut Dice, word: &str) -> String {
    if let Some(short) = word.strip_suffix('h')
        && 3 < short.len()
    {
        return short.to_owned();
    }
    let double = ["t", "s", "d", "n"].into_iter().find(|letter| {
        let inside = word.get(1..word.len() - 1).unwrap_or_default();
        inside.contains(letter)
    });
    match double {
        Some(letter) if dice.chance(60) => word.replacen(letter, &letter.repeat(2), 1),
        _ => word.to_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

//! Names as the elders of Jakarta bear them, and the two spellings of one name.

use super::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Woman,
    Man,
}

const WOMEN: &[&str] = &[
    "Sumiati",
    "Suharti",
    "Jumirah",
    "Cokrowati",
    "Sutinah",
    "Painem",
    "Wagiyem",
    "Ngatinah",
    "Rokayah",
    "Maemunah",
    "Kartini",
    "Mulyani",
    "Poniyem",
    "Halimah",
    "Bonirah",
    "Juariah",
    "Tukinem",
    "Zubaedah",
    "Endang",
    "Ida",
    "Lasmini",
    "Cicih",
    "Fatimah",
    "Giyah",
    "Nur’aini",
];

const MEN: &[&str] = &[
    "Suwarno", "Sujono", "Cahyono", "Jarwo", "Sutrisno", "Jumadi", "Karto", "Paimin", "Kasman",
    "Rahmat", "Abdullah", "Ma'mun", "Bambang", "Wagimin", "Ngadimin", "Tarmizi", "Zainal", "Hasan",
    "Iskandar", "Lukman", "Cipto", "Fadli", "Gatot", "Opan",
];

/// Many have one name only.
const SECOND: &[&str] = &[
    "", "", "", "Wibowo", "Rahayu", "Lestari", "Pranoto", "Siregar", "Nasution", "Aminah", "Hadi",
];

const WOMEN_TITLES: &[&str] = &["Hj. ", "Ibu ", "Ny. ", "Hj "];
const MEN_TITLES: &[&str] = &["H. ", "Bpk. ", "R. ", "Drs. ", "KH. "];

pub fn draw(dice: &mut Dice, sex: Sex) -> String {
    let first = dice.pick(match sex {
        Sex::Woman => WOMEN,
        Sex::Man => MEN,
    });
    let name = format!("{first} {}", dice.pick(SECOND));
    let name = name.trim();
    if dice.chance(15) {
        titled(dice, name, sex)
    } else {
        name.to_owned()
    }
}

/// A name that nobody would take for the other one: it begins with another letter.
pub fn draw_unlike(dice: &mut Dice, sex: Sex, other: &str) -> String {
    let choices = match sex {
        Sex::Woman => WOMEN,
        Sex::Man => MEN,
    };
    let letters: Vec<char> = other.split(' ').filter_map(initial).collect();
    let unlike: Vec<&str> = choices
        .iter()
        .copied()
        .filter(|name| initial(name).is_some_and(|own| !letters.contains(&own)))
        .collect();
    dice.pick(&unlike).to_owned()
}

/// The name as another clerk writes it: "Soe" for "Su", "Dj" for "J", "Tj" for "C", or with
/// another title. Sounds the same, reads differently.
pub fn respell(dice: &mut Dice, name: &str, sex: Sex) -> String {
    let plain = without_title(name);
    let words: Vec<String> = plain.split(' ').map(old_spelling).collect();
    let spelled = words.join(" ");
    if spelled == plain || dice.chance(25) {
        titled(dice, &spelled, sex)
    } else {
        spelled
    }
}

fn titled(dice: &mut Dice, name: &str, sex: Sex) -> String {
    let titles = match sex {
        Sex::Woman => WOMEN_TITLES,
        Sex::Man => MEN_TITLES,
    };
    format!("{}{name}", dice.pick(titles))
}

fn without_title(name: &str) -> &str {
    let titles = WOMEN_TITLES.iter().chain(MEN_TITLES);
    titles
        .filter_map(|title| name.strip_prefix(title))
        .next()
        .unwrap_or(name)
}

fn old_spelling(word: &str) -> String {
    for (new, old) in [("Su", "Soe"), ("J", "Dj"), ("C", "Tj")] {
        if let Some(rest) = word.strip_prefix(new) {
            return format!("{old}{rest}");
        }
    }
    word.to_owned()
}

/// The first letter of a word after its spelling: "Djarwo" begins like "Jarwo".
fn initial(word: &str) -> Option<char> {
    match word.get(..2) {
        Some("Dj") => Some('J'),
        Some("Tj") => Some('C'),
        _ => word.chars().next(),
    }
}

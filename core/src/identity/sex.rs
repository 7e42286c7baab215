//! Sex as lists write it and screens say it.

use crate::people::Sex;

/// Reads what offices write: "L", "Pr", "Laki-laki", "Wanita" …; `None` for anything else.
pub fn parse_sex(text: &str) -> Option<Sex> {
    let word: String = text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect();
    match word.as_str() {
        "l" | "lk" | "lki" | "laki" | "lakilaki" | "lakilki" | "pria" | "cowok" | "m" | "male" => {
            Some(Sex::Male)
        }
        "p" | "pr" | "prp" | "perempuan" | "prempuan" | "wanita" | "w" | "wnt" | "f" | "female" => {
            Some(Sex::Female)
        }
        _ => None,
    }
}

/// As the screens say it.
pub fn sex_label(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "Perempuan",
        Sex::Male => "Laki-laki",
    }
}

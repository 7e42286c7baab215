//! What somebody can eat, from a cell of free text: "bubur, rendah gula, alergi udang".

use crate::identity::name::collapse;
use crate::people::{Diet, DietFlag, Texture};
use crate::text::{Line, Note};

/// Reads a cell. Words that are not known stay as a note, so that the kitchen loses nothing.
pub fn parse(text: &str) -> Diet {
    let text = collapse(text);
    let mut diet = Diet::default();
    let mut unknown = false;
    for part in text
        .split([',', ';', '/', '+', '&'])
        .flat_map(|part| part.split(" dan "))
    {
        let words = part.trim().trim_end_matches('.').to_lowercase();
        if words.is_empty() || is_ordinary(&words) {
            continue;
        }
        if let Some(what) = words
            .strip_prefix("alergi")
            .map(|what| what.trim_start_matches([':', ' ']))
        {
            let known = diet.allergy.as_str();
            let all = if known.is_empty() {
                what.to_owned()
            } else {
                format!("{known}, {what}")
            };
            match Line::parse(&all) {
                Ok(allergy) if !what.is_empty() => diet.allergy = allergy,
                _ => unknown = true,
            }
        } else if let Some(texture) = texture(&words) {
            diet.texture = texture;
        } else if let Some(flag) = flag(&words) {
            diet.flags.push(flag);
        } else {
            unknown = true;
        }
    }
    diet.flags.sort();
    diet.flags.dedup();
    if unknown {
        diet.note = Note::parse(&text).unwrap_or_default();
    }
    diet
}

/// The other way round, as the screens say it.
pub fn shown(diet: &Diet) -> String {
    let texture = match diet.texture {
        Texture::Regular => None,
        Texture::Soft => Some("lunak"),
        Texture::Minced => Some("cincang"),
        Texture::Porridge => Some("bubur"),
    };
    let flags = diet.flags.iter().map(|flag| match flag {
        DietFlag::LowSugar => "rendah gula",
        DietFlag::LowSalt => "rendah garam",
        DietFlag::LowPurine => "rendah purin",
        DietFlag::NotSpicy => "tidak pedas",
        DietFlag::NoCoconutMilk => "tanpa santan",
        DietFlag::HardToChew => "sulit mengunyah",
        DietFlag::Vegetarian => "vegetarian",
    });
    let mut parts: Vec<String> = texture
        .into_iter()
        .chain(flags)
        .map(str::to_owned)
        .collect();
    if !diet.allergy.is_empty() {
        parts.push(format!("alergi {}", diet.allergy));
    }
    if !diet.note.is_empty() {
        parts.push(diet.note.to_string());
    }
    parts.join(", ")
}

fn is_ordinary(words: &str) -> bool {
    matches!(
        words,
        "biasa" | "normal" | "umum" | "-" | "tidak ada" | "tdk ada" | "nihil" | "reguler" | "bebas"
    )
}

fn texture(words: &str) -> Option<Texture> {
    match words {
        "lunak" | "nasi lunak" | "nasi lembek" | "lembek" | "nasi tim" | "tim" => {
            Some(Texture::Soft)
        }
        "bubur" | "saring" | "bubur saring" | "halus" => Some(Texture::Porridge),
        "cincang" | "dicincang" | "lauk cincang" => Some(Texture::Minced),
        _ => None,
    }
}

fn flag(words: &str) -> Option<DietFlag> {
    match words {
        "rendah gula" | "diabetes" | "dm" | "kencing manis" | "diet gula" | "tanpa gula" => {
            Some(DietFlag::LowSugar)
        }
        "rendah garam" | "hipertensi" | "darah tinggi" | "ht" | "diet garam" => {
            Some(DietFlag::LowSalt)
        }
        "rendah purin" | "asam urat" => Some(DietFlag::LowPurine),
        "tidak pedas" | "tanpa pedas" | "tdk pedas" | "jangan pedas" => Some(DietFlag::NotSpicy),
        "tanpa santan" | "tidak santan" | "jangan santan" => Some(DietFlag::NoCoconutMilk),
        "sulit mengunyah" | "susah mengunyah" | "gigi palsu" | "sulit menelan" | "ompong" => {
            Some(DietFlag::HardToChew)
        }
        "vegetarian" | "vege" => Some(DietFlag::Vegetarian),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_become_what_the_kitchen_packs_and_unknown_ones_stay() {
        let diet = parse("Bubur, DM & darah tinggi; alergi udang");
        assert_eq!(diet.texture, Texture::Porridge);
        assert_eq!(diet.flags, [DietFlag::LowSugar, DietFlag::LowSalt]);
        assert_eq!(diet.allergy.as_str(), "udang");
        assert!(diet.note.is_empty());
        assert_eq!(
            shown(&diet),
            "bubur, rendah gula, rendah garam, alergi udang"
        );
        assert_eq!(parse("lunak, tanpa kol").note.as_str(), "lunak, tanpa kol");
        assert!(!parse("Biasa").is_special());
        assert!(!parse("").is_special());
    }
}

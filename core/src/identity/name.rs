//! Names as people write them: titles before, degrees behind, spelling by ear.

use super::Sex;

/// One space between words, none around, no invisible characters.
pub fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in
        text.split(|c: char| c.is_whitespace() || c.is_control() || "\u{feff}\u{200b}".contains(c))
    {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The name without what stands before it ("Bpk.", "Hj.") and behind it (", S.Pd", "(Alm)").
///
/// A name that is nothing but a title ("Mbah") stays as it is.
pub fn bare(name: &str) -> &str {
    let mut rest = name.trim();
    while let Some((word, after)) = first_word(rest) {
        if after.is_empty() || !is_title(word) {
            break;
        }
        rest = after;
    }
    let end = rest
        .find([',', '(', '[', '/'])
        .filter(|at| 0 < *at)
        .unwrap_or(rest.len());
    rest = rest[..end].trim();
    while let Some((before, word)) = rest.rsplit_once(char::is_whitespace)
        && is_degree(word)
    {
        rest = before.trim_end();
    }
    rest
}

/// Whether a title stands before the name, so that screens do not put another before it.
pub fn has_title(name: &str) -> bool {
    bare(name).len() < name.trim().len()
        && first_word(name.trim()).is_some_and(|(word, _)| is_title(word))
}

/// What the titles before a name say about sex: "Ny." a woman, "Bpk." a man.
pub fn sex_by_title(name: &str) -> Option<Sex> {
    let mut rest = name.trim();
    while let Some((word, after)) = first_word(rest) {
        if !is_title(word) || after.is_empty() {
            return None;
        }
        match plain(word).as_str() {
            "bpk" | "bapak" | "pak" | "bp" | "tn" | "tuan" | "h" | "haji" | "kakek" | "kek"
            | "opa" | "kh" | "alm" | "almarhum" | "sdr" => return Some(Sex::Male),
            "ibu" | "bu" | "ny" | "nyonya" | "nj" | "hj" | "hjh" | "hajjah" | "hajah" | "nenek"
            | "nek" | "oma" | "almh" | "almarhumah" | "sdri" => return Some(Sex::Female),
            _ => rest = after,
        }
    }
    None
}

/// Splits after the first word, also where only a dot parts it: "H.Mamat".
fn first_word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || c == '.')?;
    let (word, rest) = text.split_at(end);
    Some((
        word,
        rest.trim_start_matches(|c: char| c.is_whitespace() || c == '.'),
    ))
}

fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A degree behind a name that no comma parts from it: "Sukardi S.Pd".
fn is_degree(word: &str) -> bool {
    const DEGREES: &[&str] = &[
        "spd", "spdi", "sag", "se", "sh", "shi", "ssos", "sip", "skom", "skm", "skep", "amd",
        "amk", "mm", "mpd", "msi", "mkes", "mh", "phd", "almh", "alm",
    ];
    DEGREES.contains(&plain(word).as_str())
}

fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "bpk",
        "bapak",
        "pak",
        "bp",
        "ibu",
        "bu",
        "ny",
        "nyonya",
        "nj",
        "tn",
        "tuan",
        "hj",
        "hjh",
        "h",
        "haji",
        "hajjah",
        "hajah",
        "mbah",
        "mbh",
        "simbah",
        "nenek",
        "nek",
        "kakek",
        "kek",
        "oma",
        "opa",
        "eyang",
        "engkong",
        "kong",
        "nyai",
        "alm",
        "almh",
        "almarhum",
        "almarhumah",
        "drs",
        "dra",
        "ir",
        "dr",
        "prof",
        "kh",
        "kyai",
        "kiai",
        "ust",
        "ustad",
        "ustadz",
        "ustadzah",
        "rd",
        "raden",
        "sdr",
        "sdri",
        "mak",
        "emak",
        "abah",
        "encang",
        "encing",
        "lansia",
    ];
    TITLES.contains(&plain(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_degrees_are_told_from_the_name() {
        let cases = [
            ("Bpk. Wagimin", "Wagimin"),
            ("Hj. Siti Aminah", "Siti Aminah"),
            ("H.Mamat", "Mamat"),
            ("Ny. Hj. Tumirah (Alm)", "Tumirah"),
            ("Drs. H. Sukardi, S.Pd", "Sukardi"),
            ("Sukardi S.Pd M.Si", "Sukardi"),
            ("S.E.", "S.E."),
            ("Mbah", "Mbah"),
            ("Ibunda Sari", "Ibunda Sari"),
        ];
        for (name, expected) in cases {
            assert_eq!(bare(name), expected, "{name}");
        }
        assert!(has_title("Ny. Tumirah"));
        assert!(!has_title("Tumirah"));
    }

    #[test]
    fn a_title_says_whether_it_is_a_man_or_a_woman() {
        assert_eq!(sex_by_title("Ny. Tumirah"), Some(Sex::Female));
        assert_eq!(sex_by_title("Drs. H. Sukardi"), Some(Sex::Male));
        assert_eq!(sex_by_title("Mbah Sarinem"), None);
        assert_eq!(sex_by_title("Sukardi"), None);
    }
}

//! How an elder is called: the honorific, then the name as people say it.

use rantang_core::identity::name::has_title;
use rantang_core::people::{Name, Sex};

/// "Ibu Sumiati"; a title that already stands in the name is not doubled.
pub fn display_name(name: &Name, sex: Option<Sex>) -> String {
    let said = if name.nickname.is_empty() {
        &name.name
    } else {
        &name.nickname
    };
    if has_title(said.as_str()) {
        return said.to_string();
    }
    let honorific = match (name.honorific.as_str(), sex) {
        ("", Some(Sex::Female)) => "Ibu",
        ("", Some(Sex::Male)) => "Bapak",
        ("", None) => return said.to_string(),
        (honorific, _) => honorific,
    };
    format!("{honorific} {said}")
}

#[cfg(test)]
mod tests {
    use rantang_core::text::Line;

    use super::*;

    fn name(name: &str, honorific: &str, nickname: &str) -> Name {
        let line = |text| Line::parse(text).expect("short");
        Name {
            name: line(name),
            honorific: line(honorific),
            nickname: line(nickname),
        }
    }

    #[test]
    fn an_elder_is_called_with_respect_and_never_twice() {
        assert_eq!(
            display_name(&name("Sumiati", "", ""), Some(Sex::Female)),
            "Ibu Sumiati"
        );
        assert_eq!(
            display_name(&name("Painem", "Mbah", ""), Some(Sex::Female)),
            "Mbah Painem"
        );
        assert_eq!(
            display_name(&name("Hj. Nurhaliza", "", ""), Some(Sex::Female)),
            "Hj. Nurhaliza"
        );
        assert_eq!(
            display_name(&name("Cornelia", "Oma", "Corry"), None),
            "Oma Corry"
        );
        assert_eq!(display_name(&name("Tarmin", "", ""), None), "Tarmin");
    }
}

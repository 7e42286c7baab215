//! Telephone numbers of Indonesia: stored as "+62812…", shown as "0812-3456-7890".

use serde::{Deserialize, Serialize};

/// A number in international form. Mobile or fixed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct InvalidPhone;

impl Phone {
    /// Takes "0812-3456-7890", "62812…", "+62 812…", and "812…" whose zero a spreadsheet dropped.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let mut digits = String::new();
        for c in text.trim().chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '+' | '\'' | '’' | '/' => {}
                _ => return Err(InvalidPhone),
            }
        }
        let national = if let Some(rest) = digits.strip_prefix("620") {
            rest
        } else if let Some(rest) = digits.strip_prefix("62").filter(|rest| 8 <= rest.len()) {
            rest
        } else if let Some(rest) = digits.strip_prefix('0') {
            rest
        } else {
            digits.as_str()
        };
        let plausible = (8..=12).contains(&national.len()) && !national.starts_with(['0', '1']);
        if plausible {
            Ok(Self(format!("+62{national}")))
        } else {
            Err(InvalidPhone)
        }
    }

    /// "+6281234567890".
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// "0812-3456-7890".
    pub fn shown(&self) -> String {
        let national = format!("0{}", &self.0[3..]);
        let mut shown = String::with_capacity(national.len() + 2);
        for (at, c) in national.chars().enumerate() {
            if at == 4 || at == 8 {
                shown.push('-');
            }
            shown.push(c);
        }
        shown
    }
}

impl TryFrom<String> for Phone {
    type Error = InvalidPhone;

    fn try_from(text: String) -> Result<Self, InvalidPhone> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_value_however_it_is_written() {
        for text in [
            "0812-3456-7890",
            "081234567890",
            "+62 812 3456 7890",
            "6281234567890",
            "81234567890",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(phone.as_str(), "+6281234567890", "{text}");
            assert_eq!(phone.shown(), "0812-3456-7890");
        }
        for text in ["", "tidak ada", "0812", "08123456789012345"] {
            assert_eq!(Phone::parse(text), Err(InvalidPhone), "{text}");
        }
    }
}

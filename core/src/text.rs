//! Text from people: trimmed, bounded, without control characters.

use serde::{Deserialize, Serialize};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    #[error("the text is longer than {max} characters")]
    TooLong { max: usize },
}

/// One line: white space folded, at most `MAX` characters, may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bounded<const MAX: usize>(String);

/// A name, a gang, a phone number, a hint.
pub type Line = Bounded<200>;
/// A note or a patokan: a few sentences.
pub type Note = Bounded<2_000>;

impl<const MAX: usize> Bounded<MAX> {
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let folded = text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if MAX < folded.chars().count() {
            return Err(InvalidText::TooLong { max: MAX });
        }
        Ok(Self(folded))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const MAX: usize> TryFrom<String> for Bounded<MAX> {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, InvalidText> {
        Self::parse(&text)
    }
}

impl<const MAX: usize> From<Bounded<MAX>> for String {
    fn from(text: Bounded<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> std::fmt::Display for Bounded<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_control_characters_are_folded() {
        assert_eq!(
            Line::parse("  Bu\tYati \u{0} x\n").map(String::from),
            Ok("Bu Yati x".into())
        );
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_not_cut() {
        assert_eq!(
            Line::parse(&"a".repeat(201)),
            Err(InvalidText::TooLong { max: 200 })
        );
    }
}

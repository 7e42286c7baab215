//! A short code that a courier reads out and the office verifies: "K7QF-2M9P".

use std::fmt;

use serde::{Deserialize, Serialize};

pub(super) const CODE_BYTES: usize = 5;
/// Crockford's: without the letters that are heard or read as another character.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 8;

/// Forty bits, as eight characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Code(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no receipt code; it has eight letters and digits, like K7QF-2M9P")]
pub struct InvalidCode;

impl Code {
    pub(super) fn from_bytes(bytes: [u8; CODE_BYTES]) -> Self {
        Self(
            bytes
                .iter()
                .fold(0, |code, byte| code << 8 | u64::from(*byte)),
        )
    }

    /// Reads what a person wrote down: in any case, grouped in any way.
    pub fn parse(text: &str) -> Result<Self, InvalidCode> {
        let mut code = 0u64;
        let mut count = 0;
        for character in text.chars() {
            let value = match character.to_ascii_uppercase() {
                ' ' | '-' | '.' => continue,
                'O' => 0,
                'I' | 'L' => 1,
                written => ALPHABET
                    .iter()
                    .position(|it| char::from(*it) == written)
                    .ok_or(InvalidCode)?,
            };
            count += 1;
            if CHARS < count {
                return Err(InvalidCode);
            }
            code = code << 5 | value as u64;
        }
        if count == CHARS {
            Ok(Self(code))
        } else {
            Err(InvalidCode)
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in 0..CHARS {
            if at == CHARS / 2 {
                f.write_str("-")?;
            }
            let value = self.0 >> (5 * (CHARS - 1 - at)) & 31;
            write!(f, "{}", char::from(ALPHABET[value as usize]))?;
        }
        Ok(())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for Code {
    type Error = InvalidCode;

    fn try_from(text: String) -> Result<Self, InvalidCode> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_reads_back_however_it_was_written_down(bytes: [u8; CODE_BYTES]) {
            let code = Code::from_bytes(bytes);
            let text = code.to_string();
            prop_assert_eq!(Code::parse(&text), Ok(code));
            let noted = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            prop_assert_eq!(Code::parse(&noted), Ok(code));
        }
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "K7QF-2M9", "K7QF-2M9PX", "K7QF-2M9U", "K7QF_2M9P"] {
            assert_eq!(Code::parse(text), Err(InvalidCode), "{text}");
        }
    }
}

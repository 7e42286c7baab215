//! Codes of places. Format of Kemendagri: `PP.KK.CC.DDDD` (Kepmendagri 300.2.2-2430/2025).

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPlace {
    #[error("not a code of the form 31.71.08 or 31.71.08.1002")]
    Area,
    #[error("not a number of an RT or RW between 1 and 999")]
    RtRw,
}

/// A kecamatan ("31.71.08") or a kelurahan ("31.71.08.1002").
///
/// Every row and operation names one: held in place, ordered as its text is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode {
    /// Zeros behind the text.
    text: [u8; CHARS_MAX],
    length: u8,
}

const CHARS_MAX: usize = "31.71.08.1002".len();
const KECAMATAN_CHARS: usize = "31.71.08".len();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaLevel {
    Kecamatan,
    Kelurahan,
}

impl AreaCode {
    pub fn parse(text: &str) -> Result<Self, InvalidPlace> {
        let is_length = text.len() == KECAMATAN_CHARS || text.len() == CHARS_MAX;
        let is_in_place = |(at, byte): (usize, u8)| match at {
            2 | 5 | 8 => byte == b'.',
            _ => byte.is_ascii_digit(),
        };
        if !is_length || !text.bytes().enumerate().all(is_in_place) {
            return Err(InvalidPlace::Area);
        }
        let mut held = [0; CHARS_MAX];
        held[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self {
            text: held,
            length: text.len() as u8,
        })
    }

    pub fn as_str(&self) -> &str {
        let text = &self.text[..usize::from(self.length)];
        std::str::from_utf8(text).unwrap_or_default()
    }

    pub fn level(&self) -> AreaLevel {
        if usize::from(self.length) < CHARS_MAX {
            AreaLevel::Kecamatan
        } else {
            AreaLevel::Kelurahan
        }
    }

    /// The kecamatan of a kelurahan; of a kecamatan itself.
    pub fn kecamatan(&self) -> Self {
        let mut text = self.text;
        text[KECAMATAN_CHARS..].fill(0);
        Self {
            text,
            length: KECAMATAN_CHARS as u8,
        }
    }

    /// A kecamatan contains itself and its kelurahan.
    pub fn contains(&self, other: &AreaCode) -> bool {
        other
            .as_str()
            .strip_prefix(self.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl TryFrom<String> for AreaCode {
    type Error = InvalidPlace;

    fn try_from(text: String) -> Result<Self, InvalidPlace> {
        Self::parse(&text)
    }
}

impl std::fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AreaCode({:?})", self.as_str())
    }
}

impl Serialize for AreaCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AreaCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = AreaCode;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the code of a kecamatan or kelurahan")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<AreaCode, E> {
                AreaCode::parse(text).map_err(E::custom)
            }
        }
        from.deserialize_str(Text)
    }
}

impl std::fmt::Display for AreaCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Declares a number of a neighbourhood with the digits that people write.
macro_rules! neighbourhood {
    ($(#[$doc:meta])* $name:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        pub struct $name(u16);

        impl $name {
            pub fn new(number: u16) -> Result<Self, InvalidPlace> {
                if (1..=999).contains(&number) { Ok(Self(number)) } else { Err(InvalidPlace::RtRw) }
            }

            /// Takes digits with or without leading zeros.
            pub fn parse(text: &str) -> Result<Self, InvalidPlace> {
                let text = text.trim();
                if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(InvalidPlace::RtRw);
                }
                Self::new(text.parse().map_err(|_| InvalidPlace::RtRw)?)
            }

            pub fn number(self) -> u16 {
                self.0
            }
        }

        impl TryFrom<u16> for $name {
            type Error = InvalidPlace;

            fn try_from(number: u16) -> Result<Self, InvalidPlace> {
                Self::new(number)
            }
        }

        impl From<$name> for u16 {
            fn from(it: $name) -> u16 {
                it.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!("{:0", $width, "}"), self.0)
            }
        }
    };
}

neighbourhood!(/** Rukun tetangga: shown with three digits, "007". */ Rt, 3);
neighbourhood!(/** Rukun warga: shown with two digits, "04". */ Rw, 2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kecamatan_contains_its_kelurahan_and_no_neighbour() {
        let johar_baru = AreaCode::parse("31.71.08").unwrap();
        assert!(johar_baru.contains(&AreaCode::parse("31.71.08.1002").unwrap()));
        assert!(!johar_baru.contains(&AreaCode::parse("31.71.07.1002").unwrap()));
        assert_eq!(AreaCode::parse("31.71.8"), Err(InvalidPlace::Area));
    }

    #[test]
    fn rt_and_rw_are_shown_as_people_write_them() {
        assert_eq!(Rt::parse("7").unwrap().to_string(), "007");
        assert_eq!(Rw::parse("004").unwrap().to_string(), "04");
        assert_eq!(Rw::parse("112").unwrap().to_string(), "112");
        assert_eq!(Rt::parse("0"), Err(InvalidPlace::RtRw));
        assert_eq!(Rt::parse("+7"), Err(InvalidPlace::RtRw));
    }
}

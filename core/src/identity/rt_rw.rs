//! RT and RW: the two numbers below the kelurahan, which have no national code.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! neighbourhood {
    ($(#[$doc:meta])* $name:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        pub struct $name(u16);

        impl $name {
            /// From 1 to 999; `None` otherwise.
            pub fn new(number: u16) -> Option<Self> {
                (1..=999).contains(&number).then_some(Self(number))
            }

            /// One to three digits, zeros before them or not.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
                if digits { text.parse().ok().and_then(Self::new) } else { None }
            }

            pub fn number(self) -> u16 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!("{:0", $width, "}"), self.0)
            }
        }

        impl TryFrom<u16> for $name {
            type Error = &'static str;

            fn try_from(number: u16) -> Result<Self, Self::Error> {
                Self::new(number).ok_or("an RT or RW goes from 1 to 999")
            }
        }

        impl From<$name> for u16 {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

neighbourhood!(
    /// Rukun Tetangga; written with three digits: "004".
    Rt,
    "3"
);
neighbourhood!(
    /// Rukun Warga; written with two digits, three from 100: "07".
    Rw,
    "2"
);

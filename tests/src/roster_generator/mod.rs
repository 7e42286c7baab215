//! Writes rosters as offices keep them, messy from a seed, with what must come of them.
//!
//! Independent of the importer on purpose: it shares no code, no table and no parser with it, so
//! that a misunderstanding on one side is seen on the other. All people and NIKs are invented.
//!
//! [`compose`](mod@compose) decides what stands where, [`write`](mod@write) makes the bytes.

mod compose;
mod dates;
pub(crate) mod dice;
mod expected;
mod layout;
mod mistakes;
mod names;
mod nik;
mod people;
mod person;
mod places;
mod sheet;
mod write;

use compose::{Limits, compose};
pub(crate) use dice::Dice;
pub use expected::{Duplicate, Expected, ExpectedPerson, Problem};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Xlsx,
    Xls,
    Ods,
    Csv,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Xls, Self::Ods, Self::Csv];

    /// As in a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Csv => "csv",
        }
    }
}

pub struct Roster {
    pub bytes: Vec<u8>,
    pub expected: Expected,
}

/// The same seed and format give the same bytes.
pub fn generate(seed: u64, format: Format) -> anyhow::Result<Roster> {
    let mut dice = Dice::new(seed ^ ((format as u64) << 56));
    let limits = Limits {
        only_text: format == Format::Csv,
    };
    let composed = compose(&mut dice, seed, format.extension(), limits);
    let bytes = match format {
        Format::Xlsx => write::xlsx(&composed.sheets)?,
        Format::Xls => write::xls(&composed.sheets)?,
        Format::Ods => write::ods(&composed.sheets)?,
        Format::Csv => write::csv(&mut dice, &composed.sheets[0]),
    };
    Ok(Roster {
        bytes,
        expected: composed.expected,
    })
}

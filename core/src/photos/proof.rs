//! Whether a door asks for a proof of delivery.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, derived};

/// Of a sample about one door in so many is asked for a photo.
pub const SAMPLE_ONE_IN: u8 = 5;

/// What the programme asks for at the door. A photo, a paraf and *tidak difoto* all answer it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(export, rename = "ProofOfDelivery")
)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    #[default]
    None,
    /// About one door in [`SAMPLE_ONE_IN`], other ones each day.
    Sample,
    EveryDoor,
}

impl Proof {
    pub const ALL: [Self; 3] = [Self::None, Self::Sample, Self::EveryDoor];

    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The same on every device: a courier cannot choose the doors of the sample.
    pub fn asks_at(self, person: PersonId, date: NaiveDate) -> bool {
        match self {
            Self::None => false,
            Self::EveryDoor => true,
            Self::Sample => {
                let drawn = derived(
                    "proof_sample",
                    &[person.as_bytes(), date.to_string().as_bytes()],
                );
                drawn.as_bytes()[0].is_multiple_of(SAMPLE_ONE_IN)
            }
        }
    }
}

//! What a device said of its rows, as the columns of a table say it.

use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::{Disagreement, DisagreementState, Manifest, Tally};

use super::{StoreError, StoreResult};

pub struct Said {
    pub state: String,
    /// Head and generation, count and checksum that were told, count and checksum of the device.
    pub numbers: [i64; 6],
}

impl Said {
    pub fn of(self, scope: Scope) -> StoreResult<Disagreement> {
        let state = DisagreementState::from_code(&self.state)
            .ok_or_else(|| StoreError::Failed(anyhow::anyhow!("a state cannot be read")))?;
        let [
            head,
            generation,
            told_count,
            told_checksum,
            own_count,
            own_checksum,
        ] = self.numbers.map(|number| number as u64);
        Ok(Disagreement {
            scope,
            told: Manifest {
                head,
                generation,
                tally: Tally {
                    count: told_count,
                    checksum: told_checksum,
                },
            },
            own: Tally {
                count: own_count,
                checksum: own_checksum,
            },
            state,
        })
    }
}

/// The numbers are others than those that the device last spoke of: it doubts anew.
pub fn is_new(known: Option<&Disagreement>, said: &Disagreement) -> bool {
    known.is_none_or(|known| known.told != said.told || known.own != said.own)
}

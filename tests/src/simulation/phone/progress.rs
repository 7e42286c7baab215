//! What must never go back on a phone.

use std::collections::BTreeMap;

use anyhow::ensure;
use rantang_core::ids::ReplicaId;
use rantang_device::store::{Error, facts, mirror};

use super::Phone;

#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Both begin anew with another log, and with another epoch of the server.
    of: (Option<ReplicaId>, Option<u64>),
    acknowledged: u64,
    cursors: BTreeMap<String, u64>,
}

impl Phone {
    /// The server was set back: what was seen of it counts no more.
    pub fn forget_progress(&mut self) {
        self.seen = Progress::default();
    }

    /// The scopes of which the rows here were not what the server counted.
    pub fn disagreements(&self) -> anyhow::Result<Vec<String>> {
        let found = self.device()?.read::<_, Error>(|db| {
            let mut statement = db.prepare_cached("SELECT scope FROM disagreements")?;
            let found = statement.query_map([], |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })?;
        Ok(found)
    }

    /// Nothing went back since the last look.
    pub fn check_progress(&mut self) -> anyhow::Result<()> {
        let found = self.device()?.read::<_, Error>(|db| {
            Ok(Progress {
                of: (facts::REPLICA.get(db)?, facts::EPOCH.get(db)?),
                acknowledged: facts::ACKNOWLEDGED.get(db)?.unwrap_or_default().0,
                cursors: mirror::cursors(db)?
                    .into_iter()
                    .map(|(scope, cursor)| (scope.to_string(), cursor))
                    .collect(),
            })
        })?;
        if found.of == self.seen.of {
            ensure!(
                self.seen.acknowledged <= found.acknowledged,
                "{}: the server had acknowledged {} operations, the phone now says {}",
                self.holder.name,
                self.seen.acknowledged,
                found.acknowledged
            );
            for (scope, before) in &self.seen.cursors {
                // A scope that is let go of begins anew when it comes back.
                let now = found.cursors.get(scope).copied();
                ensure!(
                    now.is_none_or(|now| *before <= now),
                    "{}: the cursor of {scope} went back from {before} to {now:?}",
                    self.holder.name
                );
            }
        }
        self.seen = found;
        Ok(())
    }
}

//! A transaction is tried again where others were quicker: so often, then the store is busy.

use std::time::Duration;

use super::db::Db;
use super::locks::Locks;
use super::trouble::{PgResult, Trouble};
use crate::store::{StoreError, StoreResult};

const ATTEMPTS_MAX: u32 = 12;
/// A key that is there again and again is no race.
const TAKEN_MAX: u32 = 3;
/// Of a pool, so many connections may have ended unseen.
const LOST_MAX: u32 = 3;
/// Before the n-th attempt up to n times as long.
const PAUSE_MS: u64 = 10;

/// What earlier attempts have taught.
#[derive(Default)]
pub struct Try {
    /// To be locked in any case.
    pub locks: Locks,
    /// The batch as a whole failed: operation by operation.
    pub one_by_one: bool,
}

#[derive(Default)]
pub struct Attempts {
    pub this: Try,
    done: u32,
    taken: u32,
    lost: u32,
}

impl Attempts {
    /// Commits what succeeded. `None`: to be tried again.
    pub async fn settle<T>(&mut self, db: Db<'_>, result: PgResult<T>) -> StoreResult<Option<T>> {
        let trouble = match result {
            Ok(value) => match db.commit().await {
                Ok(()) => return Ok(Some(value)),
                // Whether it was stored is not known.
                Err(Trouble::Store(error)) => return Err(error),
                Err(trouble) => trouble,
            },
            Err(trouble) => {
                // Rolls back without waiting for the answer.
                drop(db);
                trouble
            }
        };
        self.again(trouble).await?;
        Ok(None)
    }

    /// Learns from what went wrong, or gives up.
    pub async fn again(&mut self, trouble: Trouble) -> StoreResult<()> {
        self.done += 1;
        if self.done == ATTEMPTS_MAX {
            tracing::warn!(?trouble, "a transaction was tried too often");
            return Err(StoreError::Busy);
        }
        match trouble {
            Trouble::Unlocked(more) => self.this.locks.extend(&more),
            Trouble::Conflict => self.pause().await,
            Trouble::Taken(_) if self.taken < TAKEN_MAX => {
                self.taken += 1;
                self.pause().await;
            }
            // No commit was asked for: nothing of it was stored.
            Trouble::Store(StoreError::Unreachable(_)) if self.lost < LOST_MAX => {
                self.lost += 1;
                self.pause().await;
            }
            Trouble::Taken(_) | Trouble::Refused(_) if !self.this.one_by_one => {
                self.this.one_by_one = true;
            }
            trouble => return Err(trouble.into()),
        }
        Ok(())
    }

    async fn pause(&self) {
        let longest = PAUSE_MS * u64::from(self.done);
        let ms = rand::random_range(1..=longest);
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}

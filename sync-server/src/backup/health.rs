//! Whether what arrived is in a backup by now.

use crate::store::{CentralStore, StoreResult};

/// What arrived longer ago and is in no backup is an alarm.
const OVERDUE_MS: i64 = 7 * DAY_MS;
const DAY_MS: i64 = 24 * 3_600_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Health {
    pub is_overdue: bool,
    /// The moment of the latest verified backup.
    pub backed_up_ms: Option<i64>,
    /// For so many whole days something waits for a backup.
    pub open_days: i64,
}

pub async fn health(store: &dyn CentralStore, now_ms: i64) -> StoreResult<Health> {
    let durability = store.durability().await?;
    let open_ms = durability
        .open_since_ms
        .map_or(0, |since| now_ms.saturating_sub(since));
    Ok(Health {
        is_overdue: OVERDUE_MS < open_ms,
        backed_up_ms: durability.backed_up_ms,
        open_days: open_ms / DAY_MS,
    })
}

impl Health {
    /// What an operator has to hear; `None`: all is well.
    pub fn warning(&self) -> Option<String> {
        let days = self.open_days;
        self.is_overdue.then(|| {
            format!(
                "records of {days} days are in no verified backup: run rantang-server backup, or durable"
            )
        })
    }
}

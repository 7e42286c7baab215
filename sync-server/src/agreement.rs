//! What the scopes count, held against their rows: every day, after a start, and when a device doubts it.

use std::sync::{Arc, Mutex, PoisonError};

use rantang_core::scopes::Scope;
use rantang_core::sync::agreement::Tally;

use crate::store::{CentralStore, Miscount, StoreResult};

/// Counts every scope from its rows beside whoever reads and writes. Returns those whose number was
/// wrong; it is mended then.
pub async fn count_all(store: &dyn CentralStore) -> StoreResult<Vec<Miscount>> {
    let mut wrong = Vec::new();
    for scope in store.scopes().await? {
        if !is_right(store, &scope).await? {
            wrong.extend(count_anew(store, scope).await?);
        }
    }
    Ok(wrong)
}

/// Whether the number that is kept is the one that the rows make, at one moment.
pub async fn is_right(store: &dyn CentralStore, scope: &Scope) -> StoreResult<bool> {
    let counted = Arc::new(Mutex::new(Tally::default()));
    let sum = counted.clone();
    let kept = store
        .each_row(
            scope.clone(),
            Box::new(move |row| {
                *sum.lock().unwrap_or_else(PoisonError::into_inner) += Tally::of(&row);
                Ok(())
            }),
        )
        .await?;
    let counted = *counted.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(kept.is_none_or(|kept| kept.tally == counted))
}

/// Counts one scope while nobody writes to it, and mends its number where it is wrong.
pub async fn count_anew(store: &dyn CentralStore, scope: Scope) -> StoreResult<Option<Miscount>> {
    let wrong = store.count_anew(scope).await?;
    if let Some(Miscount {
        scope,
        kept,
        counted,
    }) = &wrong
    {
        tracing::error!(
            %scope,
            kept = kept.count,
            counted = counted.count,
            "the number of rows that was kept was wrong; it is counted anew"
        );
    }
    Ok(wrong)
}

//! `POST /v1/pull`: what changed behind the cursors.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::{Page, Pull, PullAnswer, RefusalCode};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;
use crate::store::ScopeState;

/// More scopes than any user is granted.
const CURSORS_MAX: usize = 5_000;

pub async fn pull(
    State(app): State<Arc<App>>,
    Signed {
        device,
        mut message,
    }: Signed<Pull>,
) -> Result<Answer<PullAnswer>, Refused> {
    if CURSORS_MAX < message.cursors.len() {
        return Err(Refused::new(
            RefusalCode::TooLarge,
            "the request names too many scopes",
        ));
    }
    let mut named = BTreeSet::new();
    if !message.cursors.iter().all(|(scope, _)| named.insert(scope)) {
        return Err(Refused::new(
            RefusalCode::BadMessage,
            "the request names a scope twice",
        ));
    }
    let large = begin_large(&app, &mut message).await?;
    let now_ms = app.clock.now_ms();
    let mut answer = app.store.pages(device.device, message, now_ms).await?;
    let is_large = |page: &&mut Page| large.contains(&page.scope);
    for page in answer.pages.iter_mut().filter(is_large) {
        *page = Page {
            must_snapshot: true,
            more: true,
            ..Page::empty(page.scope.clone(), 0)
        };
    }
    Ok(Answer(answer))
}

/// The scopes of which the device has nothing and there is much: they are asked for from their heads,
/// where next to nothing is behind.
async fn begin_large(app: &App, message: &mut Pull) -> Result<BTreeSet<Scope>, Refused> {
    let mut large = BTreeSet::new();
    let begun = message
        .cursors
        .iter_mut()
        .filter(|(_, cursor)| *cursor == 0);
    for (scope, cursor) in begun {
        let state = app.store.scope_state(scope.clone()).await?;
        let manifest = state.unwrap_or(ScopeState::EMPTY).manifest;
        if app.snapshots.settings.rows_min <= manifest.tally.count {
            *cursor = manifest.head;
            large.insert(scope.clone());
        }
    }
    Ok(large)
}

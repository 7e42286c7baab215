//! `POST /v1/pull`: what changed behind the cursors.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::State;
use rantang_core::sync::protocol::{Pull, PullAnswer, RefusalCode};

use super::App;
use super::body::Answer;
use super::refusal::Refused;
use super::signed::Signed;

/// More scopes than any user is granted.
const CURSORS_MAX: usize = 5_000;

pub async fn pull(
    State(app): State<Arc<App>>,
    Signed { device, message }: Signed<Pull>,
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
    let now_ms = app.clock.now_ms();
    Ok(Answer(
        app.store.pages(device.device, message, now_ms).await?,
    ))
}

//! Whether the process lives, and whether it can serve.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use crate::backup::health;

pub async fn alive() -> &'static str {
    "alive\n"
}

/// Ready: the store answers. What is in no backup for long is said too, and is no reason to send
/// devices away.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, String) {
    let away = |why: &str| (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n"));
    let found = match app.store.server().await {
        Ok(Some(_)) => health(&*app.store, app.clock.now_ms()).await,
        Ok(None) => return away("not set up"),
        Err(error) => Err(error),
    };
    match found {
        Ok(health) => match health.warning() {
            Some(warning) => (StatusCode::OK, format!("ready\nNOT SAFE: {warning}\n")),
            None => (StatusCode::OK, "ready\n".to_owned()),
        },
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            away("the store does not answer")
        }
    }
}

//! One log line for each request, and the bound of calls at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::SemaphorePermit;

use super::App;
use super::refusal::{LoggedCode, Refused};

/// A call that takes longer is given up; its transaction ends by itself.
const CALL_TIMEOUT: Duration = Duration::from_secs(120);
/// Nobody waits longer for a turn: a phone would rather try again than hold its line.
const TURN_TIMEOUT: Duration = Duration::from_secs(5);
/// When a full server asks devices to come back.
const RETRY_AFTER_S: u32 = 5;

pub async fn logged(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let refused = response.extensions().get::<LoggedCode>().map(|it| it.0);
    let status = response.status().as_u16();
    let took_ms = start.elapsed().as_millis() as u64;
    match refused {
        Some(code) => tracing::info!(path, status, took_ms, ?code, "refused"),
        None if path.starts_with("/v1/") => tracing::info!(path, status, took_ms, "answered"),
        None => tracing::debug!(path, status, took_ms, "answered"),
    }
    response
}

pub async fn bounded(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(_permit) = turn(&app).await else {
        return Refused::busy(RETRY_AFTER_S, "too many calls at once").into_response();
    };
    match tokio::time::timeout(CALL_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::busy(RETRY_AFTER_S, "the call took too long").into_response(),
    }
}

/// The right to be worked on, in the order of arrival; `None`: there is no room to wait, or it took too long.
async fn turn(app: &App) -> Option<SemaphorePermit<'_>> {
    if let Ok(permit) = app.calls.try_acquire() {
        return Some(permit);
    }
    let _place = app.waiting.try_acquire().ok()?;
    let turn = tokio::time::timeout(TURN_TIMEOUT, app.calls.acquire());
    turn.await.ok()?.ok()
}

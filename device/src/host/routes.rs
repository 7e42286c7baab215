//! What the host answers: the screens, the commands, the events.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::guard;
use crate::command::{self, ErrorCode, Failure};
use crate::device::Device;

/// A roster of 10,000 rows as base64 is about 3 MB; what is larger than this is not a roster.
const BODY_BYTES_MAX: usize = 48 * 1024 * 1024;
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
                      font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

#[derive(Clone)]
pub struct HostState {
    pub device: Arc<Device>,
    pub token: Arc<str>,
}

pub fn router(state: HostState, ui: PathBuf) -> Router {
    let for_token_holders = Router::new()
        .route("/api", post(api))
        .route("/events", get(events))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(state.clone(), guard::token_holders_only));
    Router::new()
        .merge(for_token_holders)
        .fallback_service(ServeDir::new(ui))
        .layer(from_fn(guard::this_machine_only))
        .layer(SetResponseHeaderLayer::overriding(
            axum::http::header::CONTENT_SECURITY_POLICY,
            axum::http::HeaderValue::from_static(POLICY),
        ))
        .with_state(state)
}

async fn api(State(state): State<HostState>, body: Bytes) -> Response {
    match answer(&state.device, &body).await {
        Ok(answer) => Json(answer).into_response(),
        Err(failure) => (status(failure.code), Json(failure)).into_response(),
    }
}

/// A browser has no windows of its own: it may show what the device's user may.
async fn answer(device: &Arc<Device>, body: &[u8]) -> Result<serde_json::Value, Failure> {
    let request = serde_json::from_slice(body).map_err(Failure::bad_request)?;
    let command = command::parse(request)?;
    let asked = device.clone();
    let windows = tokio::task::spawn_blocking(move || command::windows_of_user(&asked)).await;
    let windows = windows.map_err(|error| Failure::internal(&error))??;
    command::run(device, &windows, command).await
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::NotForThisWindow | ErrorCode::NotPermitted => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

async fn events(
    State(state): State<HostState>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = BroadcastStream::new(state.device.events()).filter_map(|event| {
        // A listener that was too slow has lost some: the next event makes it load again.
        let event = event.unwrap_or(crate::sync::view::DeviceEvent::Changed);
        Event::default().json_data(event).ok().map(Ok)
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

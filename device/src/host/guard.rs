//! Who may speak to the host.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::routes::HostState;

/// The header of a call, and the query of the event stream, which cannot set headers.
pub const TOKEN_HEADER: &str = "x-rantang-token";

/// Refuses names other than this machine's: a page elsewhere may point its name here (DNS rebinding).
pub async fn this_machine_only(request: Request, next: Next) -> Response {
    if is_this_machine(request.headers()) {
        next.run(request).await
    } else {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    }
}

/// Refuses whoever does not know the token.
pub async fn token_holders_only(
    State(state): State<HostState>,
    request: Request,
    next: Next,
) -> Response {
    let in_header = request
        .headers()
        .get(TOKEN_HEADER)
        .and_then(|value| value.to_str().ok());
    let in_query = request
        .uri()
        .query()
        .and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("t=")));
    match in_header.or(in_query) {
        // Hashed first: comparing takes the same time wherever they differ.
        Some(given) if blake3::hash(given.as_bytes()) == blake3::hash(state.token.as_bytes()) => {
            next.run(request).await
        }
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn is_this_machine(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

//! `GET /v1/media/{hash}`: the ciphertext, whole or from a byte on.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::super::App;
use super::headers::parse_hash;
use super::refused::MediaRefused;
use super::token::Bearer;
use super::upload::record;
use crate::store::media::MediaStep;

pub async fn download(
    State(app): State<Arc<App>>,
    Bearer(device): Bearer,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, MediaRefused> {
    let hash = parse_hash(&name).ok_or(MediaRefused::NotHere)?;
    let _slot = app.lane.slot()?;
    let found = record(&app, device.device, &hash).await?;
    if !found.may_read {
        return Err(MediaRefused::NotAllowed);
    }
    if found.stored_ms.is_none() {
        return Err(MediaRefused::NotHere);
    }
    let Some(bytes) = app.lane.store.whole(&hash).await? else {
        // An alarm, and a way to mend it: whoever still has it is asked for it again.
        tracing::error!(hash = name, "a stored photo is gone from the object store");
        let now_ms = app.clock.now_ms();
        app.store.media_step(hash, MediaStep::Gone, now_ms).await?;
        return Err(MediaRefused::NotHere);
    };
    let from = match range_from(&headers) {
        Some(from) if bytes.len() <= from => {
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, "").into_response());
        }
        from => from,
    };
    let total = bytes.len();
    let mut response = match from {
        None => bytes.into_response(),
        Some(from) => {
            let mut response = (StatusCode::PARTIAL_CONTENT, bytes.slice(from..)).into_response();
            let range = format!("bytes {from}-{}/{total}", total - 1);
            if let Ok(range) = HeaderValue::from_str(&range) {
                response.headers_mut().insert(header::CONTENT_RANGE, range);
            }
            response
        }
    };
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::ACCEPT_RANGES, "bytes"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

/// `bytes=N-`: the rest of what was cut. Other ranges are answered whole, as HTTP allows.
fn range_from(headers: &HeaderMap) -> Option<usize> {
    let range = headers.get(header::RANGE)?.to_str().ok()?;
    range
        .strip_prefix("bytes=")?
        .strip_suffix('-')?
        .parse()
        .ok()
}

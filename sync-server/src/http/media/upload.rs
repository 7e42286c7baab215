//! Uploads by tus 1.0: `POST` begins one, `HEAD` says where it stands, `PATCH` continues, `DELETE` gives
//! it up. An upload is addressed by the hash of its bytes, so that whoever lost its address finds it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use rantang_core::ids::DeviceId;
use rantang_core::photos::PHOTO_BYTES_MAX;
use rantang_core::sync::protocol::path;

use super::super::App;
use super::headers::{
    CHECKSUMS, Checksum, EXPIRES, EXTENSIONS, LENGTH, OFFSET, RESUMABLE, VERSION, check_media_type,
    check_version, expires, named_hash, number, parse_hash,
};
use super::refused::MediaRefused;
use super::token::Bearer;
use crate::media::name_of;
use crate::media::sweep::UPLOAD_LIFE_MS;
use crate::store::media::{MediaHash, MediaRecord, MediaStep};

/// A line that brings nothing for so long is gone; what it brought stays.
const SILENCE: Duration = Duration::from_secs(60);

type Answer = Result<Response, MediaRefused>;

/// What the lane can do. Needs no token.
pub async fn options() -> Response {
    let fixed = [
        (RESUMABLE, VERSION),
        ("tus-version", VERSION),
        ("tus-extension", EXTENSIONS),
        ("tus-checksum-algorithm", CHECKSUMS),
    ];
    let mut response = (StatusCode::NO_CONTENT, fixed).into_response();
    let most = HeaderValue::from(PHOTO_BYTES_MAX);
    response.headers_mut().insert("tus-max-size", most);
    response
}

/// Begins an upload, or finds the one that is under way.
pub async fn create(
    State(app): State<Arc<App>>,
    Bearer(device): Bearer,
    headers: HeaderMap,
) -> Answer {
    check_version(&headers)?;
    let hash = named_hash(&headers)?;
    let length = number(&headers, LENGTH)?;
    let _slot = app.lane.slot()?;
    let found = sendable(&app, device.device, &hash).await?;
    if length != found.bytes {
        return Err(match length {
            longer if found.bytes < longer => MediaRefused::TooLarge,
            _ => MediaRefused::Bad("the record names another length"),
        });
    }
    let now_ms = app.clock.now_ms();
    app.store.media_step(hash, MediaStep::Begin, now_ms).await?;
    let location = format!("{}/{}", path::MEDIA, name_of(&hash));
    let mut response = (StatusCode::CREATED, [(header::LOCATION, location)]).into_response();
    stand(response.headers_mut(), &found, found.offset(), now_ms);
    Ok(response)
}

pub async fn head(
    State(app): State<Arc<App>>,
    Bearer(device): Bearer,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    check_version(&headers)?;
    let hash = parse_hash(&name).ok_or(MediaRefused::NotHere)?;
    let _slot = app.lane.slot()?;
    let mut found = under_way(&app, device.device, &hash).await?;
    if found.stored_ms.is_none() && found.is_complete() {
        // The process ended between the last part and the whole.
        finish(&app, &hash, &found.parts).await?;
        found = under_way(&app, device.device, &hash).await?;
    }
    let mut response = (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response();
    let begun_ms = found.begun_ms.unwrap_or_else(|| app.clock.now_ms());
    let offset = found.offset();
    let headers = response.headers_mut();
    stand(headers, &found, offset, begun_ms);
    headers.insert(LENGTH, HeaderValue::from(found.bytes));
    Ok(response)
}

pub async fn patch(
    State(app): State<Arc<App>>,
    Bearer(device): Bearer,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    check_version(&headers)?;
    check_media_type(&headers)?;
    let hash = parse_hash(&name).ok_or(MediaRefused::NotHere)?;
    let part = Part {
        from: number(&headers, OFFSET)?,
        checksum: Checksum::of(&headers)?,
        body,
    };
    // On its own: a line that breaks ends the request, and what it brought is stored nevertheless.
    let taking = tokio::spawn(async move { take(&app, device.device, hash, part).await });
    taking.await.unwrap_or(Err(MediaRefused::Failed))
}

struct Part {
    from: u32,
    checksum: Option<Checksum>,
    body: Body,
}

async fn take(app: &App, device: DeviceId, hash: MediaHash, part: Part) -> Answer {
    let _slot = app.lane.slot()?;
    let found = under_way(app, device, &hash).await?;
    let Part {
        from,
        checksum,
        body,
    } = part;
    if from != found.offset() {
        return Err(MediaRefused::OtherOffset);
    }
    let (bytes, is_whole) = read(body, found.bytes - from).await?;
    if let Some(checksum) = checksum
        && !(is_whole && checksum.fits(&bytes))
    {
        return Err(MediaRefused::OtherBytes);
    }
    let now_ms = app.clock.now_ms();
    let to = from + bytes.len() as u32;
    if from < to && found.stored_ms.is_none() {
        app.lane
            .store
            .put_part(&hash, (from, to), bytes.into())
            .await?;
        let step = MediaStep::Part { from, to };
        if !app.store.media_step(hash, step, now_ms).await? {
            return Err(MediaRefused::OtherOffset);
        }
        if to == found.bytes {
            let parts = [&found.parts[..], &[to]].concat();
            finish(app, &hash, &parts).await?;
        }
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    stand(response.headers_mut(), &found, to, now_ms);
    Ok(response)
}

/// What comes until it ends or breaks, and whether it came to its end.
async fn read(body: Body, most: u32) -> Result<(Vec<u8>, bool), MediaRefused> {
    let mut frames = body.into_data_stream();
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        match tokio::time::timeout(SILENCE, frames.next()).await {
            Ok(Some(Ok(frame))) => {
                bytes.extend_from_slice(&frame);
                if (most as usize) < bytes.len() {
                    return Err(MediaRefused::TooLarge);
                }
            }
            Ok(None) => return Ok((bytes, true)),
            Ok(Some(Err(_))) | Err(_) => return Ok((bytes, false)),
        }
    }
}

/// Joins what arrived. What is not of its name is forgotten, and begins anew.
async fn finish(app: &App, hash: &MediaHash, parts: &[u32]) -> Result<(), MediaRefused> {
    let now_ms = app.clock.now_ms();
    let whole = app.lane.store.joined(hash, parts).await?;
    let is_sound = match whole {
        Some(bytes) => app.lane.store.put_whole(hash, bytes).await?,
        None => false,
    };
    let step = match is_sound {
        true => MediaStep::Stored,
        false => MediaStep::Forget,
    };
    app.store.media_step(*hash, step, now_ms).await?;
    app.lane.store.forget_all_parts(hash).await?;
    match is_sound {
        true => Ok(()),
        false => Err(MediaRefused::OtherBytes),
    }
}

pub async fn terminate(
    State(app): State<Arc<App>>,
    Bearer(device): Bearer,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Answer {
    check_version(&headers)?;
    let hash = parse_hash(&name).ok_or(MediaRefused::NotHere)?;
    let _slot = app.lane.slot()?;
    let found = under_way(&app, device.device, &hash).await?;
    if found.stored_ms.is_some() {
        // A record names it: it goes when the record lets it go.
        return Err(MediaRefused::NotAllowed);
    }
    let now_ms = app.clock.now_ms();
    app.store
        .media_step(hash, MediaStep::Forget, now_ms)
        .await?;
    app.lane.store.forget_all_parts(&hash).await?;
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION)]).into_response())
}

/// What a record names.
pub async fn record(
    app: &App,
    device: DeviceId,
    hash: &MediaHash,
) -> Result<MediaRecord, MediaRefused> {
    let found = app
        .store
        .media(device, vec![*hash], app.clock.now_ms())
        .await?;
    let found = found.into_iter().next().flatten();
    found.ok_or(MediaRefused::NotYet)
}

async fn sendable(
    app: &App,
    device: DeviceId,
    hash: &MediaHash,
) -> Result<MediaRecord, MediaRefused> {
    let found = record(app, device, hash).await?;
    match found.may_send {
        true => Ok(found),
        false => Err(MediaRefused::NotAllowed),
    }
}

/// One that was begun, or is here already.
async fn under_way(
    app: &App,
    device: DeviceId,
    hash: &MediaHash,
) -> Result<MediaRecord, MediaRefused> {
    let found = sendable(app, device, hash).await?;
    match found.begun_ms.or(found.stored_ms) {
        Some(_) => Ok(found),
        None => Err(MediaRefused::NotHere),
    }
}

fn stand(headers: &mut HeaderMap, found: &MediaRecord, offset: u32, touched_ms: i64) {
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(OFFSET, HeaderValue::from(offset));
    if found.stored_ms.is_none() && offset < found.bytes {
        headers.insert(EXPIRES, expires(touched_ms + UPLOAD_LIFE_MS));
    }
}

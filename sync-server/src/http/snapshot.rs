//! `GET /v1/snapshot/…`: a scope whole, for whoever has nothing of it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::RefusalCode;
use rantang_core::sync::wire::MEDIA_TYPE;

use super::App;
use super::refusal::Refused;
use super::signed::SignedGet;
use crate::store::DeviceRecord;

/// The index of a snapshot that is good now.
pub async fn index(
    State(app): State<Arc<App>>,
    SignedGet(device): SignedGet,
    Path(scope): Path<String>,
) -> Result<Response, Refused> {
    let scope = granted(&app, &device, &scope).await?;
    let index = app
        .snapshots
        .index(&*app.store, app.server.server, &app.key, &scope)
        .await?;
    index.map(answer).ok_or_else(gone)
}

/// A chunk that an index names.
pub async fn chunk(
    State(app): State<Arc<App>>,
    SignedGet(device): SignedGet,
    Path((scope, generation, chunk)): Path<(String, u64, String)>,
) -> Result<Response, Refused> {
    let scope = granted(&app, &device, &scope).await?;
    let chunk = blake3::Hash::from_hex(&chunk).map_err(|_| gone())?;
    let bytes = app
        .snapshots
        .chunk(&*app.store, &scope, generation, *chunk.as_bytes())
        .await?;
    bytes.map(answer).ok_or_else(gone)
}

/// The scope, if the device's user may read it now.
async fn granted(app: &App, device: &DeviceRecord, scope: &str) -> Result<Scope, Refused> {
    // What is not granted and what is not there look alike.
    let scope = Scope::parse(scope).map_err(|_| gone())?;
    let standing = app.store.standing(device.user).await?;
    let grants = standing
        .filter(|_| !device.revoked)
        .map_or_else(Vec::new, |it| it.readable(app.clock.now_ms()));
    match grants.iter().any(|grant| grant.covers(&scope)) {
        true => Ok(scope),
        false => Err(gone()),
    }
}

fn gone() -> Refused {
    Refused::new(
        RefusalCode::SnapshotGone,
        "there is no such snapshot: ask for the index anew",
    )
}

fn answer(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response()
}

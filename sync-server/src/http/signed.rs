//! A request signed by a device that this server knows.

use std::sync::Arc;

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rantang_core::ids::DeviceId;
use rantang_core::sync::media::MediaAsk;
use rantang_core::sync::protocol::{Hello, Pull, Push, RefusalCode, Review, path};
use rantang_core::sync::signing::RequestToSign;
use rantang_core::sync::verify::Verify;
use rantang_core::sync::wire;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::App;
use super::body::read;
use super::refusal::Refused;
use crate::store::DeviceRecord;

/// Longer headers are not ours.
const HEADER_BYTES_MAX: usize = 200;

/// A message that travels signed.
pub trait SignedMessage: DeserializeOwned {
    /// A hello asks for the challenge that the others carry.
    const NEEDS_CHALLENGE: bool;
}

impl SignedMessage for Hello {
    const NEEDS_CHALLENGE: bool = false;
}

impl SignedMessage for Push {
    const NEEDS_CHALLENGE: bool = true;
}

impl SignedMessage for Pull {
    const NEEDS_CHALLENGE: bool = true;
}

impl SignedMessage for Review {
    const NEEDS_CHALLENGE: bool = true;
}

impl SignedMessage for MediaAsk {
    const NEEDS_CHALLENGE: bool = true;
}

impl SignedMessage for Verify {
    const NEEDS_CHALLENGE: bool = true;
}

/// The sender is who they say; whether they may is judged later. A revoked device gets this far:
/// what it recorded before is taken in and set aside.
pub struct Signed<T> {
    pub device: DeviceRecord,
    pub message: T,
}

impl<T: SignedMessage> FromRequest<Arc<App>> for Signed<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refused> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let body = read(request, app).await?;
        let device = sender(app, &parts, &body, T::NEEDS_CHALLENGE).await?;
        let message = wire::decode(&body)?;
        Ok(Self { device, message })
    }
}

/// A signed request without a body.
pub struct SignedGet(pub DeviceRecord);

impl FromRequestParts<Arc<App>> for SignedGet {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        Ok(Self(sender(app, parts, &[], true).await?))
    }
}

/// Who signed a request, and that they did so for this server and this call, lately.
async fn sender(
    app: &App,
    parts: &Parts,
    body: &[u8],
    needs_challenge: bool,
) -> Result<DeviceRecord, Refused> {
    let unknown = || Refused::new(RefusalCode::UnknownDevice, "no known device is named");
    let signature = base64_header(&parts.headers, path::HEADER_SIGNATURE);
    let challenge = base64_header(&parts.headers, path::HEADER_CHALLENGE);
    let device = device_header(&parts.headers).ok_or_else(unknown)?;
    let device = app.store.device(device).await?.ok_or_else(unknown)?;
    let challenge = challenge.unwrap_or_default();
    let to_sign = RequestToSign {
        server: app.server.server,
        method: parts.method.as_str(),
        path: parts.uri.path(),
        body,
        challenge: &challenge,
    };
    to_sign
        .verify(device.key, &signature.unwrap_or_default())
        .map_err(|error| Refused::new(RefusalCode::BadSignature, error.to_string()))?;
    let now_ms = app.clock.now_ms();
    if needs_challenge && !app.challenges.is_good(&challenge, device.device, now_ms) {
        return Err(Refused::new(
            RefusalCode::ChallengeExpired,
            "the challenge has expired: say hello again",
        ));
    }
    Ok(device)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?;
    (text.len() <= HEADER_BYTES_MAX).then_some(text)
}

fn device_header(headers: &HeaderMap) -> Option<DeviceId> {
    let id = Uuid::parse_str(header(headers, path::HEADER_DEVICE)?).ok()?;
    Some(DeviceId(id))
}

fn base64_header(headers: &HeaderMap, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(header(headers, name)?).ok()
}

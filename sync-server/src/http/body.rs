//! Reads and writes message bodies.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rantang_core::sync::protocol::RefusalCode;
use rantang_core::sync::wire::{self, MEDIA_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::refusal::Refused;

/// A body that takes longer is given up: a phone sends 256 KiB at most.
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// An answer as [`wire`] says.
pub struct Answer<T>(pub T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, MEDIA_TYPE)], wire::encode(&self.0)).into_response()
    }
}

/// A message that nobody signed.
pub struct Unsigned<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Unsigned<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let bytes = read(request, state).await?;
        Ok(Self(wire::decode(&bytes)?))
    }
}

/// The bytes of a message, after its protocol was recognised.
pub async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refused> {
    check_media_type(request.headers())?;
    let read = Bytes::from_request(request, state);
    match tokio::time::timeout(READ_TIMEOUT, read).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(
            Refused::new(RefusalCode::TooLarge, "the message is larger than allowed"),
        ),
        Ok(Err(_)) => Err(Refused::new(
            RefusalCode::BadMessage,
            "the message ends too early",
        )),
        Err(_) => Err(Refused::new(
            RefusalCode::BadMessage,
            "the message took too long to arrive",
        )),
    }
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Refused> {
    let found = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if found == Some(MEDIA_TYPE) {
        return Ok(());
    }
    Err(Refused::new(
        RefusalCode::ProtocolUnknown,
        format!("this server speaks {MEDIA_TYPE}"),
    ))
}

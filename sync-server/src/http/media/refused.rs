//! Why a request of the lane brought nothing, in the status codes that tus clients know.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::headers::{RESUMABLE, VERSION};
use crate::store::StoreError;

#[derive(Debug)]
pub enum MediaRefused {
    NoToken,
    /// No record that has its effect names it.
    NotYet,
    NotAllowed,
    /// No upload is under way, or nothing has arrived.
    NotHere,
    OtherVersion,
    NotTus,
    Bad(&'static str),
    /// Somebody else continued.
    OtherOffset,
    TooLarge,
    /// What arrived is not what was announced.
    OtherBytes,
    Busy,
    Full,
    Failed,
}

impl MediaRefused {
    fn answer(&self) -> (u16, &'static str) {
        match self {
            Self::NoToken => (401, "ask POST /v1/media-state for a token"),
            Self::NotYet => (
                425,
                "no stored operation names this yet: send records first",
            ),
            Self::NotAllowed => (403, "not within the scopes of this device"),
            Self::NotHere => (404, "nothing of this is here: begin with POST"),
            Self::OtherVersion => (412, "this server speaks tus 1.0.0"),
            Self::NotTus => (415, "send application/offset+octet-stream"),
            Self::Bad(what) => (400, what),
            Self::OtherOffset => (409, "not where the upload stands: ask with HEAD"),
            Self::TooLarge => (413, "larger than was named"),
            Self::OtherBytes => (460, "the bytes are not what was announced: send them again"),
            Self::Busy => (503, "too many photos at once"),
            Self::Full => (507, "the disk is full"),
            Self::Failed => (500, "the store failed"),
        }
    }
}

impl IntoResponse for MediaRefused {
    fn into_response(self) -> Response {
        let (status, detail) = self.answer();
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, detail).into_response();
        let headers = response.headers_mut();
        headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
        let retry_after_s = match self {
            Self::Busy => Some(10),
            Self::NotYet => Some(60),
            Self::Full => Some(300),
            _ => None,
        };
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if matches!(self, Self::NoToken) {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self, Self::OtherVersion) {
            headers.insert("tus-version", HeaderValue::from_static(VERSION));
        }
        response
    }
}

impl From<StoreError> for MediaRefused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::Busy,
            StoreError::Full => {
                tracing::error!("the disk is full: no more photos can be stored");
                Self::Full
            }
            error => {
                tracing::error!(%error, "the store failed in the lane of photos");
                Self::Failed
            }
        }
    }
}

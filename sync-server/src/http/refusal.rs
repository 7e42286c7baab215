//! What is answered when a request or batch is refused.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rantang_core::sync::protocol::{Refusal, RefusalCode};
use rantang_core::sync::wire::{self, MEDIA_TYPE, WireError};

use crate::intake::Fault;
use crate::store::StoreError;

/// A refusal on its way out. Its code stands in the log; its detail names nobody.
#[derive(Debug)]
pub struct Refused {
    code: RefusalCode,
    detail: String,
    retry_after_s: Option<u32>,
}

impl Refused {
    pub fn new(code: RefusalCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: detail.into(),
            retry_after_s: None,
        }
    }

    pub fn busy(retry_after_s: u32, detail: impl Into<String>) -> Self {
        Self {
            code: RefusalCode::Busy,
            detail: detail.into(),
            retry_after_s: Some(retry_after_s),
        }
    }

    fn status(&self) -> StatusCode {
        match self.code {
            RefusalCode::BadMessage => StatusCode::BAD_REQUEST,
            RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::ProtocolUnknown => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            RefusalCode::UnknownDevice
            | RefusalCode::BadSignature
            | RefusalCode::ChallengeExpired => StatusCode::UNAUTHORIZED,
            RefusalCode::ChainBroken => StatusCode::CONFLICT,
            RefusalCode::SnapshotGone => StatusCode::NOT_FOUND,
            RefusalCode::InvitationInvalid => StatusCode::FORBIDDEN,
            RefusalCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
            RefusalCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// The code of a refusal, for the one log line of its request.
#[derive(Clone, Copy, Debug)]
pub struct LoggedCode(pub RefusalCode);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = self.status();
        let body = wire::encode(&Refusal {
            code: self.code,
            detail: self.detail,
        });
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        if let Some(seconds) = self.retry_after_s {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(LoggedCode(self.code));
        response
    }
}

impl From<WireError> for Refused {
    fn from(error: WireError) -> Self {
        let code = match error {
            WireError::TooLarge => RefusalCode::TooLarge,
            WireError::NotZstd | WireError::NotCbor => RefusalCode::BadMessage,
        };
        Self::new(code, error.to_string())
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::new(RefusalCode::ChainBroken, fault.to_string())
    }
}

/// A full disk is an alarm here and a reason to come back there: devices keep what they have.
impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::busy(5, error.to_string()),
            StoreError::Full => {
                tracing::error!("the disk is full: nothing more can be stored");
                Self::busy(60, error.to_string())
            }
            StoreError::Unreachable(_) => {
                tracing::error!(%error, "the database does not answer");
                Self::busy(10, "the database does not answer")
            }
            error => {
                tracing::error!(%error, "the store failed");
                Self::new(RefusalCode::Internal, "the store failed")
            }
        }
    }
}

pub async fn no_such_call() -> Refused {
    Refused::new(
        RefusalCode::ProtocolUnknown,
        "this server does not know the call",
    )
}

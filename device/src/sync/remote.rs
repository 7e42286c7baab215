//! The server at the other end of the line.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use rantang_core::sync::client::Failure;
use rantang_core::sync::protocol::{Refusal, RefusalCode, path};
use rantang_core::sync::signing::RequestToSign;
use rantang_core::sync::wire::{self, MEDIA_TYPE, WIRE_BYTES_MAX};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::view::SyncProblem;
use crate::store::facts::Pairing;

/// Without an answer of the network by then there is no signal worth the name.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A batch over a bad line takes its time.
const CALL_TIMEOUT: Duration = Duration::from_secs(90);
/// Where a busy server does not say when to come back.
const RETRY_AFTER_S: u64 = 15;

/// Why a call brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("the server cannot be reached")]
    Network(#[source] reqwest::Error),
    #[error("the server is busy")]
    Busy { retry_after_ms: u64 },
    #[error("the server refused: {0:?}")]
    Refused(RefusalCode),
    /// Something answered that does not speak our protocol: a portal of a Wi-Fi, a proxy.
    #[error("the answer is not of our protocol (HTTP {status})")]
    NotOurs { status: u16 },
}

impl CallError {
    pub fn failure(&self) -> Failure {
        match self {
            Self::Network(_) | Self::NotOurs { .. } => Failure::Network,
            Self::Busy { retry_after_ms } => Failure::Busy {
                retry_after_ms: *retry_after_ms,
            },
            // Another log than the server's shows at the next hello.
            Self::Refused(RefusalCode::ChallengeExpired | RefusalCode::ChainBroken) => {
                Failure::Challenge
            }
            Self::Refused(RefusalCode::Internal) => Failure::Busy {
                retry_after_ms: RETRY_AFTER_S * 1_000,
            },
            Self::Refused(_) => Failure::Refused,
        }
    }

    pub fn problem(&self) -> SyncProblem {
        match self {
            Self::Network(_) | Self::NotOurs { .. } => SyncProblem::NoSignal,
            Self::Busy { .. } => SyncProblem::ServerBusy,
            Self::Refused(RefusalCode::ProtocolUnknown) => SyncProblem::AppOutdated,
            Self::Refused(RefusalCode::Internal) => SyncProblem::ServerBusy,
            Self::Refused(_) => SyncProblem::Refused,
        }
    }
}

/// Makes the one HTTP client of a device.
pub fn http_client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(CALL_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("rantang/", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Calls without a signature: only to pair.
pub async fn call_unsigned<Q: Serialize, A: DeserializeOwned>(
    http: &reqwest::Client,
    url: &str,
    call: &str,
    message: &Q,
) -> Result<A, CallError> {
    let request = http
        .post(format!("{url}{call}"))
        .body(wire::encode(message))
        .header(CONTENT_TYPE, MEDIA_TYPE);
    answer(request).await
}

/// The server that this device is paired with.
pub struct Remote {
    pub http: reqwest::Client,
    pub pairing: Pairing,
    pub key: SigningKey,
}

impl Remote {
    /// Calls with the device's signature. `challenge` is empty for a hello.
    pub async fn call<Q: Serialize, A: DeserializeOwned>(
        &self,
        call: &str,
        challenge: &[u8],
        message: &Q,
    ) -> Result<A, CallError> {
        let body = wire::encode(message);
        let to_sign = RequestToSign {
            server: self.pairing.server,
            method: "POST",
            path: call,
            body: &body,
            challenge,
        };
        let signature = URL_SAFE_NO_PAD.encode(to_sign.sign(&self.key));
        let request = self
            .http
            .post(format!("{}{call}", self.pairing.url))
            .header(CONTENT_TYPE, MEDIA_TYPE)
            .header(path::HEADER_DEVICE, self.pairing.device.to_string())
            .header(path::HEADER_CHALLENGE, URL_SAFE_NO_PAD.encode(challenge))
            .header(path::HEADER_SIGNATURE, signature)
            .body(body);
        answer(request).await
    }
}

async fn answer<A: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<A, CallError> {
    let mut response = request.send().await.map_err(CallError::Network)?;
    let status = response.status();
    let not_ours = || CallError::NotOurs {
        status: status.as_u16(),
    };
    let retry_after_ms = retry_after_ms(response.headers());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(CallError::Network)? {
        body.extend_from_slice(&chunk);
        if WIRE_BYTES_MAX < body.len() {
            return Err(not_ours());
        }
    }
    if status == reqwest::StatusCode::OK {
        return wire::decode(&body).map_err(|_| not_ours());
    }
    let refusal: Refusal = wire::decode(&body).map_err(|_| not_ours())?;
    tracing::info!(code = ?refusal.code, detail = refusal.detail, "the server refused a call");
    Err(match refusal.code {
        RefusalCode::Busy => CallError::Busy { retry_after_ms },
        code => CallError::Refused(code),
    })
}

fn retry_after_ms(headers: &HeaderMap) -> u64 {
    headers
        .get(path::HEADER_RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .unwrap_or(RETRY_AFTER_S)
        .saturating_mul(1_000)
}

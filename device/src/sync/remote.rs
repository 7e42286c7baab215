//! The server at the other end of the line.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::SigningKey;
use rantang_core::sync::client::Failure;
use rantang_core::sync::protocol::{Refusal, RefusalCode, path};
use rantang_core::sync::signing::RequestToSign;
use rantang_core::sync::wire::{self, WIRE_BYTES_MAX};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::view::SyncProblem;
use crate::platform::{LineError, Reply, Request, Transport};
use crate::store::facts::Pairing;

/// Where a busy server does not say when to come back.
const RETRY_AFTER_S: u64 = 15;
const OK: u16 = 200;

/// Why a call brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    #[error("the server cannot be reached")]
    Network(#[source] LineError),
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
            Self::Refused(RefusalCode::BadSignature) => Failure::Signature,
            Self::Refused(_) => Failure::Refused,
        }
    }

    pub fn problem(&self) -> SyncProblem {
        match self {
            Self::Network(_) | Self::NotOurs { .. } => SyncProblem::NoSignal,
            Self::Busy { .. } => SyncProblem::ServerBusy,
            Self::Refused(RefusalCode::ProtocolUnknown) => SyncProblem::AppOutdated,
            Self::Refused(RefusalCode::Internal) => SyncProblem::ServerBusy,
            Self::Refused(RefusalCode::UnknownDevice) => SyncProblem::UnknownDevice,
            Self::Refused(_) => SyncProblem::Refused,
        }
    }
}

/// Calls without a signature: only to pair.
pub async fn call_unsigned<Q: Serialize, A: DeserializeOwned>(
    transport: &dyn Transport,
    url: &str,
    call: &'static str,
    message: &Q,
) -> Result<A, CallError> {
    let request = Request {
        url: url.to_owned(),
        path: call,
        resource: None,
        headers: Vec::new(),
        body: wire::encode(message),
    };
    answer(transport.post(request).await.map_err(CallError::Network)?)
}

/// The server that this device is paired with.
pub struct Remote<'a> {
    pub transport: &'a dyn Transport,
    pub pairing: Pairing,
    pub key: SigningKey,
}

impl Remote<'_> {
    /// Calls with the device's signature. `challenge` is empty for a hello.
    pub async fn call<Q: Serialize, A: DeserializeOwned>(
        &self,
        call: &'static str,
        challenge: &[u8],
        message: &Q,
    ) -> Result<A, CallError> {
        let request = self.request(call, None, wire::encode(message));
        decoded(self.send(request, challenge).await?)
    }

    /// Fetches a resource behind a call's path; its bytes as they travelled.
    pub async fn fetch(
        &self,
        call: &'static str,
        resource: String,
        challenge: &[u8],
    ) -> Result<Vec<u8>, CallError> {
        let request = self.request(call, Some(resource), Vec::new());
        self.send(request, challenge).await
    }

    fn request(&self, path: &'static str, resource: Option<String>, body: Vec<u8>) -> Request {
        Request {
            url: self.pairing.url.clone(),
            path,
            resource,
            headers: Vec::new(),
            body,
        }
    }

    async fn send(&self, mut request: Request, challenge: &[u8]) -> Result<Vec<u8>, CallError> {
        let to_sign = RequestToSign {
            server: self.pairing.server,
            method: request.method(),
            path: &request.target(),
            body: &request.body,
            challenge,
        };
        let signature = URL_SAFE_NO_PAD.encode(to_sign.sign(&self.key));
        request.headers = vec![
            (path::HEADER_DEVICE, self.pairing.device.to_string()),
            (path::HEADER_CHALLENGE, URL_SAFE_NO_PAD.encode(challenge)),
            (path::HEADER_SIGNATURE, signature),
        ];
        let reply = self.transport.post(request).await;
        accepted(reply.map_err(CallError::Network)?)
    }
}

fn answer<A: DeserializeOwned>(reply: Reply) -> Result<A, CallError> {
    decoded(accepted(reply)?)
}

fn decoded<A: DeserializeOwned>(body: Vec<u8>) -> Result<A, CallError> {
    wire::decode(&body).map_err(|_| CallError::NotOurs { status: OK })
}

/// The body of an answer that is not a refusal.
fn accepted(reply: Reply) -> Result<Vec<u8>, CallError> {
    let not_ours = || CallError::NotOurs {
        status: reply.status,
    };
    if WIRE_BYTES_MAX < reply.body.len() {
        return Err(not_ours());
    }
    if reply.status == OK {
        return Ok(reply.body);
    }
    let refusal: Refusal = wire::decode(&reply.body).map_err(|_| not_ours())?;
    tracing::info!(code = ?refusal.code, detail = refusal.detail, "the server refused a call");
    Err(match refusal.code {
        RefusalCode::Busy => CallError::Busy {
            retry_after_ms: reply
                .retry_after_s
                .unwrap_or(RETRY_AFTER_S)
                .saturating_mul(1_000),
        },
        code => CallError::Refused(code),
    })
}

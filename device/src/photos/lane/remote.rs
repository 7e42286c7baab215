//! The server's lane at the other end: tus 1.0, with the token of a signed call.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::sync::protocol::path;

use crate::photos::files::name;
use crate::platform::{LaneReply, LaneRequest, LineError, Method, Transport};
use crate::store::Error;
use crate::sync::remote::CallError;

/// Why the lane stopped.
#[derive(Debug, thiserror::Error)]
pub enum LaneError {
    /// A record waits.
    #[error("a record goes first")]
    MakesWay,
    #[error("the line broke")]
    Line(#[from] LineError),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("the server answered {status}")]
    Status {
        status: u16,
        retry_after_s: Option<u64>,
    },
    #[error("the answer makes no sense")]
    Nonsense,
    #[error(transparent)]
    Store(#[from] Error),
    #[error("a photo cannot be read or written")]
    File(#[from] std::io::Error),
}

impl LaneError {
    pub fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Status { retry_after_s, .. } => *retry_after_s,
            Self::Call(CallError::Busy { retry_after_ms }) => Some(retry_after_ms / 1_000),
            _ => None,
        }
    }

    /// Once, where it is handled.
    pub fn log(&self) {
        let error = self as &dyn std::error::Error;
        match self {
            Self::Store(_) | Self::File(_) => {
                tracing::error!(error, "the lane of photos failed here")
            }
            _ => tracing::info!(error, "photos go on later"),
        }
    }
}

/// Where an upload stands.
pub enum Stands {
    At(u32),
    /// Nothing is under way.
    NotBegun,
}

pub struct Remote<'a> {
    pub transport: &'a dyn Transport,
    pub url: String,
    pub token: String,
}

impl Remote<'_> {
    async fn ask(
        &self,
        method: Method,
        at: String,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    ) -> Result<LaneReply, LaneError> {
        let mut all = vec![
            ("authorization", format!("Bearer {}", self.token)),
            ("tus-resumable", "1.0.0".to_owned()),
        ];
        all.extend(headers);
        let request = LaneRequest {
            method,
            url: format!("{}{at}", self.url),
            headers: all,
            body,
        };
        Ok(self.transport.lane(request).await?)
    }

    pub async fn begin(&self, hash: &[u8; 32], bytes: u32) -> Result<u32, LaneError> {
        let named = STANDARD.encode(name(hash));
        let headers = vec![
            ("upload-length", bytes.to_string()),
            ("upload-metadata", format!("hash {named}")),
        ];
        let reply = self
            .ask(Method::Post, path::MEDIA.to_owned(), headers, Vec::new())
            .await?;
        match reply.status {
            201 => reply.offset.ok_or(LaneError::Nonsense),
            status => Err(failed(status, &reply)),
        }
    }

    pub async fn stands(&self, hash: &[u8; 32]) -> Result<Stands, LaneError> {
        let reply = self
            .ask(Method::Head, address(hash), Vec::new(), Vec::new())
            .await?;
        match reply.status {
            200 => reply.offset.map(Stands::At).ok_or(LaneError::Nonsense),
            404 => Ok(Stands::NotBegun),
            status => Err(failed(status, &reply)),
        }
    }

    /// Where it stands afterwards.
    pub async fn part(&self, hash: &[u8; 32], from: u32, part: &[u8]) -> Result<u32, LaneError> {
        let sum = STANDARD.encode(digest(&SHA256, part).as_ref());
        let headers = vec![
            ("content-type", "application/offset+octet-stream".to_owned()),
            ("upload-offset", from.to_string()),
            ("upload-checksum", format!("sha256 {sum}")),
        ];
        let reply = self
            .ask(Method::Patch, address(hash), headers, part.to_vec())
            .await?;
        match reply.status {
            204 => reply.offset.ok_or(LaneError::Nonsense),
            status => Err(failed(status, &reply)),
        }
    }

    /// `None`: it is not there, or not for this device.
    pub async fn fetch(&self, hash: &[u8; 32]) -> Result<Option<Vec<u8>>, LaneError> {
        let reply = self
            .ask(Method::Get, address(hash), Vec::new(), Vec::new())
            .await?;
        match reply.status {
            200 if blake3::hash(&reply.body).as_bytes() == hash => Ok(Some(reply.body)),
            200 => Err(LaneError::Nonsense),
            403 | 404 | 425 => Ok(None),
            status => Err(failed(status, &reply)),
        }
    }
}

fn failed(status: u16, reply: &LaneReply) -> LaneError {
    LaneError::Status {
        status,
        retry_after_s: reply.retry_after_s,
    }
}

fn address(hash: &[u8; 32]) -> String {
    format!("{}/{}", path::MEDIA, name(hash))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use async_trait::async_trait;

    use super::*;
    use crate::platform::{Reply, Request};

    /// Takes in whatever is sent.
    #[derive(Default)]
    struct Server(Mutex<Vec<LaneRequest>>);

    #[async_trait]
    impl Transport for Server {
        async fn post(&self, _request: Request) -> Result<Reply, LineError> {
            Err(LineError("carries photos only".into()))
        }

        async fn lane(&self, request: LaneRequest) -> Result<LaneReply, LineError> {
            let status = match request.method {
                Method::Post => 201,
                _ => 204,
            };
            self.0.lock().unwrap().push(request);
            Ok(LaneReply {
                status,
                offset: Some(0),
                retry_after_s: None,
                body: Vec::new(),
            })
        }
    }

    #[tokio::test]
    async fn an_upload_is_named_and_checked_as_the_vectors_show() {
        let page = include_str!("../../../../docs/vectors/photo.json");
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let ciphertext = page["objects"][0]["ciphertext"].as_str().unwrap();
        let ciphertext = hex::decode(ciphertext).unwrap();
        let hash = blake3::hash(&ciphertext);
        let server = Server::default();
        let remote = Remote {
            transport: &server,
            url: String::new(),
            token: "token".to_owned(),
        };
        let bytes = ciphertext.len() as u32;
        remote.begin(hash.as_bytes(), bytes).await.unwrap();
        remote.part(hash.as_bytes(), 0, &ciphertext).await.unwrap();
        let sent = server.0.lock().unwrap();
        let (begun, part) = (&sent[0], &sent[1]);
        assert_eq!(part.url, page["upload"]["address"].as_str().unwrap());
        for (request, header, shown) in [
            (begun, "upload-length", "upload_length"),
            (begun, "upload-metadata", "upload_metadata"),
            (part, "upload-checksum", "upload_checksum"),
        ] {
            let shown = page["upload"][shown].as_str().unwrap();
            let value = (header, shown.to_owned());
            assert!(request.headers.contains(&value), "{:?}", request.headers);
        }
    }
}

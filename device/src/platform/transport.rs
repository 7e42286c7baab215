//! The line to a server: a message there, an answer back, as bytes.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use async_trait::async_trait;
use rantang_core::sync::protocol::path;
use rantang_core::sync::wire::{MEDIA_TYPE, WIRE_BYTES_MAX};
use reqwest::header::CONTENT_TYPE;

/// Without an answer of the network by then there is no signal worth the name.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A batch over a bad line takes its time.
const CALL_TIMEOUT: Duration = Duration::from_secs(90);
/// Longer answers in the lane are no photo of ours.
pub const LANE_BYTES_MAX: usize = 512 * 1024;

/// One call of the protocol.
#[derive(Clone, Debug)]
pub struct Request {
    /// Of the server, without a slash at its end.
    pub url: String,
    /// One of [`path`].
    pub path: &'static str,
    /// What is fetched, to be put behind the path. Such a call is a `GET` and has no body.
    pub resource: Option<String>,
    /// Beside the media type, which every call has.
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn method(&self) -> &'static str {
        if self.resource.is_some() {
            "GET"
        } else {
            "POST"
        }
    }

    /// The whole path, as it is signed.
    pub fn target(&self) -> String {
        format!(
            "{}{}",
            self.path,
            self.resource.as_deref().unwrap_or_default()
        )
    }
}

/// Whatever answered, ours or not.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// Seconds, where the answer names some.
    pub retry_after_s: Option<u64>,
    /// Cut behind [`WIRE_BYTES_MAX`]: what is longer is not ours.
    pub body: Vec<u8>,
}

/// No answer, or one that broke off.
#[derive(Debug, thiserror::Error)]
#[error("the line broke")]
pub struct LineError(#[from] pub Box<dyn std::error::Error + Send + Sync>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Patch,
    Post,
}

/// One request in the lane of photos.
#[derive(Clone, Debug)]
pub struct LaneRequest {
    pub method: Method,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct LaneReply {
    pub status: u16,
    /// Where an upload stands.
    pub offset: Option<u32>,
    pub retry_after_s: Option<u64>,
    /// Cut behind [`LANE_BYTES_MAX`].
    pub body: Vec<u8>,
}

/// Carries calls to servers. An error says nothing about what the server did.
#[async_trait]
pub trait Transport: Send + Sync {
    async fn post(&self, request: Request) -> Result<Reply, LineError>;

    /// The lane of photos, on a connection of its own. A line that has none carries records only.
    async fn lane(&self, _request: LaneRequest) -> Result<LaneReply, LineError> {
        Err(LineError("this line carries no photos".into()))
    }
}

/// HTTPS by the one client of this device, made at the first call.
#[derive(Debug, Default)]
pub struct HttpTransport {
    client: Mutex<Option<reqwest::Client>>,
    /// With connections of its own, so that no record waits behind a photo in one of them.
    lane: Mutex<Option<reqwest::Client>>,
}

impl HttpTransport {
    fn client(&self) -> reqwest::Result<reqwest::Client> {
        Self::made(&self.client)
    }

    fn made(client: &Mutex<Option<reqwest::Client>>) -> reqwest::Result<reqwest::Client> {
        let mut client = client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*client {
            return Ok(client.clone());
        }
        let made = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("rantang/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(client.insert(made).clone())
    }

    async fn call_lane(&self, request: LaneRequest) -> reqwest::Result<LaneReply> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Patch => reqwest::Method::PATCH,
            Method::Post => reqwest::Method::POST,
        };
        let mut sent = Self::made(&self.lane)?
            .request(method, request.url)
            .body(request.body);
        for (name, value) in request.headers {
            sent = sent.header(name, value);
        }
        let mut response = sent.send().await?;
        let number = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok()?.parse().ok()
        };
        let offset = number("upload-offset").and_then(|offset: u64| u32::try_from(offset).ok());
        let retry_after_s = number(path::HEADER_RETRY_AFTER);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if LANE_BYTES_MAX < body.len() {
                break;
            }
        }
        Ok(LaneReply {
            status: response.status().as_u16(),
            offset,
            retry_after_s,
            body,
        })
    }

    async fn call(&self, request: Request) -> reqwest::Result<Reply> {
        let url = format!("{}{}", request.url, request.target());
        let client = self.client()?;
        let sent = match request.resource {
            Some(_) => client.get(url),
            None => client.post(url),
        };
        let mut sent = sent.header(CONTENT_TYPE, MEDIA_TYPE).body(request.body);
        for (name, value) in request.headers {
            sent = sent.header(name, value);
        }
        let mut response = sent.send().await?;
        let retry_after_s = response
            .headers()
            .get(path::HEADER_RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if WIRE_BYTES_MAX < body.len() {
                break;
            }
        }
        Ok(Reply {
            status: response.status().as_u16(),
            retry_after_s,
            body,
        })
    }
}

#[async_trait]
impl Transport for HttpTransport {
    async fn post(&self, request: Request) -> Result<Reply, LineError> {
        self.call(request)
            .await
            .map_err(|error| LineError(error.into()))
    }

    async fn lane(&self, request: LaneRequest) -> Result<LaneReply, LineError> {
        self.call_lane(request)
            .await
            .map_err(|error| LineError(error.into()))
    }
}

//! The server: its real store and its real calls, without a socket.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use ed25519_dalek::SigningKey;
use rantang_core::ids::UserId;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::protocol::path;
use rantang_core::sync::signing::PublicKey;
use rantang_core::sync::wire::{MEDIA_TYPE, WIRE_BYTES_MAX};
use rantang_device::platform::{Reply, Request};
use rantang_server::http::{App, CALLS_MAX, Keys, code_hash, router};
use rantang_server::sealing::Sealing;
use rantang_server::store::sqlite::SqliteStore;
use rantang_server::store::{CentralStore, NewInvitation};
use tower::ServiceExt;

use super::platform::Now;
use super::setting::{Holder, new_server, office_log, server_id};

pub const URL: &str = "http://server.invalid";
/// The same in every run: a seed tells one story.
const SEALING_KEY: &str =
    "AGE-SECRET-KEY-1TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE0Q7GWZ2C";

pub struct Office {
    pub store: Arc<dyn CentralStore>,
    router: Router,
    data: PathBuf,
    now: Arc<Now>,
    key: SigningKey,
}

impl Office {
    pub async fn found(data: &Path, now: Arc<Now>, holders: &[Holder]) -> anyhow::Result<Self> {
        std::fs::create_dir_all(data)?;
        let store = SqliteStore::open(data)?;
        store.establish(new_server()).await?;
        store.record(office_log(holders), now.ms()).await?;
        drop(store);
        Self::open(data, now).await
    }

    async fn open(data: &Path, now: Arc<Now>) -> anyhow::Result<Self> {
        let store: Arc<dyn CentralStore> = Arc::new(SqliteStore::open(data)?);
        let server = store.server().await?;
        let server = server.ok_or_else(|| anyhow::anyhow!("the server forgot who it is"))?;
        let key = SigningKey::from_bytes(&[0x5e; 32]);
        let keys = Keys {
            identity: key.clone(),
            sealing: Sealing::parse(SEALING_KEY)?,
        };
        let app = App::new(store.clone(), now.clone(), server, keys, CALLS_MAX);
        Ok(Self {
            router: router(app),
            store,
            data: data.to_owned(),
            now,
            key,
        })
    }

    /// The process ends and starts again; what it answered stands on the disk.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        *self = Self::open(&self.data, self.now.clone()).await?;
        Ok(())
    }

    pub async fn invite(&self, user: UserId, code: &str) -> anyhow::Result<Invitation> {
        self.store
            .invite(NewInvitation {
                code_hash: code_hash(code),
                user,
                device_name: String::new(),
                expires_ms: i64::MAX,
            })
            .await?;
        Ok(Invitation {
            url: URL.to_owned(),
            code: code.to_owned(),
            server: server_id(),
            server_key: PublicKey(self.key.verifying_key().to_bytes()),
        })
    }

    /// Answers one call as it stands on the wire.
    pub async fn answer(&self, request: Request) -> anyhow::Result<Reply> {
        let mut call = axum::http::Request::post(request.path).header(CONTENT_TYPE, MEDIA_TYPE);
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let call = call.body(Body::from(request.body))?;
        let response = self.router.clone().oneshot(call).await?;
        let retry_after_s = response
            .headers()
            .get(path::HEADER_RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Reply {
            status: response.status().as_u16(),
            retry_after_s,
            body: to_bytes(response.into_body(), WIRE_BYTES_MAX)
                .await?
                .to_vec(),
        })
    }
}

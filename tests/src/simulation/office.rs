//! The server: its real store and its real calls, without a socket.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::Context;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use ed25519_dalek::SigningKey;
use object_store::memory::InMemory;
use rantang_core::ids::UserId;
use rantang_core::sync::invitation::Invitation;
use rantang_core::sync::protocol::path;
use rantang_core::sync::signing::PublicKey;
use rantang_core::sync::wire::{MEDIA_TYPE, WIRE_BYTES_MAX};
use rantang_device::platform::{LaneReply, LaneRequest, Method, Reply, Request};
use rantang_server::http::{App, Keys, Room, code_hash, router};
use rantang_server::media::MediaStore;
use rantang_server::sealing::Sealing;
use rantang_server::snapshots::{Settings, Snapshots};
use rantang_server::store::postgres::PostgresStore;
use rantang_server::store::sqlite::{FILE, SqliteStore};
use rantang_server::store::{CentralStore, NewInvitation, OwnOperation};
use tower::ServiceExt;

use super::disk::copy_database;
use super::platform::Now;
use super::setting::{new_server, server_id};
use crate::throwaway_postgres::ThrowawayPostgres;

/// So small that phones meet them.
const SNAPSHOTS: Settings = Settings {
    rows_min: 6,
    chunk_bytes: 1_500,
    behind_max: 20,
};

pub const URL: &str = "http://server.invalid";
/// The same in every run: a seed tells one story.
const SEALING_KEY: &str =
    "AGE-SECRET-KEY-1TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE09UHJ7TE0Q7GWZ2C";

/// Where the server keeps its data.
#[derive(Clone)]
enum Place {
    Folder(PathBuf),
    /// A database of its own, on a server that lives as long as this.
    Database {
        address: String,
        _server: Arc<ThrowawayPostgres>,
    },
}

impl Place {
    async fn open(&self, pages: Option<u32>) -> anyhow::Result<Arc<dyn CentralStore>> {
        Ok(match self {
            Self::Folder(data) => Arc::new(SqliteStore::open_bounded(data, pages)?),
            Self::Database { address, .. } => {
                Arc::new(PostgresStore::open(&address.parse()?).await?)
            }
        })
    }

    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Folder(data) => Some(data),
            Self::Database { .. } => None,
        }
    }
}

pub struct Office {
    pub store: Arc<dyn CentralStore>,
    router: Router,
    place: Place,
    /// The bytes of photos, on its disk beside the database.
    photos: Arc<InMemory>,
    snapshots: PathBuf,
    now: Arc<Now>,
    key: SigningKey,
}

impl Office {
    pub async fn found(
        data: &Path,
        on_postgres: bool,
        now: Arc<Now>,
        log: Vec<OwnOperation>,
    ) -> anyhow::Result<Self> {
        let place = if on_postgres {
            let server = ThrowawayPostgres::shared();
            Place::Database {
                address: server.database(),
                _server: server,
            }
        } else {
            std::fs::create_dir_all(data)?;
            std::fs::write(data.join(FILE), migrated()?)?;
            Place::Folder(data.to_owned())
        };
        let store = place.open(None).await?;
        store.establish(new_server()).await?;
        store.record(log, now.ms()).await?;
        drop(store);
        let photos = Arc::new(InMemory::new());
        Self::open(place, photos, data.join("snapshots"), now, None).await
    }

    async fn open(
        place: Place,
        photos: Arc<InMemory>,
        snapshots: PathBuf,
        now: Arc<Now>,
        pages: Option<u32>,
    ) -> anyhow::Result<Self> {
        let store = place.open(pages).await?;
        let server = store.server().await?;
        let server = server.ok_or_else(|| anyhow::anyhow!("the server forgot who it is"))?;
        let key = SigningKey::from_bytes(&[0x5e; 32]);
        let sealing = Sealing::parse(SEALING_KEY)?;
        let keys = Keys {
            identity: key.clone(),
            sealing: sealing.clone(),
        };
        let app = App::new(
            store.clone(),
            now.clone(),
            server,
            keys,
            MediaStore::over(photos.clone()),
            Room::default(),
            Snapshots::new(snapshots.clone(), sealing, SNAPSHOTS),
        );
        Ok(Self {
            router: router(app),
            store,
            place,
            photos,
            snapshots,
            now,
            key,
        })
    }

    /// The process ends and starts again; what it answered stands on the disk.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        self.reopen(None).await
    }

    /// Its disk is full but for a few pages, until it starts again. A database on another machine has
    /// no disk here.
    pub async fn fill_disk(&mut self, pages: u32) -> anyhow::Result<()> {
        self.reopen(Some(pages)).await
    }

    async fn reopen(&mut self, pages: Option<u32>) -> anyhow::Result<()> {
        let (place, snapshots) = (self.place.clone(), self.snapshots.clone());
        let photos = self.photos.clone();
        *self = Self::open(place, photos, snapshots, self.now.clone(), pages).await?;
        Ok(())
    }

    /// What stands on the disk, as a machine's snapshot takes it: the last transactions are still in
    /// the journal. False: the data are on another machine.
    pub fn copy_to(&self, copy: &Path) -> anyhow::Result<bool> {
        let Some(data) = self.place.folder() else {
            return Ok(false);
        };
        copy_database(data, copy, FILE)?;
        Ok(true)
    }

    /// The machine is set back to a copy, and nobody says so.
    pub async fn set_back(self, copy: &Path, photos: Arc<InMemory>) -> anyhow::Result<Self> {
        let Self {
            store,
            router,
            place,
            snapshots,
            now,
            ..
        } = self;
        // The files are replaced while nobody has them open.
        drop((store, router));
        if let Some(data) = place.folder() {
            copy_database(copy, data, FILE)?;
        }
        Self::open(place, photos, snapshots, now, None).await
    }

    pub fn photos(&self) -> MediaStore {
        MediaStore::over(self.photos.clone())
    }

    /// The bytes of photos as they are on its disk now.
    pub fn copy_of_photos(&self) -> Arc<InMemory> {
        Arc::new(self.photos.fork())
    }

    pub fn now_ms(&self) -> i64 {
        self.now.ms()
    }

    /// The file of its database, where it has one.
    pub fn database(&self) -> Option<PathBuf> {
        Some(self.place.folder()?.join(FILE))
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
        let mut call = axum::http::Request::builder()
            .method(request.method())
            .uri(request.target())
            .header(CONTENT_TYPE, MEDIA_TYPE);
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

    /// The same in the lane of photos.
    pub async fn answer_lane(&self, request: LaneRequest) -> anyhow::Result<LaneReply> {
        let at = request.url.strip_prefix(URL).context("another server")?;
        let mut call = axum::http::Request::builder()
            .method(method(request.method))
            .uri(at);
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let call = call.body(Body::from(request.body))?;
        let response = self.router.clone().oneshot(call).await?;
        let number = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok()?.parse::<u64>().ok()
        };
        Ok(LaneReply {
            status: response.status().as_u16(),
            offset: number("upload-offset").map(|offset| offset as u32),
            retry_after_s: number(path::HEADER_RETRY_AFTER),
            body: to_bytes(response.into_body(), WIRE_BYTES_MAX)
                .await?
                .to_vec(),
        })
    }
}

fn method(method: Method) -> axum::http::Method {
    match method {
        Method::Get => axum::http::Method::GET,
        Method::Head => axum::http::Method::HEAD,
        Method::Patch => axum::http::Method::PATCH,
        Method::Post => axum::http::Method::POST,
    }
}

/// An empty database of this version, made once: a thousand worlds begin with it.
fn migrated() -> anyhow::Result<&'static [u8]> {
    static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(bytes) = MIGRATED.get() {
        return Ok(bytes);
    }
    let directory = tempfile::tempdir()?;
    drop(SqliteStore::open(directory.path())?);
    let bytes = std::fs::read(directory.path().join(FILE))?;
    Ok(MIGRATED.get_or_init(|| bytes))
}

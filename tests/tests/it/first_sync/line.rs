//! The real server and real devices, with a line between them that does what a test says.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::CONTENT_TYPE;
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::sync::protocol::path;
use rantang_core::sync::wire::{MEDIA_TYPE, WIRE_BYTES_MAX};
use rantang_device::Device;
use rantang_device::platform::{LineError, Platform, Reply, Request, Transport};
use rantang_device::store::{Error, sql};
use rantang_device::sync::pair::pair;
use rantang_device::sync::worker::{Report, attempt};
use rantang_server::clock::{Clock, ManualClock};
use rantang_server::http::{Room, router};
use rantang_server::office::Office;
use rantang_server::sample::{self, Moment, Season};
use rantang_server::snapshots::Settings;
use tempfile::TempDir;
use tower::ServiceExt;

/// 24 November 2026, 09.00 WIB.
const NINE: i64 = 1_795_485_600_000;
/// So small that the sample has large scopes of many parts.
const SMALL: Settings = Settings {
    rows_min: 8,
    chunk_bytes: 2_500,
    behind_max: 500,
};

pub fn area() -> AreaCode {
    AreaCode::parse(sample::AREA).expect("a code")
}

pub fn route_scope(courier: &str) -> Scope {
    Scope::Delivery {
        kelurahan: area(),
        route: Some(sample::route_id(courier)),
    }
}

/// What becomes of the calls for snapshots, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// From this one on there is no signal.
    CutAt(usize),
    /// Of this one's answer a bit is changed.
    AlterAt(usize),
}

pub struct Line {
    router: Router,
    state: Mutex<(Fault, Vec<String>)>,
}

impl Line {
    pub fn set(&self, fault: Fault) {
        *self.state() = (fault, Vec::new());
    }

    /// The snapshot calls since then.
    pub fn asked(&self) -> Vec<String> {
        self.state().1.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, (Fault, Vec<String>)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Transport for Line {
    async fn post(&self, request: Request) -> Result<Reply, LineError> {
        let (fault, at) = {
            let mut state = self.state();
            let at = state.1.len();
            if request.path == path::SNAPSHOT {
                state.1.push(request.target());
            }
            (state.0, at)
        };
        let is_snapshot = request.path == path::SNAPSHOT;
        if let Fault::CutAt(cut) = fault
            && cut <= at
            && (is_snapshot || cut < at)
        {
            return Err(LineError("no signal".into()));
        }
        let mut call = axum::http::Request::builder()
            .method(request.method())
            .uri(request.target())
            .header(CONTENT_TYPE, MEDIA_TYPE);
        for (name, value) in request.headers {
            call = call.header(name, value);
        }
        let call = call.body(Body::from(request.body)).expect("a request");
        let response = self.router.clone().oneshot(call).await;
        let response = response.expect("an answer");
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), WIRE_BYTES_MAX).await;
        let mut body = body.expect("a body").to_vec();
        if is_snapshot && fault == Fault::AlterAt(at) {
            let middle = body.len() / 2;
            body[middle] ^= 1;
        }
        Ok(Reply {
            status,
            retry_after_s: None,
            body,
        })
    }
}

pub struct World {
    pub office: Office,
    pub line: Arc<Line>,
    clock: Arc<ManualClock>,
    _folder: TempDir,
}

impl World {
    pub async fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = Arc::new(ManualClock::at(NINE));
        let data = folder.path().join("office");
        let office = Office::create(&data, area(), "Kampung Rawa", true, clock.clone()).await;
        let office = office.expect("an office");
        let moment = Moment {
            area: area(),
            today: rantang_core::time::date_of(NINE),
            now_ms: NINE,
            season: Season::Usual,
        };
        let recorded = office.record(sample::operations(&moment)).await;
        recorded.expect("the sample day");
        let line = Arc::new(Line {
            router: router(office.app_with(Room::default(), SMALL)),
            state: Mutex::new((Fault::None, Vec::new())),
        });
        Self {
            office,
            line,
            clock,
            _folder: folder,
        }
    }

    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// A device of somebody of the sample, paired and empty.
    pub async fn phone(&self, user: &str) -> Phone {
        let phone = Phone {
            folder: TempDir::new().expect("a folder"),
            line: self.line.clone(),
        };
        let invited = self
            .office
            .invite(sample::user_id(user), "HP uji", "http://kantor.invalid");
        let (invitation, _) = invited.await.expect("invited");
        let device = phone.open();
        pair(&device, &invitation.to_string())
            .await
            .expect("paired");
        phone
    }
}

pub struct Phone {
    folder: TempDir,
    line: Arc<Line>,
}

impl Phone {
    /// The program starts; whoever drops it kills it.
    pub fn open(&self) -> Arc<Device> {
        let path: &Path = self.folder.path();
        let platform = Platform {
            transport: self.line.clone(),
            ..Platform::desktop(path)
        };
        Arc::new(Device::open(path, platform).expect("it opens"))
    }
}

pub async fn sync(device: &Arc<Device>) -> Report {
    attempt(device).await.0
}

/// What the device holds: scope, kind, id and digest of each row.
pub fn mirror(device: &Device) -> Vec<(String, String, String, i64)> {
    let read = device.read::<_, Error>(|db| {
        let mut statement = db.prepare(
            "SELECT scopes.scope, kind, id, digest FROM mirror JOIN scopes ON scopes.n = mirror.scope
             WHERE stale = 0 ORDER BY 1, 2, 3",
        )?;
        let found = statement.query_map([], |row| {
            let id: uuid::Uuid = sql::id(row, "id")?;
            Ok((row.get(0)?, row.get(1)?, id.to_string(), row.get(3)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    });
    read.expect("read")
}

pub fn count(device: &Device, sql: &str) -> i64 {
    let read = device.read::<_, Error>(|db| Ok(db.query_row(sql, [], |row| row.get(0))?));
    read.expect("read")
}

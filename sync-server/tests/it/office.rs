//! A server under test: the sample day, served on a free port.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use rantang_core::ids::UserId;
use rantang_core::places::AreaCode;
use rantang_core::scopes::Scope;
use rantang_core::sync::invitation::Invitation;
use rantang_core::time::start_of_day_ms;
use rantang_server::clock::{Clock, ManualClock};
use rantang_server::http::router;
use rantang_server::office::Office;
use rantang_server::sample;
use rantang_server::site::Site;
use rantang_server::store::sqlite::FILE;
use rusqlite::Connection;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::device::TestDevice;
use super::throwaway_postgres::ThrowawayPostgres;
use super::{on_postgres, postgres};

pub const HOUR_MS: i64 = 3_600_000;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date")
}

/// 09.00 WIB on the sample's day.
pub fn nine_o_clock() -> i64 {
    start_of_day_ms(today()) + 9 * HOUR_MS
}

pub fn area() -> AreaCode {
    AreaCode::parse(sample::AREA).expect("a code")
}

pub fn plan() -> Scope {
    Scope::Plan { area: area() }
}

pub fn route_scope(courier: &str) -> Scope {
    Scope::Delivery {
        kelurahan: area(),
        route: Some(sample::route_id(courier)),
    }
}

pub struct TestServer {
    pub office: Arc<Office>,
    pub clock: Arc<ManualClock>,
    pub address: SocketAddr,
    pub data: PathBuf,
    /// Removed at the end.
    _folder: TempDir,
    stop: tokio::sync::oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<()>,
    /// Its address; `None`: SQLite in the data directory.
    pub database: Option<String>,
    /// Ended with the last test that uses it.
    _postgres: Option<Arc<ThrowawayPostgres>>,
}

/// What is left of a server that ended.
pub struct Stopped {
    pub clock: Arc<ManualClock>,
    pub data: PathBuf,
    _folder: TempDir,
}

/// What a server stands on.
struct Kept {
    folder: TempDir,
    database: Option<String>,
    postgres: Option<Arc<ThrowawayPostgres>>,
}

impl TestServer {
    pub async fn start() -> Self {
        Self::start_with(|office| office.app()).await
    }

    /// A machine on which a copy of a data directory is served: what was restored, or rolled back.
    pub async fn over(folder: TempDir, clock: Arc<ManualClock>) -> Self {
        let data = folder.path().join("office");
        let office = Office::open(&data, clock.clone()).await.expect("an office");
        let kept = Kept {
            folder,
            database: None,
            postgres: None,
        };
        Self::serve(kept, data, office, clock, |office| office.app()).await
    }

    pub async fn start_with(app: impl FnOnce(&Office) -> Arc<rantang_server::http::App>) -> Self {
        let folder = TempDir::new().expect("a folder");
        let data = folder.path().join("office");
        let postgres = on_postgres::wanted().then(ThrowawayPostgres::shared);
        let database = postgres.as_ref().map(|it| it.database());
        let site = Site {
            data: data.clone(),
            database: database
                .as_ref()
                .map(|address| address.parse().expect("an address")),
            photos: None,
        };
        let clock = Arc::new(ManualClock::at(nine_o_clock()));
        let office = Office::create(site, area(), "Kampung Rawa", true, clock.clone())
            .await
            .expect("an office");
        let moment = sample::Moment {
            area: area(),
            today: today(),
            now_ms: clock.now_ms(),
            season: sample::Season::Usual,
        };
        office
            .record(sample::operations(&moment))
            .await
            .expect("the sample day");
        let kept = Kept {
            folder,
            database,
            postgres,
        };
        Self::serve(kept, data, office, clock, app).await
    }

    async fn serve(
        kept: Kept,
        data: PathBuf,
        office: Office,
        clock: Arc<ManualClock>,
        app: impl FnOnce(&Office) -> Arc<rantang_server::http::App>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = app(&office);
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            let served = axum::serve(listener, router(app)).with_graceful_shutdown(stopped);
            served.await.expect("served");
        });
        Self {
            stop,
            serving,
            office: Arc::new(office),
            clock,
            address,
            data,
            _folder: kept.folder,
            database: kept.database,
            _postgres: kept.postgres,
        }
    }

    /// Ends it as a signal would; its data stay.
    pub async fn stop(self) -> Stopped {
        drop(self.stop);
        self.serving.await.expect("it ended");
        drop(self.office);
        Stopped {
            clock: self.clock,
            data: self.data,
            _folder: self._folder,
        }
    }

    /// A snapshot of the whole machine, as it is now.
    pub fn snapshot(&self) -> TempDir {
        let folder = TempDir::new().expect("a folder");
        let copy = folder.path().join("office");
        std::fs::create_dir(&copy).expect("a folder");
        let database = rusqlite::Connection::open(self.data.join(FILE)).expect("the database");
        let to = copy.join(FILE);
        database
            .execute("VACUUM INTO ?1", [to.to_str().expect("text")])
            .expect("copied");
        for key in ["identity.key", "sealing.key"] {
            std::fs::copy(self.data.join(key), copy.join(key)).expect("copied");
        }
        folder
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn invite(&self, user: UserId) -> Invitation {
        let invited = self.office.invite(user, "HP uji", &self.url()).await;
        invited.expect("an invitation").0
    }

    /// A paired device of one of the sample's users, e.g. "dedi".
    pub async fn device(&self, key: &str) -> TestDevice {
        let invitation = self.invite(sample::user_id(key)).await;
        TestDevice::pair(&invitation, self.clock.clone())
            .await
            .expect("paired")
    }

    /// Changes the data behind the server's back.
    pub async fn sql(&self, statements: &str) {
        match &self.database {
            Some(address) => postgres::sql(address, statements).await,
            None => {
                let database = Connection::open(self.data.join(FILE)).expect("the database");
                database.execute_batch(statements).expect("done");
            }
        }
    }

    /// The audit finds that the stored rows are what the log says.
    pub async fn assert_sound(&self) {
        let audit = rantang_server::audit::audit(&*self.office.store)
            .await
            .expect("an audit");
        assert!(audit.ok, "{:?}", audit.findings);
    }
}

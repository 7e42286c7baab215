//! The sample day, served in this process on a free port.

use std::path::PathBuf;
use std::sync::Arc;

use rantang_core::places::AreaCode;
use rantang_core::time::date_of;
use rantang_device::Device;
use rantang_device::platform::Platform;
use rantang_device::session::{self, Pair};
use rantang_server::clock::{Clock, SystemClock};
use rantang_server::http::router;
use rantang_server::office::Office;
use rantang_server::sample::{self, Moment, Season};
use rantang_server::site::Site;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub struct Serving {
    pub office: Office,
    address: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Serving {
    /// A new office with the sample's people.
    pub async fn sample_day(site: Site) -> Self {
        let clock = Arc::new(SystemClock);
        let area = AreaCode::parse(sample::AREA).expect("a code");
        let office = Office::create(site.clone(), area.clone(), "Kampung Rawa", true, clock);
        let office = office.await.expect("an office");
        let now_ms = SystemClock.now_ms();
        let moment = Moment {
            area,
            today: date_of(now_ms),
            now_ms,
            season: Season::Usual,
        };
        let recorded = office.record(sample::operations(&moment)).await;
        recorded.expect("the sample day");
        drop(office);
        Self::start(site, "127.0.0.1:0").await
    }

    /// A process that serves an office.
    pub async fn start(site: Site, listen: &str) -> Self {
        let office = Office::open_now(site).await.expect("an office");
        let listener = TcpListener::bind(listen).await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let app = router(office.app());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let stopped = async { drop(stopped.await) };
            let served = axum::serve(listener, app).with_graceful_shutdown(stopped);
            served.await.expect("served");
        });
        Self {
            office,
            address,
            stop,
            serving,
        }
    }

    /// A paired phone of one of the sample's users.
    pub async fn phone(&self, folder: &TempDir, key: &str) -> Arc<Device> {
        let url = format!("http://{}", self.address);
        let invited = self.office.invite(sample::user_id(key), "HP uji", &url);
        let invitation = invited.await.expect("an invitation").0.to_string();
        let directory = folder.path().join(key);
        let platform = Platform::desktop(&directory);
        let device = Device::open(&directory, platform).expect("a phone");
        let device = Arc::new(device);
        let paired = session::pair(&device, Pair { invitation }).await;
        paired.expect("paired");
        device
    }

    /// Calls under way are finished; where it listened, and its directory.
    pub async fn end(self) -> (String, PathBuf) {
        drop(self.stop);
        self.serving.await.expect("it ended");
        (self.address, self.office.data().to_owned())
    }
}

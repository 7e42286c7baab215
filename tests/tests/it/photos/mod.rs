//! The lane of photos from a courier's phone over a bad line to the coordinator's desk.

mod records_first;
mod room;
mod travel;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::photos::{Izin, Purpose};
use rantang_core::places::AreaCode;
use rantang_core::time::date_of;
use rantang_device::Device;
use rantang_device::photos::view::{PhotoState, PhotoWhat, PhotosView};
use rantang_device::photos::{self, PhotoAttach, PhotoGet, PhotoSubject, PhotosOf};
use rantang_device::platform::Platform;
use rantang_device::round::{self, DeliveryRecord, RoundToday, RunStart};
use rantang_device::sync::{self, worker};
use rantang_server::clock::{Clock, SystemClock};
use rantang_server::http::router;
use rantang_server::office::Office;
use rantang_server::sample::{self, Moment, Season};
use rantang_tests::slow_line::SlowLine;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use uuid::Uuid;

const FAST_BYTES_PER_S: u32 = 50_000_000;
/// Longer than anything below takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

struct World {
    office: Arc<Office>,
    line: SlowLine,
    serving: JoinHandle<()>,
    folder: TempDir,
}

impl World {
    async fn new(bytes_per_s: u32) -> Self {
        let folder = TempDir::new().expect("a folder");
        let area = AreaCode::parse(sample::AREA).expect("a code");
        let clock = Arc::new(SystemClock);
        let office = Office::create(
            &folder.path().join("office"),
            area.clone(),
            "Kampung Rawa",
            true,
            clock.clone(),
        )
        .await
        .expect("an office");
        let now_ms = clock.now_ms();
        let moment = Moment {
            area,
            today: date_of(now_ms),
            now_ms,
            season: Season::Usual,
        };
        office
            .record(sample::operations(&moment))
            .await
            .expect("the sample day");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = router(office.app());
        let serving = tokio::spawn(async move {
            let service = app.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.expect("served");
        });
        Self {
            office: Arc::new(office),
            line: SlowLine::to(address, bytes_per_s).await.expect("a line"),
            serving,
            folder,
        }
    }

    /// A backup holds all that is here.
    async fn back_up(&self) {
        let store = &self.office.store;
        let marks = store.heads().await.expect("read");
        let marks = marks.iter().map(|it| (it.replica, it.seq)).collect();
        let now_ms = self.office.clock.now_ms();
        store.mark_durable(marks, now_ms).await.expect("marked");
    }

    fn data(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, name: &str) -> Device {
        let data = self.data(name);
        Device::open(&data, Platform::desktop(&data)).expect("a device")
    }

    /// Paired and with its first lists.
    async fn pair(&self, who: &str) -> Arc<Device> {
        let device = Arc::new(self.open(who));
        let url = format!("http://{}", self.line.address);
        let invited = self.office.invite(sample::user_id(who), "HP uji", &url);
        let invitation = invited.await.expect("an invitation").0.to_string();
        sync::pair::pair(&device, &invitation)
            .await
            .expect("paired");
        let (report, _) = worker::attempt(&device).await;
        assert_eq!(report.problem, None);
        device
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Noise in a frame: as hard to compress as a photo of leaves.
fn leaves(seed: u8) -> String {
    use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
    let mut noise = vec![0; 900 * 675];
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[seed]);
    hasher.finalize_xof().fill(&mut noise);
    let pixels = RgbImage::from_fn(900, 675, |x, y| {
        let light = noise[(y * 900 + x) as usize];
        Rgb([light, light ^ 0x1f, (x / 4) as u8])
    });
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 60)
        .write_image(&pixels, 900, 675, ExtendedColorType::Rgb8)
        .expect("a JPEG");
    STANDARD.encode(jpeg)
}

/// The next door of the round gets its boxes; the delivery.
fn deliver(device: &Device) -> Uuid {
    let today = RoundToday::default();
    let view = round::handlers::today(device, today).expect("a round");
    let start = RunStart {
        date: view.date,
        sitting: view.sitting,
    };
    if view.started_at_ms.is_none() {
        round::handlers::start(device, start).expect("started");
    }
    let view = round::handlers::today(device, RoundToday::default()).expect("a round");
    let door = view.open_door.expect("a door");
    let delivery_id = Uuid::now_v7();
    let record = DeliveryRecord {
        delivery_id,
        person_id: door,
        date: view.date,
        sitting: view.sitting,
        slots: vec![],
        outcome: Outcome::ReceivedSelf,
        flags: vec![],
        wellbeing: Some(Wellbeing::Well),
        complaints: vec![],
        contact_id: None,
        received_by: String::new(),
        seen_by_neighbor: None,
        bring_back: false,
        until: None,
        note: String::new(),
    };
    round::handlers::delivery(device, record).expect("recorded");
    delivery_id
}

fn hand_over(delivery: Uuid, bytes_base64: String) -> PhotoAttach {
    PhotoAttach {
        subject: PhotoSubject::Delivery(delivery),
        person_id: None,
        purpose: Purpose::HandOver,
        izin: Izin::NoFace,
        spot: None,
        bytes_base64,
    }
}

fn attach(device: &Device, delivery: Uuid, seed: u8) -> PhotosView {
    photos::handlers::attach(device, hand_over(delivery, leaves(seed))).expect("attached")
}

fn of(device: &Device, delivery: Uuid) -> PhotosView {
    let args = PhotosOf {
        subject: PhotoSubject::Delivery(delivery),
        person_id: None,
    };
    photos::handlers::of(device, args).expect("photos")
}

fn unsent(device: &Device) -> u32 {
    let view = device.read::<_, rantang_device::store::Error>(|db| device.sync_view(db));
    view.expect("a view").unsent
}

/// Looks again whenever the device says that something changed, and now and then.
async fn until(device: &Device, what: &str, mut holds: impl FnMut() -> bool) {
    let mut events = device.events();
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "waited too long until {what}");
        let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
    }
}

fn all_sent(view: &PhotosView) -> bool {
    view.entries.iter().all(|entry| {
        matches!(&entry.what, PhotoWhat::Photo { state, .. } if *state == PhotoState::OnServer)
    })
}

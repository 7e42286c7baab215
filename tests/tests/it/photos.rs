//! The lane of photos from a courier's phone over a bad line to the coordinator's desk.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rantang_core::deliveries::outcome::{Outcome, Wellbeing};
use rantang_core::photos::{Izin, Purpose};
use rantang_core::places::AreaCode;
use rantang_core::time::date_of;
use rantang_device::Device;
use rantang_device::photos::room::{Disk, RESERVE_BYTES};
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

/// 32 kbit/s.
const EDGE_BYTES_PER_S: u32 = 4_000;
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

fn attach(device: &Device, delivery: Uuid, seed: u8) -> PhotosView {
    let args = PhotoAttach {
        subject: PhotoSubject::Delivery(delivery),
        person_id: None,
        purpose: Purpose::HandOver,
        izin: Izin::NoFace,
        spot: None,
        bytes_base64: leaves(seed),
    };
    photos::handlers::attach(device, args).expect("attached")
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photo_of_a_door_is_seen_at_the_desk() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    let photo = attach(&phone, delivery, 1).entries[0].id;
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "it is sent", || all_sent(&of(&phone, delivery))).await;

    let desk = world.pair("ratna").await;
    let fetching = tokio::spawn(worker::run(desk.clone()));
    let thumbnail = || match &of(&desk, delivery).entries[..] {
        [entry] => matches!(
            &entry.what,
            PhotoWhat::Photo {
                thumbnail: Some(_),
                ..
            }
        ),
        _ => false,
    };
    until(&desk, "its thumbnail is there by itself", thumbnail).await;
    let full = || {
        let args = PhotoGet { photo_id: photo };
        photos::handlers::get(&desk, args).expect("a photo").picture
    };
    assert_eq!(full(), None, "nobody opened it before");
    until(&desk, "the photo is there", || full().is_some()).await;
    sending.abort();
    fetching.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_go_first_whatever_photos_wait_on_a_line_of_32_kbit() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    for seed in 0..6 {
        attach(&phone, delivery, seed);
    }
    let backlog = of(&phone, delivery).lane.waiting_bytes;
    assert!(500_000 < backlog, "minutes of this line: {backlog}");
    worker::attempt(&phone).await;
    assert_eq!(unsent(&phone), 0);

    world.line.carries(EDGE_BYTES_PER_S);
    let sending = tokio::spawn(worker::run(phone.clone()));
    let before = world.line.sent();
    until(&phone, "photos are on the line", || {
        before + 20_000 < world.line.sent()
    })
    .await;
    let mut slowest = Duration::ZERO;
    for _ in 0..3 {
        let began = Instant::now();
        deliver(&phone);
        until(&phone, "the record is on the server", || {
            unsent(&phone) == 0
        })
        .await;
        slowest = slowest.max(began.elapsed());
    }
    println!(
        "backlog {backlog} bytes at {EDGE_BYTES_PER_S} B/s: the slowest of three records took {slowest:?}"
    );
    assert!(slowest < Duration::from_secs(20), "{slowest:?}");
    assert!(!all_sent(&of(&phone, delivery)), "photos still wait");
    let moved = world.line.sent();
    until(&phone, "photos go on", || {
        moved + 10_000 < world.line.sent()
    })
    .await;
    sending.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_was_killed_goes_on_where_the_server_is() {
    let world = World::new(FAST_BYTES_PER_S).await;
    let phone = world.pair("dedi").await;
    let delivery = deliver(&phone);
    let bytes = attach(&phone, delivery, 9).lane.waiting_bytes;
    worker::attempt(&phone).await;
    world.line.carries(40_000);
    let before = world.line.sent();
    let sending = tokio::spawn(worker::run(phone.clone()));
    let half = before + bytes / 2;
    until(&phone, "half of it is sent", || half < world.line.sent()).await;
    sending.abort();
    let _ = sending.await;
    // The last of the killed process: its data directory is free again.
    until(&phone, "nobody else holds it", || {
        Arc::strong_count(&phone) == 1
    })
    .await;
    drop(phone);

    let at_kill = world.line.sent();
    world.line.carries(FAST_BYTES_PER_S);
    let phone = Arc::new(world.open("dedi"));
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "all of it is sent", || {
        all_sent(&of(&phone, delivery))
    })
    .await;
    let again = world.line.sent() - at_kill;
    assert!(again < bytes * 3 / 4, "{again} of {bytes} bytes went again");
    sending.abort();
}

/// Nearly full, as soon as a test says so.
struct Filling(AtomicU64);

impl Disk for Filling {
    fn free_bytes(&self, _folder: &Path) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_leaves_the_phone_only_when_a_backup_holds_it_and_comes_back_when_asked_for() {
    let world = World::new(FAST_BYTES_PER_S).await;
    drop(world.pair("dedi").await);
    let disk = Arc::new(Filling(AtomicU64::new(u64::MAX / 2)));
    let phone = Arc::new(world.open("dedi").on_disk(disk.clone()));
    let delivery = deliver(&phone);
    let photo = attach(&phone, delivery, 1).entries[0].id;
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "it is sent", || all_sent(&of(&phone, delivery))).await;
    sending.abort();
    let _ = sending.await;
    let files = || {
        std::fs::read_dir(world.data("dedi").join("photos"))
            .expect("a folder")
            .count()
    };
    assert_eq!(files(), 2);

    // There is little room, and the server has it: not enough, as long as no backup holds it.
    disk.0.store(RESERVE_BYTES + 20_000, Ordering::Relaxed);
    let refused = photos::handlers::attach(
        &phone,
        PhotoAttach {
            subject: PhotoSubject::Delivery(delivery),
            person_id: None,
            purpose: Purpose::Place,
            izin: Izin::NoFace,
            spot: None,
            bytes_base64: leaves(2),
        },
    );
    assert!(refused.is_err());
    assert_eq!(files(), 2);

    let marks = world.office.store.heads().await.expect("read");
    let marks = marks.iter().map(|it| (it.replica, it.seq)).collect();
    let now_ms = world.office.clock.now_ms();
    world
        .office
        .store
        .mark_durable(marks, now_ms)
        .await
        .expect("marked");
    photos::lane::ask_anew(&phone).expect("asked");
    let sending = tokio::spawn(worker::run(phone.clone()));
    until(&phone, "the copy left", || files() == 1).await;
    let full = || {
        let args = PhotoGet { photo_id: photo };
        photos::handlers::get(&phone, args)
            .expect("a photo")
            .picture
    };
    assert_eq!(full(), None);
    disk.0.store(u64::MAX / 2, Ordering::Relaxed);
    until(&phone, "it came back", || full().is_some()).await;
    sending.abort();
}

//! The machine under a simulated phone: clocks that lie, chance from the seed, keys in memory, and
//! a line that the world answers.

use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rantang_core::sync::protocol::path;
use rantang_core::time::BootId;
use rantang_device::photos::room::Disk;
use rantang_device::platform::{
    Clock, KeyVault, LaneReply, LaneRequest, LineError, Network, Platform, Random, Reply, Request,
    Transport, VaultError,
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::draws::Draws;

/// What time it really is; the server's clock shows it.
#[derive(Debug)]
pub struct Now(AtomicI64);

impl Now {
    pub fn at(ms: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(ms)))
    }

    pub fn ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl rantang_server::clock::Clock for Now {
    fn now_ms(&self) -> i64 {
        self.ms()
    }
}

/// The clocks of one phone.
pub struct PhoneClock {
    now: Arc<Now>,
    number: u64,
    /// The wall clock less the real time.
    wrong_ms: AtomicI64,
    boots: AtomicI64,
    booted_ms: AtomicI64,
}

impl PhoneClock {
    pub fn new(now: Arc<Now>, number: u64) -> Arc<Self> {
        let booted_ms = now.ms() - 60_000;
        Arc::new(Self {
            now,
            number,
            wrong_ms: AtomicI64::new(0),
            boots: AtomicI64::new(1),
            booted_ms: AtomicI64::new(booted_ms),
        })
    }

    /// Of the same kind, for another phone: no boot of one is a boot of the other.
    pub fn another(&self, number: u64) -> Arc<Self> {
        let another = Self::new(self.now.clone(), number);
        another.set_wrong(self.wrong_ms.load(Ordering::SeqCst));
        another
    }

    pub fn set_wrong(&self, ms: i64) {
        self.wrong_ms.store(ms, Ordering::SeqCst);
    }

    /// The phone itself starts again: another boot, counted from zero.
    pub fn reboot(&self) {
        self.boots.fetch_add(1, Ordering::SeqCst);
        self.booted_ms.store(self.now.ms(), Ordering::SeqCst);
    }
}

impl Clock for PhoneClock {
    fn wall_ms(&self) -> i64 {
        self.now.ms() + self.wrong_ms.load(Ordering::SeqCst)
    }

    fn boot(&self) -> BootId {
        let boot = self.boots.load(Ordering::SeqCst);
        BootId(Uuid::from_u64_pair(self.number, boot as u64))
    }

    fn boot_ms(&self) -> i64 {
        self.now.ms() - self.booted_ms.load(Ordering::SeqCst)
    }
}

/// One call on its way: whoever holds it decides what the phone hears.
pub struct Call {
    pub request: Request,
    pub answer: oneshot::Sender<Result<Reply, LineError>>,
}

/// The same in the lane of photos.
pub enum LaneCall {
    /// Where is the server with these? Signed as the calls of records are.
    States(Call),
    Part {
        request: LaneRequest,
        answer: oneshot::Sender<Result<LaneReply, LineError>>,
    },
}

/// Where the calls of a phone come out.
pub struct Calls {
    pub records: mpsc::UnboundedReceiver<Call>,
    pub photos: mpsc::UnboundedReceiver<LaneCall>,
}

/// Hands every call to the world and waits for what it says.
struct Line {
    records: mpsc::UnboundedSender<Call>,
    photos: mpsc::UnboundedSender<LaneCall>,
}

#[async_trait]
impl Transport for Line {
    async fn post(&self, request: Request) -> Result<Reply, LineError> {
        let (answer, answered) = oneshot::channel();
        let is_of_photos = request.path == path::MEDIA_STATE;
        let call = Call { request, answer };
        let is_out = if is_of_photos {
            self.photos.send(LaneCall::States(call)).is_ok()
        } else {
            self.records.send(call).is_ok()
        };
        if !is_out {
            return Err(broken("the world ended"));
        }
        answered.await.map_err(|_| broken("the world ended"))?
    }

    async fn lane(&self, request: LaneRequest) -> Result<LaneReply, LineError> {
        let (answer, answered) = oneshot::channel();
        self.photos
            .send(LaneCall::Part { request, answer })
            .map_err(|_| broken("the world ended"))?;
        answered.await.map_err(|_| broken("the world ended"))?
    }
}

pub fn broken(why: &'static str) -> LineError {
    LineError(why.into())
}

struct SeededRandom(Mutex<Draws>);

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut draws = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        draws.fill(bytes);
    }
}

/// The key of every simulated store: they begin as copies of one that was migrated once.
pub const STORE_KEY: [u8; 32] = [0x6b; 32];

/// Keeps the key over a crash, as a phone's key store does.
struct MemoryVault;

impl KeyVault for MemoryVault {
    fn load(&self) -> Result<[u8; 32], VaultError> {
        Ok(STORE_KEY)
    }

    fn create(&self, _: &dyn Random) -> Result<[u8; 32], VaultError> {
        Ok(STORE_KEY)
    }
}

/// So much of a phone's disk photos may not take.
pub const KEPT_FOR_RECORDS: u64 = 100 * 1024 * 1024;
/// Nothing is said of how full it is.
const UNKNOWN: u64 = u64::MAX;

/// How full a phone's disk is, as the system says.
pub struct PhoneDisk(AtomicU64);

impl Default for PhoneDisk {
    fn default() -> Self {
        Self(AtomicU64::new(UNKNOWN))
    }
}

impl PhoneDisk {
    pub fn set_free(&self, bytes: Option<u64>) {
        self.0.store(bytes.unwrap_or(UNKNOWN), Ordering::SeqCst);
    }

    pub fn free(&self) -> Option<u64> {
        Some(self.0.load(Ordering::SeqCst)).filter(|free| *free != UNKNOWN)
    }
}

impl Disk for PhoneDisk {
    fn free_bytes(&self, _: &Path) -> Option<u64> {
        self.free()
    }
}

struct Silent;

impl Network for Silent {
    fn has_route(&self) -> Option<bool> {
        None
    }
}

/// The platform of one phone, and where its calls come out.
pub fn platform(clock: Arc<PhoneClock>, draws: Draws) -> (Platform, Calls) {
    let (to_records, records) = mpsc::unbounded_channel();
    let (to_photos, photos) = mpsc::unbounded_channel();
    let platform = Platform {
        clock,
        random: Arc::new(SeededRandom(Mutex::new(draws))),
        vault: Arc::new(MemoryVault),
        network: Arc::new(Silent),
        transport: Arc::new(Line {
            records: to_records,
            photos: to_photos,
        }),
    };
    (platform, Calls { records, photos })
}
